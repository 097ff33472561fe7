"""Requests of the network by direction and dimension: what had become of them, of their data, and after which hours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
)
from django.utils.translation import gettext

from tracker.casework.filtering.preserved import PreservationFilter, Preserving, speaking
from tracker.casework.filtering.reached import Acknowledged, acknowledged_on
from tracker.casework.models import PreservationSpell
from tracker.reports import words
from tracker.reports.counting import group_of
from tracker.reports.urgent_requests import counting as urgency
from workflows.vocabulary import OPEN_GROUPS, Direction, OutcomeGroup

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from tracker.casework.models import Spell
    from tracker.reports.base import Question
    from tracker.reports.dimensions import Dimension, Values

FOLLOWING: Final = (Preserving.FOLLOWED, Preserving.UNFOLLOWED)
"""What is told of preserved data; a request that keeps several things may be both."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """One row's requests, each once. ``kept``: how many keep data that such a thing holds of."""

    sent: int = 0
    acknowledged: int = 0
    groups: Counter[OutcomeGroup] = field(default_factory=Counter)
    kept: Counter[Preserving] = field(default_factory=Counter)
    urgent: urgency.Tally = field(default_factory=urgency.Tally)

    def add(self, line: Line) -> None:
        """Count a line in."""
        number = line.urgent.number
        self.sent += number
        self.acknowledged += number if line.is_acknowledged else 0
        if line.group:
            self.groups[OutcomeGroup(line.group)] += number
        for one in (*line.kept, *(Preserving.HELD for _any in line.kept[:1])):
            self.kept[one] += number
        self.urgent.add(line.urgent)

    @property
    def answered(self) -> int:
        return self.groups[OutcomeGroup.ANSWERED]

    @property
    def open(self) -> int:
        return sum(self.groups[group] for group in OPEN_GROUPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many requests that stand alike, by the values of `Dimension.grouped` and by what was done of urgent ones."""

    way: Direction
    values: Values
    group: str
    is_acknowledged: bool
    kept: tuple[Preserving, ...]
    urgent: urgency.Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Everything in one direction: by row, and each request once."""

    direction: Direction
    rows: Mapping[Values, Tally]
    whole: Tally


def sides_of(spells: QuerySet[Spell], dimension: Dimension, question: Question) -> list[Side]:
    """Each direction of which there is anything, sent first. One query, and one for names."""
    lines = list(_lines(spells, dimension, question))
    standing = dimension.rows_of(line.values for line in lines)
    rows: dict[Direction, dict[Values, Tally]] = defaultdict(lambda: defaultdict(Tally))
    wholes: dict[Direction, Tally] = defaultdict(Tally)
    for line in lines:
        wholes[line.way].add(line)
        for row in standing[line.values]:
            rows[line.way][row].add(line)
    return [
        Side(direction=way, rows=dict(rows[way]), whole=wholes[way]) for way in Direction if way in wholes
    ]


def _lines(spells: QuerySet[Spell], dimension: Dimension, question: Question) -> Iterator[Line]:
    on = question.on
    acknowledged = acknowledged_on(on)[Acknowledged.YES]
    told = (
        urgency.with_hours(spells, question)
        .order_by()
        .annotate(
            standing=group_of(on),
            confirmed=ExpressionWrapper(acknowledged, output_field=BooleanField()),
            **{one.value: _keeping(one, on) for one in FOLLOWING},
        )
    )
    names = (*urgency.HOURS, "direction", "standing", "confirmed", *(one.value for one in FOLLOWING))
    lines = told.values_list(*names, *dimension.grouped).annotate(number=Count("pk"))
    for how, state, tenths, way, group, confirmed, followed, unfollowed, *values, number in lines:
        grouped = tuple(values)
        yield Line(
            way=Direction(way),
            values=grouped,
            group=group,
            is_acknowledged=confirmed,
            kept=tuple(one for one, holds in zip(FOLLOWING, (followed, unfollowed), strict=True) if holds),
            urgent=urgency.line_of(grouped, how, state, tenths, number),
        )


def _keeping(what: Preserving, on: date) -> Exists:
    """Whether the request keeps, or kept, something of which that holds: as the register is narrowed to it."""
    spoke = speaking(PreservationFilter(preservation=what.value), on)
    return Exists(PreservationSpell.objects.filter(spoke, request=OuterRef("request")))


def anomalies(sides: list[Side], dimension: Dimension) -> Iterator[str]:
    """What does not add up, in sentences."""
    for side in sides:
        whole, rows = side.whole, sum(row.sent for row in side.rows.values())
        if whole.groups.total() != whole.sent:
            yield gettext("%(sent)s were sent, but the groups add up to %(groups)s.") % {
                "sent": words.count(whole.sent),
                "groups": words.count(whole.groups.total()),
            }
        if not dimension.is_multiple and rows != whole.sent:
            yield gettext("The rows add up to %(rows)s, but %(sent)s were sent.") % {
                "rows": words.count(rows),
                "sent": words.count(whole.sent),
            }
        yield from urgency.anomalies(whole.urgent)
