"""What ended the waiting of each request sent, and after how many days: counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When

from tracker.casework.filters import group_on, settled_on
from tracker.reports.comparing import Group
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.incidence import Curve, after, curves, merged
from tracker.reports.statistics import Days
from workflows.vocabulary import Outcome, OutcomeGroup

if TYPE_CHECKING:
    from tracker.casework.models import Spell


class Ending(StrEnum):
    """What a request had come to on the day: a partition."""

    ANSWER = "answer"
    REFUSAL = "refusal"
    WITHDRAWN = "withdrawn"
    ENDED = "ended_without_answer"
    OPEN_NOT_DUE = "open_not_due"
    OPEN_OVERDUE = "open_overdue"


OPEN = (Ending.OPEN_NOT_DUE, Ending.OPEN_OVERDUE)

Counted = dict[Ending, Counter[int]]


@dataclass(slots=True, kw_only=True)
class Lives:
    """Requests by what ended their waiting and after how many days; the open ones by the days that they have waited.

    ``observed`` counts those that a refusal or an ending without answer took out, by the days from sending until the
    as-of day: for so long an answer could have come. ``backdated`` counts what is dated before the sending.
    """

    days: Counted = field(default_factory=lambda: defaultdict(Counter))
    observed: Counter[int] = field(default_factory=Counter)
    backdated: int = 0

    def add(self, ending: str, days: int, observed: int | None, number: int) -> None:
        """Count ``number`` requests in; what is dated before the sending counts as on its day, and is told."""
        self.days[Ending(ending)][max(days, 0)] += number
        if observed is not None:
            self.observed[observed] += number
        self.backdated += number if days < 0 else 0

    def number(self, *endings: Ending) -> int:
        """How many came to one of these; all, where none is named."""
        return sum(self.days[one].total() for one in endings or Ending)

    @property
    def waiting(self) -> Days:
        """Those still open, by the days that they have waited."""
        return merged([self.days[one] for one in OPEN])

    @property
    def answers(self) -> Days:
        """Answers and refusals, as the response rate counts them."""
        return merged([self.days[Ending.ANSWER], self.days[Ending.REFUSAL]])

    def causes(self) -> list[Days]:
        """Answer, refusal, and ending without answer, which compete."""
        ended = merged([self.days[Ending.WITHDRAWN], self.days[Ending.ENDED]])
        return [self.days[Ending.ANSWER], self.days[Ending.REFUSAL], ended]

    def curves(self) -> tuple[Curve, ...]:
        """Of the three causes."""
        return curves(self.causes(), self.waiting)

    def answered_curve(self) -> Curve:
        """Of answers and refusals together."""
        return curves([self.answers, self.causes()[-1]], self.waiting)[0]

    def ahead(self, age: int) -> tuple[Curve, ...]:
        """The same of those who have waited for more than ``age`` days, counted from then."""
        return curves([after(age, one) for one in self.causes()], after(age, self.waiting))

    def group(self) -> Group:
        """As the comparison of groups takes it."""
        return Group(happened=self.days[Ending.ANSWER], without=merged([self.waiting, self.observed]))


Line = tuple[Values, str, int, int | None, int]
Ranked = Sequence[tuple[Values, Lives]]


def lives_by(spells: QuerySet[Spell], dimension: Dimension, on: date) -> tuple[dict[Values, Lives], Lives]:
    """Counts by the dimension's columns, and all of it with each request once. One query, and one for names."""
    found: dict[Values, Lives] = defaultdict(Lives)
    whole = Lives()
    lines = list(_lines(spells, dimension.grouped, on))
    rows = dimension.rows_of(values for values, *_counted in lines)
    for values, ending, days, observed, number in lines:
        whole.add(ending, days, observed, number)
        for row in rows[values]:
            found[row].add(ending, days, observed, number)
    return dict(found), whole


def _lines(spells: QuerySet[Spell], columns: tuple[str, ...], on: date) -> Iterator[Line]:
    """A line for each row, ending and number of days, and of those taken out also for the days they were observed."""
    answered = group_on(OutcomeGroup.ANSWERED, on)
    refused = answered & Q(outcome=Outcome.REFUSED.value) & settled_on(on)
    withdrawn, ended = group_on(OutcomeGroup.WITHDRAWN, on), group_on(OutcomeGroup.ENDED_WITHOUT_ANSWER, on)
    day = Value(on, output_field=DateField())
    ending = Case(
        When(refused, then=Value(Ending.REFUSAL.value)),
        When(answered, then=Value(Ending.ANSWER.value)),
        When(withdrawn, then=Value(Ending.WITHDRAWN.value)),
        When(ended, then=Value(Ending.ENDED.value)),
        When(group_on(OutcomeGroup.OPEN_OVERDUE, on), then=Value(Ending.OPEN_OVERDUE.value)),
        default=Value(Ending.OPEN_NOT_DUE.value),
    )
    ends = Case(
        When(answered, then=F("answered_on")),
        When(withdrawn | ended, then=F("closed_on")),
        default=day,
        output_field=DateField(),
    )
    observed = Case(When(withdrawn | ended | refused, then=DaysBetween(day, F("sent_on"))))
    found = spells.annotate(ending=ending, days=DaysBetween(ends, F("sent_on")), observed=observed)
    rows = found.order_by().values_list(*columns, "ending", "days", "observed").annotate(number=Count("pk"))
    for *values, ending, days, observed, number in rows:
        yield tuple(values), ending, days, observed, number
