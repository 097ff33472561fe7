"""Stretches counted by the step in which they came in and the step in which they were over: every sum is made of that.

One query counts them for every row, every step and every outcome at once; the rest is arithmetic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from tracker.casework.filtering.flow import AGAIN, ENTERED_ON, LEFT_ON, closed_within, entered_by
from tracker.casework.filtering.knowing import Stretch, end_of, stretches_known_on
from tracker.casework.filters import SPELL, CaseFilter, apply, of_requests
from tracker.casework.models import Spell
from workflows.vocabulary import Outcome

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet
    from tracker.reports.dimensions import Dimension, Values
    from tracker.reports.steps import Step

BEFORE = 0
"""The place of everything before the first step; what comes after the last one has the place behind it."""


class Crossing(NamedTuple):
    """When stretches came in and when they were over, by the places of the steps (from 1).

    ``ended`` is the outcome of those closed within the steps. Over without it is what was reopened but never closed.
    """

    entry: int
    leave: int
    again: bool
    ended: str


Crossings = Counter[Crossing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """The balance of some steps. ``amiss`` are the stretches that stand on one side of it only."""

    carried: int
    new: int
    reopened: int
    closed: Counter[Outcome]
    pending: int
    amiss: int

    @property
    def handled(self) -> int:
        return self.carried + self.new + self.reopened

    @property
    def difference(self) -> int:
        """Zero, or the books are wrong."""
        return self.handled - self.closed.total() - self.pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """All requests that are asked for, by the values of a dimension, and what was said about counting them."""

    rows: Mapping[Values, Crossings]
    whole: Crossings
    closed_again: int
    reopened_again: int
    different: int = 0


@dataclass(slots=True)
class _Rebuilt:
    """What the rows would not say: the stretches as they were known."""

    stretches: Mapping[int, tuple[Stretch, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[int, Stretch]]:
        return ((pk, stretch) for pk, of_one in self.stretches.items() for stretch in of_one)


def movements(crossings: Crossings, first: int, last: int) -> Movements:
    """The balance of the steps from ``first`` to ``last``, both included."""
    found: Counter[str] = Counter()
    closed: Counter[Outcome] = Counter()
    for (entry, leave, again, ended), number in crossings.items():
        carried, entered = entry < first <= leave, first <= entry <= last
        is_closed, pending = bool(ended) and first <= leave <= last, entry <= last < leave
        found["carried"] += carried * number
        found["reopened" if again else "new"] += entered * number
        found["pending"] += pending * number
        found["amiss"] += ((carried or entered) != (is_closed or pending)) * number
        if is_closed:
            closed[Outcome(ended)] += number
    return Movements(
        carried=found["carried"],
        new=found["new"],
        reopened=found["reopened"],
        closed=closed,
        pending=found["pending"],
        amiss=found["amiss"],
    )


def counted(
    requests: AssistanceRequestQuerySet,
    wanted: CaseFilter,
    dimension: Dimension,
    steps: Sequence[Step],
    *,
    at: datetime,
) -> Counted:
    """Two queries; some more as known on an earlier day. ``wanted`` narrows dossiers, and names that day."""
    rebuilt, dossiers = _Rebuilt(), replace(wanted, known_on=None)
    theirs = of_requests(requests, dossiers, SPELL, at=at)
    if wanted.known_on:
        known = apply(requests, dossiers, at=at).filter(created_at__lt=end_of(wanted.known_on))
        rebuilt = _Rebuilt(stretches_known_on(known, wanted.known_on))
        theirs = Q(request__in=known)
    spells = Spell.objects.filter(theirs, sent_on__isnull=False)
    if rebuilt.stretches:
        spells = spells.exclude(request__in=list(rebuilt.stretches))
    found = _with_rebuilt(_by(spells, dimension.grouped, steps), rebuilt, dimension.grouped, steps)
    rows: dict[Values, Crossings] = defaultdict(Counter)
    standing = dimension.rows_of(found)
    for values, crossings in found.items():
        for row in standing[values]:
            rows[row] += crossings
    closed_again, reopened_again = _again(spells, steps)
    return Counted(
        rows=rows,
        whole=sum(found.values(), Crossings()),
        closed_again=closed_again + _closed_again(rebuilt, steps),
        reopened_again=reopened_again + _reopened_again(rebuilt, steps),
        different=len(rebuilt.stretches),
    )


def _by(spells: QuerySet[Spell], columns: tuple[str, ...], steps: Sequence[Step]) -> dict[Values, Crossings]:
    first, last = steps[0].first, steps[-1].last
    lines = (
        spells.annotate(entered=ENTERED_ON, left=LEFT_ON)
        .filter(_concerned(first, last))
        .annotate(
            entry=_place("entered", steps),
            leave=_place("left", steps),
            again=Case(When(AGAIN, then=Value(value=True)), default=Value(value=False)),
            ended=Case(
                When(closed_within(first, last), then=F("outcome")),
                default=Value(""),
                output_field=CharField(),
            ),
        )
        .order_by()
        .values_list(*columns, "entry", "leave", "again", "ended")
        .annotate(number=Count("pk"))
    )
    found: dict[Values, Crossings] = defaultdict(Counter)
    for *values, entry, leave, again, ended, number in lines:
        found[tuple(values)][Crossing(entry, leave, again, ended)] += number
    return dict(found)


def _concerned(first: date, last: date) -> Q:
    """All that can stand on either side of the balance of these days."""
    over_before = Q(left__isnull=False, left__lt=first)
    return (entered_by(last) & ~(over_before & Q(entered__lt=first))) | closed_within(first, last)


def _place(column: str, steps: Sequence[Step]) -> Case:
    """The place of the step that the day lies in."""
    places = (
        When(**{f"{column}__lte": step.last}, then=Value(place)) for place, step in enumerate(steps, start=1)
    )
    before = When(**{f"{column}__lt": steps[0].first}, then=Value(BEFORE))
    return Case(before, *places, default=Value(len(steps) + 1))


def _again(spells: QuerySet[Spell], steps: Sequence[Step]) -> tuple[int, int]:
    """Closings and reopenings of requests that had one already within the steps. One query."""
    first, last = steps[0].first, steps[-1].last
    earlier = Spell.objects.filter(request=OuterRef("request"), number__lt=OuterRef("number"))
    reopened = AGAIN & Q(opened_on__gte=first, opened_on__lte=last)
    found: dict[str, Any] = spells.filter(number__gt=1).aggregate(
        closed=Count(
            "pk",
            filter=closed_within(first, last) & Q(Exists(earlier.filter(closed_within(first, last)))),
        ),
        reopened=Count("pk", filter=reopened & Q(Exists(earlier.filter(reopened)))),
    )
    return found["closed"], found["reopened"]


def _with_rebuilt(
    rows: dict[Values, Crossings], rebuilt: _Rebuilt, columns: tuple[str, ...], steps: Sequence[Step]
) -> dict[Values, Crossings]:
    """The rows with the rebuilt stretches counted in where their requests stand. One query, none of none."""
    if not rebuilt.stretches:
        return rows
    lines = Spell.objects.filter(request__in=list(rebuilt.stretches), number=1)
    stand: dict[int, set[Values]] = defaultdict(set)
    for pk, *values in lines.order_by().values_list("request", *columns):
        stand[pk].add(tuple(values))
    for pk, stretch in rebuilt:
        for values in stand[pk]:
            rows.setdefault(values, Counter())[_crossing(stretch, steps)] += 1
    return rows


def _crossing(stretch: Stretch, steps: Sequence[Step]) -> Crossing:
    leave = _place_of(stretch.left, steps) if stretch.left else len(steps) + 1
    ended = stretch.outcome.value if stretch.is_closed and 1 <= leave <= len(steps) else ""
    return Crossing(_place_of(stretch.entered, steps), leave, stretch.is_again, ended)


def _place_of(day: date, steps: Sequence[Step]) -> int:
    return BEFORE if day < steps[0].first else 1 + bisect_left([step.last for step in steps], day)


def _closed_again(rebuilt: _Rebuilt, steps: Sequence[Step]) -> int:
    closed = Counter(pk for pk, stretch in rebuilt if _crossing(stretch, steps).ended)
    return sum(number - 1 for number in closed.values())


def _reopened_again(rebuilt: _Rebuilt, steps: Sequence[Step]) -> int:
    within = range(1, len(steps) + 1)
    reopened = Counter(pk for pk, one in rebuilt if one.is_again and _crossing(one, steps).entry in within)
    return sum(number - 1 for number in reopened.values())
