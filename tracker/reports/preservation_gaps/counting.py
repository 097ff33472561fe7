"""Counts of preserved items by what became of them and by days of gap; everything else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext

from tracker.casework.filtering.narrowing import between, came_by
from tracker.casework.filtering.preserved import DUE, Preserving, groups_on, speaking, standing
from tracker.casework.filters import PRESERVED, CaseFilter, of_requests
from tracker.casework.models import PreservationSpell
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values
from workflows.vocabulary import PreservationGroup

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet
    from tracker.reports.base import Question

Spells = QuerySet[PreservationSpell]

KINDS: Final = (
    GroupBy.CHANNEL,
    GroupBy.JURISDICTION,
    GroupBy.REGION,
    GroupBy.RELATIONSHIP,
    GroupBy.AUTHORITY,
    GroupBy.OFFICE,
    GroupBy.DIRECTION,
)


BY: Final[Mapping[GroupBy, Dimension]] = {key: DIMENSIONS[key] for key in KINDS}


@dataclass(slots=True, kw_only=True)
class Coverage:
    """One row's counts; the gaps by their days, those that a production request ended and those that go on."""

    groups: Counter[PreservationGroup] = field(default_factory=Counter)
    ended_gaps: Counter[int] = field(default_factory=Counter)
    open_gaps: Counter[int] = field(default_factory=Counter)

    @property
    def due(self) -> int:
        return sum(self.groups[group] for group in DUE)

    @property
    def received(self) -> int:
        return self.groups[PreservationGroup.RECEIVED]

    @property
    def sent(self) -> int:
        """Sent before expiry, whether it was received before it or not."""
        return self.received + self.groups[PreservationGroup.SENT]

    @property
    def gaps(self) -> int:
        return self.ended_gaps.total() + self.open_gaps.total()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many preserved items that stand alike; ``in_groups`` counts each group by its own condition."""

    values: Values
    renewals: int
    group: str
    gap: str
    days: int
    number: int
    in_groups: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The same counted by conditions of their own, in whatever group they are, to hold the rows against."""

    items: int
    requests: int
    groups: Mapping[PreservationGroup, int]


def preserved(requests: AssistanceRequestQuerySet, wanted: CaseFilter, question: Question) -> Spells:
    """The stretches that speak on the day of the question for what `apply` keeps of those sent by then.

    A request is sent once, whatever is reopened.
    """
    dossiers = replace(
        wanted, preservation="", renewals=None, expiry_from=None, expiry_until=None,
        sent_from=None, sent_until=None, as_of=None,
    )  # fmt: skip
    return PreservationSpell.objects.filter(
        speaking(wanted, question.on),
        of_requests(requests, dossiers, PRESERVED, at=question.at),
        *between("sent_on", wanted.sent_from, wanted.sent_until),
        sent_on__lte=question.on,
    )


def requests_of(spells: Spells) -> int:
    """Of how many requests they are. One query."""
    return int(spells.aggregate(requests=Count("request", distinct=True))["requests"])


def lines_of(spells: Spells, dimension: Dimension, on: date) -> list[Line]:
    """A line for each row, number of renewals, group and length of gap. One query, and one for names."""
    received = When(came_by("production_received_on", on), then=F("production_received_on"))
    ends = Case(received, default=Value(on), output_field=DateField())
    gap = When(standing(Preserving.GAP, on), then=DaysBetween(ends, F("until_on")))
    kinds = (When(standing(key, on), then=Value(key.value)) for key in (Preserving.OPEN_GAP, Preserving.GAP))
    conditions = groups_on(on)
    groups = (When(condition, then=Value(group.value)) for group, condition in conditions.items())
    found = spells.annotate(
        standing=Case(*groups, default=Value(""), output_field=CharField()),
        gap=Case(*kinds, default=Value(""), output_field=CharField()),
        days=Case(gap, default=Value(0), output_field=IntegerField()),
    )
    rows = found.order_by().values_list(*dimension.grouped, "renewals", "standing", "gap", "days")
    counted = list(
        rows.annotate(
            number=Count("pk"),
            **{f"in_{key.value}": Count("pk", filter=conditions[key]) for key in PreservationGroup},
        )
    )
    width = len(dimension.grouped)
    named = dimension.rows_of(tuple(line[:width]) for line in counted)
    return [_line(values, line[width:]) for line in counted for values in named[tuple(line[:width])]]


def _line(values: Values, told: tuple[Any, ...]) -> Line:
    renewals, group, gap, days, number, *in_groups = told
    return Line(
        values=values,
        renewals=renewals,
        group=group,
        gap=gap,
        days=days,
        number=number,
        in_groups=tuple(in_groups),
    )


def check(lines: Sequence[Line], requests: int) -> Check:
    """The totals; they are of so many ``requests``."""
    return Check(
        items=sum(line.number for line in lines),
        requests=requests,
        groups={
            group: sum(line.in_groups[place] for line in lines)
            for place, group in enumerate(PreservationGroup)
        },
    )


def coverages(lines: Iterable[Line]) -> Mapping[Values, Coverage]:
    """The counts of each row."""
    found: dict[Values, Coverage] = defaultdict(Coverage)
    for line in lines:
        _add(found[line.values], line)
    return dict(found)


def by_renewals(lines: Iterable[Line]) -> Mapping[int, Coverage]:
    """The same by how often something was renewed."""
    found: dict[int, Coverage] = defaultdict(Coverage)
    for line in lines:
        _add(found[line.renewals], line)
    return dict(sorted(found.items()))


def together(lines: Iterable[Line]) -> Coverage:
    """All of them as one."""
    whole = Coverage()
    for line in lines:
        _add(whole, line)
    return whole


def anomalies(whole: Coverage, checked: Check) -> Iterator[str]:
    """What does not add up, in sentences. There is something to repair wherever one is printed."""
    for counted in (whole.groups.total(), sum(checked.groups.values())):
        if counted != checked.items:
            yield gettext("%(items)s preservations were counted, but the groups add up to %(groups)s.") % {
                "items": checked.items,
                "groups": counted,
            }


def _add(coverage: Coverage, line: Line) -> None:
    if line.group:
        coverage.groups[PreservationGroup(line.group)] += line.number
    if line.gap:
        gaps = coverage.open_gaps if line.gap == Preserving.OPEN_GAP else coverage.ended_gaps
        gaps[line.days] += line.number
