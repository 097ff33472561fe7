"""What ended the waiting of each request sent, and after how many days: counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, DateField, F, IntegerField, QuerySet, Value, When

from tracker.reports.comparing import Group
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.incidence import Curve, after, curves, merged
from tracker.reports.statistics import Days
from tracker.reports.time_to_answer.clocks import OPEN, OVER, Clock, Ending

if TYPE_CHECKING:
    from tracker.casework.models import Spell


Counted = dict[Ending, Counter[int]]


@dataclass(slots=True, kw_only=True)
class Lives:
    """Requests by what ended their waiting and after how many days; the open ones by the days that they have waited.

    ``observed`` counts those that something else took out, by the days from sending until the as-of day: for so long
    what they waited for could have come. ``limits`` counts those that kept their limit or missed it, ``backdated`` what
    is dated before the sending.
    """

    days: Counted = field(default_factory=lambda: defaultdict(Counter))
    observed: Counter[int] = field(default_factory=Counter)
    limits: Counter[str] = field(default_factory=Counter)
    backdated: int = 0

    def add(self, ending: str, days: int, observed: int | None, number: int, *, limit: str = "") -> None:
        """Count ``number`` requests in; what is dated before the sending counts as on its day, and is told."""
        self.days[Ending(ending)][max(days, 0)] += number
        if observed is not None:
            self.observed[observed] += number
        self.limits[limit] += number
        self.backdated += number if days < 0 else 0

    def number(self, *endings: Ending) -> int:
        """How many came to one of these; all, where none is named."""
        return sum(self.days[one].total() for one in endings or Ending)

    @property
    def waiting(self) -> Days:
        """Those still open, by the days that they have waited."""
        return merged([self.days[one] for one in OPEN])

    def causes(self) -> list[Days]:
        """What was waited for, what came instead, and an ending without either, which compete."""
        ended = merged([self.days[one] for one in OVER])
        return [self.days[Ending.REACHED], self.days[Ending.INSTEAD], ended]

    def curves(self) -> tuple[Curve, ...]:
        """Of the three causes."""
        return curves(self.causes(), self.waiting)

    def either_curve(self) -> Curve:
        """Of the first two together."""
        reached, instead, ended = self.causes()
        return curves([merged([reached, instead]), ended], self.waiting)[0]

    def ahead(self, age: int) -> tuple[Curve, ...]:
        """The same of those who have waited for more than ``age`` days, counted from then."""
        return curves([after(age, one) for one in self.causes()], after(age, self.waiting))

    def group(self) -> Group:
        """As the comparison of groups takes it."""
        return Group(happened=self.days[Ending.REACHED], without=merged([self.waiting, self.observed]))


Line = tuple[Values, str, str, int, int | None, int]
Ranked = Sequence[tuple[Values, Lives]]


def lives_by(
    spells: QuerySet[Spell], dimension: Dimension, clock: Clock, on: date
) -> tuple[dict[Values, Lives], Lives]:
    """Counts by the dimension's columns, and all of it with each request once. One query, and one for names."""
    found: dict[Values, Lives] = defaultdict(Lives)
    whole = Lives()
    lines = list(_lines(spells, dimension.grouped, clock, on))
    rows = dimension.rows_of(values for values, *_counted in lines)
    for values, ending, limit, days, observed, number in lines:
        whole.add(ending, days, observed, number, limit=limit)
        for row in rows[values]:
            found[row].add(ending, days, observed, number, limit=limit)
    return dict(found), whole


def all_lives(spells: QuerySet[Spell], clock: Clock, on: date) -> Lives:
    """Everything together. One query."""
    whole = Lives()
    for _values, ending, limit, days, observed, number in _lines(spells, (), clock, on):
        whole.add(ending, days, observed, number, limit=limit)
    return whole


def _lines(spells: QuerySet[Spell], columns: tuple[str, ...], clock: Clock, on: date) -> Iterator[Line]:
    """A line for each row, ending and number of days, and of those taken out also for the days they were observed."""
    endings = clock.endings(on)
    day = Value(on, output_field=DateField())
    columns_of_days = dict(zip((Ending.REACHED, Ending.INSTEAD), clock.days, strict=True))
    ends = Case(
        *(
            When(came, then=F(columns_of_days.get(one, "closed_on")))
            for one, came in endings.items()
            if one not in OPEN
        ),
        default=day,
        output_field=DateField(),
    )
    waited, taken = DaysBetween(day, F("sent_on")), (Ending.INSTEAD, *OVER)
    limits = clock.limits(on) if clock.limits else {}
    found = spells.annotate(
        ending=Case(
            *(When(came, then=Value(one.value)) for one, came in endings.items()),
            default=Value(Ending.OPEN_NOT_DUE.value),
        ),
        limit=Case(
            *(When(came, then=Value(one.value)) for one, came in limits.items()),
            default=Value(""),
            output_field=CharField(),
        ),
        days=DaysBetween(ends, F("sent_on")),
        observed=Case(
            *(When(came, then=waited if one in taken else None) for one, came in endings.items()),
            output_field=IntegerField(),
        ),
    )
    told = (*columns, "ending", "limit", "days", "observed")
    rows = found.order_by().values_list(*told).annotate(number=Count("pk"))
    for *values, ending, limit, days, observed, number in rows:
        yield tuple(values), ending, limit, days, observed, number
