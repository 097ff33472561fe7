"""Postponements by ground: how many there were, how many last, for how many days, and what ended the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import table_labels
from tracker.casework.filtering.stretched import STILL, YES, ended_as, running_on
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.cells import count, mean, part_of_enough
from tracker.reports.refusals.tables import Side, ground_label
from tracker.reports.stays import days_taken
from workflows.vocabulary import Direction, Resumption, StretchKind

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from tracker.casework.models import Stretch

TITLES: Final[Mapping[Direction, StrPromise]] = {
    Direction.OUTGOING: _("They postponed, by ground"),
    Direction.INCOMING: _("We postponed, by ground"),
    Direction.TRANSIT: _("Postponed what we passed on, by ground"),
}


@dataclass(slots=True, kw_only=True)
class Postponed:
    """Requests, each once: all that were postponed, those that still are, and by what ended it; and all their days."""

    requests: int = 0
    still: int = 0
    days: int = 0
    endings: Counter[Resumption] = field(default_factory=Counter)

    def include(self, other: Postponed) -> None:
        """Count all of another one in, which is of other requests."""
        self.requests += other.requests
        self.still += other.still
        self.days += other.days
        self.endings += other.endings

    @property
    def is_repeated(self) -> bool:
        """Whether one request was postponed several times."""
        return self.still + self.endings.total() > self.requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Those of one direction, on one ground under one instrument; of one direction in all both are empty."""

    direction: Direction
    ground: str = ""
    instrument: str = ""
    postponed: Postponed


def postponements(stretches: QuerySet[Stretch], on: date) -> tuple[list[Line], dict[Direction, Postponed]]:
    """Those begun by the day, by ground and instrument, and each request once. Two queries."""
    found = stretches.order_by().filter(kind=StretchKind.POSTPONEMENT.value, since_on__lte=on)
    lines = [
        Line(direction=Direction(way), ground=ground, instrument=instrument, postponed=_postponed(numbers))
        for way, ground, instrument, *numbers in _counted(
            found, on, "direction", "ground", "request__instrument"
        )
    ]
    return lines, {Direction(way): _postponed(numbers) for way, *numbers in _counted(found, on, "direction")}


def _counted(found: QuerySet[Stretch], on: date, *by: str) -> QuerySet[Stretch, Any]:
    endings = {one.value: Count("request", distinct=True, filter=ended_as(one, on)) for one in Resumption}
    return found.values_list(*by).annotate(
        number=Count("request", distinct=True),
        still=Count("request", distinct=True, filter=running_on(on)),
        days=Sum(days_taken(on)),
        **endings,
    )


def _postponed(numbers: Sequence[int]) -> Postponed:
    requests, still, days, *endings = numbers
    return Postponed(
        requests=requests,
        still=still,
        days=days,
        endings=Counter(dict(zip(Resumption, endings, strict=True))),
    )


def postponed_table(side: Side, lines: Iterable[Line], whole: Postponed, question: Question) -> Table:
    """Each ground on which one side postponed; below them each request once."""
    grounds: dict[str, Postponed] = {}
    for line in lines:
        if line.direction is side.direction and line.ground:
            grounds.setdefault(line.ground, Postponed()).include(line.postponed)
    way = side.direction.value
    return Table(
        key=f"postponed_{way}",
        title=str(TITLES[side.direction]),
        heading=gettext("Ground"),
        columns=tuple(_columns()),
        rows=tuple(
            Row(
                label=ground_label(ground),
                code=ground,
                cells=tuple(_cells(row, side, question, direction=way, ground=ground)),
            )
            for ground, row in sorted(grounds.items(), key=lambda entry: (-entry[1].requests, entry[0]))
        ),
        totals=(
            Row(
                label=gettext("Requests, each once"),
                cells=tuple(_cells(whole, side, question, direction=way)),
            ),
        )
        if grounds
        else (),
        notes=(gettext("One that was postponed several times may stand under several endings."),)
        if whole.is_repeated
        else (),
    )


def _columns() -> Iterator[Column]:
    yield Column(label=gettext("Postponed"), keys=("postponed",))
    yield Column(label=gettext("Share of all"), keys=("share",))
    yield Column(label=gettext("Still postponed"), keys=("still",))
    for one in Resumption:
        yield Column(label=str(table_labels.RESUMPTION[one]), keys=(one.value,))
    yield Column(label=gettext("Days"), keys=("days",))
    yield Column(label=gettext("Days each"), keys=("mean_days",))


def _cells(row: Postponed, side: Side, question: Question, **narrowed: str) -> Iterator[Cell]:
    yield count(row.requests, question.narrowed(postponed=YES, **narrowed))
    yield part_of_enough(row.requests, side.whole.sent, minimum=question.minimum)
    yield count(row.still, question.narrowed(postponed=STILL, **narrowed))
    for one in Resumption:
        yield count(row.endings[one], question.narrowed(postponed=one.value, **narrowed))
    yield count(row.days)
    yield mean(row.days, row.requests, minimum=question.minimum)
