"""Requests by urgency, and the hours of the urgent ones until the first act, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import Case, Count, DateTimeField, F, IntegerField, Value, When
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext, ngettext

from tracker.casework.filtering.knowing import end_of
from tracker.casework.filtering.turns import acted_in_turn
from tracker.casework.filtering.urgent import PRESSING, Acted, acted_by
from tracker.reports import words
from tracker.reports.counting import Between, DaysBetween
from tracker.reports.incidence import Curve, curves
from workflows.vocabulary import Urgency

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell
    from tracker.reports.base import Question
    from tracker.reports.dimensions import Dimension, Values

TENTHS: Final = 10
"""Hours are counted in tenths."""
DAY: Final = 24 * TENTHS
OBSERVED_HOURS: Final = 90 * 24
"""So long they are observed: whoever acts later had not acted until then."""
STATES: Final = (Acted.YES, Acted.WAITING, Acted.ENDED)
HOURS: Final = ("how", "state", "tenths")
"""What `with_hours` tells of each."""


class TenthsBetween(Between):
    """Whole tenths of an hour between moments. SQLite's days are fractions that miss one by less than this adds."""

    template = "FLOOR(DATE_PART('epoch', %(expressions)s) / 360)::integer"
    on_sqlite = "CAST((julianday(%(expressions)s)) * 240 + 0.001 AS INTEGER)"


@dataclass(slots=True, kw_only=True)
class Tally:
    """One row's counts; the hours, in tenths, of those whose moments are recorded."""

    sent: Counter[Urgency] = field(default_factory=Counter)
    states: Counter[Acted] = field(default_factory=Counter)
    hours: dict[Acted, Counter[int]] = field(
        default_factory=lambda: {state: Counter[int]() for state in STATES}
    )

    def add(self, line: Line) -> None:
        """Count a line in."""
        self.sent[line.urgency] += line.number
        if line.state is None:
            return
        self.states[line.state] += line.number
        if line.tenths is not None:
            self.hours[line.state][line.tenths] += line.number

    @property
    def all(self) -> int:
        return self.sent.total()

    @property
    def pressing(self) -> int:
        """Urgent ones and emergencies."""
        return self.sent[Urgency.URGENT] + self.sent[Urgency.EMERGENCY]

    @property
    def timed(self) -> int:
        return sum(counted.total() for counted in self.hours.values())

    def curve(self) -> Curve:
        """The share that was acted on by when; an end without any act competes, the waiting ones are censored."""
        acted, ended = ({**self.hours[state]} for state in (Acted.YES, Acted.ENDED))
        waiting = self.hours[Acted.WAITING].copy()
        for counted in (acted, ended):
            late = [tenths for tenths in counted if tenths > OBSERVED_HOURS * TENTHS]
            waiting[OBSERVED_HOURS * TENTHS] += sum(counted.pop(tenths) for tenths in late)
        return curves([acted, ended], +waiting)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many requests that stand alike. ``state`` None: routine; ``tenths`` None: no hours are recorded."""

    values: Values
    urgency: Urgency
    state: Acted | None
    tenths: int | None
    number: int


def lines_of(spells: QuerySet[Spell], columns: tuple[str, ...], question: Question) -> list[Line]:
    """By the columns: of those whose hours are recorded a line for each of these, of all others one. One query."""
    told = with_hours(spells, question).order_by().values_list(*HOURS, *columns).annotate(number=Count("pk"))
    return [
        line_of(tuple(values), how, state, tenths, number) for how, state, tenths, *values, number in told
    ]


def with_hours(spells: QuerySet[Spell], question: Question) -> QuerySet[Spell]:
    """Each spell with what `HOURS` names: its urgency, what was done by the day, and after how many tenths of hours."""
    states = (When(came, then=Value(one.value)) for one, came in acted_in_turn(question.on).items())
    hours = When(acted_by(question.on)[Acted.TIMED] & PRESSING, then=_rounded(_tenths(question)))
    return spells.annotate(
        how=F("urgency"),
        state=Case(When(~PRESSING, then=Value("")), *states, default=Value(Acted.WAITING.value)),
        tenths=Case(hours, output_field=IntegerField()),
    )


def line_of(values: Values, how: str, state: str, tenths: int | None, number: int) -> Line:
    """What `HOURS` tells of so many, as a line."""
    acted = Acted(state) if state else None
    return Line(values=values, urgency=Urgency(how), state=acted, tenths=tenths, number=number)


def _tenths(question: Question) -> Least:
    """From the sending to the first act, to the end without one, or until now; none are negative."""
    states = acted_in_turn(question.on)
    until = Value(min(question.at, end_of(question.on)), output_field=DateTimeField())
    took = Case(
        When(states[Acted.YES], then=TenthsBetween(F("acted_at"), F("sent_at"))),
        When(states[Acted.ENDED], then=DAY * DaysBetween(F("closed_on"), F("sent_on"))),
        default=TenthsBetween(until, F("sent_at")),
        output_field=IntegerField(),
    )
    return Least(Greatest(took, 0), OBSERVED_HOURS * TENTHS + 1)


def _rounded(tenths: Least) -> Case:
    """To whole hours after two days, to whole days after ten: else every request would make a line of its own."""
    return Case(
        When(GreaterThanOrEqual(tenths, OBSERVED_HOURS * TENTHS + 1), then=tenths),
        When(GreaterThanOrEqual(tenths, 10 * DAY), then=tenths - tenths % DAY),
        When(GreaterThanOrEqual(tenths, 2 * DAY), then=tenths - tenths % TENTHS),
        default=tenths,
        output_field=IntegerField(),
    )


def by_values(lines: Collection[Line], dimension: Dimension) -> Mapping[Values, Tally]:
    """The counts of each row. One query for names, where they are those of another table."""
    found: dict[Values, Tally] = defaultdict(Tally)
    rows = dimension.rows_of(line.values for line in lines)
    for line in lines:
        for row in rows[line.values]:
            found[row].add(line)
    return dict(found)


def by_class(lines: Iterable[Line]) -> Mapping[Urgency, Tally]:
    """The same by urgency."""
    found = {urgency: Tally() for urgency in Urgency}
    for line in lines:
        found[line.urgency].add(line)
    return found


def together(lines: Iterable[Line]) -> Tally:
    """All of them as one, each request once."""
    whole = Tally()
    for line in lines:
        whole.add(line)
    return whole


def without_hours(tallies: Iterable[Tally]) -> Iterator[str]:
    """How many urgent requests medians and shares leave out, if any, in a sentence."""
    number = sum(tally.pressing - tally.timed for tally in tallies)
    if number:
        yield ngettext(
            "%(number)s urgent request has no recorded hours: it is in the counts, not in medians and shares.",
            "%(number)s urgent requests have no recorded hours: they are in the counts, not in medians and shares.",
            number,
        ) % {"number": words.count(number)}


def anomalies(whole: Tally) -> Iterator[str]:
    """What does not add up, in sentences."""
    if whole.states.total() != whole.pressing:
        yield gettext("%(urgent)s are urgent, but those acted on, waiting and ended are %(sum)s.") % {
            "urgent": words.count(whole.pressing),
            "sum": words.count(whole.states.total()),
        }
