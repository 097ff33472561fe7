"""Requests counted by the database: those closed, those refused, on which ground, after which consultation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.utils.translation import gettext

from tracker.casework.filtering.narrowing import came_by
from tracker.casework.filtering.speaking import outcome_on
from tracker.casework.filtering.stretched import consulted_first
from tracker.casework.models import Stretch
from tracker.reports import words
from workflows.vocabulary import Direction, Outcome, StretchKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell
    from tracker.reports.dimensions import Dimension, Values

Key = TypeVar("Key")

GIVEN: Final = "request__stretches__"
"""From a spell to what was given with a ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Requests, each once, of one row. ``ended_refused``: by their outcome, whatever else is recorded of them."""

    sent: int = 0
    closed: int = 0
    ended_refused: int = 0
    refused: int = 0
    whole: int = 0
    whole_closed: int = 0
    consulted: int = 0
    alone: int = 0

    @property
    def open(self) -> int:
        return self.sent - self.closed

    @property
    def part(self) -> int:
        return self.refused - self.whole

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """So many requests that were refused alike; one that was refused several times has its id, the others have none."""

    values: Values
    direction: Direction
    ground: str
    instrument: str
    is_whole: bool
    is_closed: bool
    was_consulted: bool
    request: int | None
    number: int


def population(
    spells: QuerySet[Spell], dimension: Dimension | None, on: date
) -> dict[tuple[Values, Direction], Counts]:
    """All, closed, and ended with a refusal. One query."""
    lines = _flagged(spells, on).values_list(*_columns(dimension), "way", "over", "lost")
    found: dict[tuple[Values, Direction], Counts] = defaultdict(Counts)
    for *values, way, over, lost, number in lines.annotate(number=_requests(dimension)):
        counts = Counts(sent=number, closed=number * over, ended_refused=number * lost)
        found[tuple(values), Direction(way)] += counts
    return dict(found)


def refusals(spells: QuerySet[Spell], dimension: Dimension | None, on: date) -> list[Refusal]:
    """Those refused by the day. One query."""
    told = {f"{GIVEN}kind": StretchKind.REFUSAL.value, f"{GIVEN}since_on__lte": on}
    second = Stretch.objects.filter(request=OuterRef("request"), kind=StretchKind.REFUSAL.value, turn=2)
    lines = _flagged(spells.filter(**told), on).annotate(
        held=consulted_first(GIVEN),
        law=F("instrument"),
        again=Case(When(Exists(second), then=F("request_id")), default=Value(None)),
    )
    told_apart = (f"{GIVEN}ground", "law", "lost", "over", "held", "again")
    rows = lines.values_list(*_columns(dimension), "way", *told_apart).annotate(number=_requests(dimension))
    return [
        Refusal(
            values=tuple(values),
            direction=Direction(way),
            ground=ground,
            instrument=law,
            is_whole=lost,
            is_closed=over,
            was_consulted=held,
            request=again,
            number=number,
        )
        for *values, way, ground, law, lost, over, held, again, number in rows
    ]


def counted(lines: Iterable[Refusal], key_of: Callable[[Refusal], Key]) -> dict[Key, Counts]:
    """Requests of each key, each once."""
    parts: dict[Key, list[Refusal]] = defaultdict(list)
    for line in lines:
        parts[key_of(line)].append(line)
    return {key: _counts(part) for key, part in parts.items()}


def returns(stretches: QuerySet[Stretch], on: date) -> list[tuple[Direction, str, int]]:
    """Requests that came back as deficient by the day: on which ground, the most frequent first. One query."""
    found = stretches.order_by().filter(kind=StretchKind.RETURN.value, since_on__lte=on)
    lines = found.values_list("direction", "ground").annotate(number=Count("request", distinct=True))
    return [
        (Direction(way), ground, number)
        for way, ground, number in sorted(lines, key=lambda line: (-line[2], line[1]))
    ]


def added(*parts: Iterable[tuple[Key, Counts]]) -> dict[Key, Counts]:
    """What was counted of the same keys, as one."""
    found: dict[Key, Counts] = defaultdict(Counts)
    for part in parts:
        for key, counts in part:
            found[key] += counts
    return dict(found)


def anomalies(
    whole: Counts, rows: Mapping[Values, Counts], lines: Iterable[Refusal], dimension: Dimension
) -> Iterator[str]:
    """What does not add up, in sentences. There is something to repair wherever one is printed."""
    if whole.ended_refused != whole.whole:
        yield gettext("%(ended)s ended with a refusal, but of %(told)s of them a refusal is recorded.") % {
            "ended": words.count(whole.ended_refused),
            "told": words.count(whole.whole),
        }
    summed = sum(rows.values(), start=Counts())
    if not dimension.is_multiple and (summed.sent, summed.refused) != (whole.sent, whole.refused):
        yield gettext("The rows add up to %(rows)s refused of %(sent)s, but %(refused)s of %(all)s were.") % {
            "rows": words.count(summed.refused),
            "sent": words.count(summed.sent),
            "refused": words.count(whole.refused),
            "all": words.count(whole.sent),
        }
    silent = _counts([line for line in lines if not line.ground]).refused
    if silent:
        yield gettext("Refused without a ground: %(number)s.") % {"number": words.count(silent)}


def _columns(dimension: Dimension | None) -> tuple[str, ...]:
    return dimension.columns if dimension else ()


def _requests(dimension: Dimension | None) -> Count:
    """Two offences of one kind are one tag. Who was refused twice in the same way was refused so."""
    return Count("pk", distinct=bool(dimension and dimension.is_multiple))


def _flagged(spells: QuerySet[Spell], on: date) -> QuerySet[Spell]:
    return spells.order_by().annotate(
        way=F("direction"), over=_flag(came_by("closed_on", on)), lost=_flag(outcome_on(Outcome.REFUSED, on))
    )


def _flag(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _counts(lines: list[Refusal]) -> Counts:
    def number(wanted: Callable[[Refusal], bool]) -> int:
        kept = [line for line in lines if wanted(line)]
        several = {line.request for line in kept if line.request is not None}
        return sum(line.number for line in kept if line.request is None) + len(several)

    return Counts(
        refused=number(lambda _line: True),
        whole=number(lambda line: line.is_whole),
        whole_closed=number(lambda line: line.is_whole and line.is_closed),
        consulted=number(lambda line: line.was_consulted),
        alone=number(lambda line: not line.was_consulted),
    )
