"""Counts of spells by outcome group and by days, made by the database; everything else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext

from tracker.casework.filtering.speaking import group_on
from tracker.casework.filtering.turns import groups_in_turn, settled_by
from tracker.reports.dimensions import GROUP, OUTCOME, Dimension, Values
from tracker.reports.periods import Quarter
from workflows.vocabulary import OPEN_GROUPS, Outcome, OutcomeGroup

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from tracker.casework.models import Spell


class Between(Func):
    """From the second of two columns to the first, in whole numbers. ``on_sqlite`` is the template of days there."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()
    on_sqlite: ClassVar[str]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQLite keeps dates and moments as text."""
        sql, params = self.as_sql(
            compiler,
            connection,
            template=self.on_sqlite,
            arg_joiner=") - julianday(",
        )
        return sql, tuple(params)


class DaysBetween(Between):
    """Whole days between dates."""

    on_sqlite = "CAST(julianday(%(expressions)s) AS INTEGER)"


@dataclass(slots=True, kw_only=True)
class Tally:
    """One row's counts. ``answered`` by the days the answer took, ``waiting`` by the days observed without one."""

    groups: Counter[OutcomeGroup] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    sent: int = 0

    def add(self, group: str, days: int, number: int) -> None:
        """Count ``number`` spells in; one in no group is sent, and is missed when the groups are added up."""
        self.sent += number
        if group:
            self.groups[OutcomeGroup(group)] += number
        (self.answered if group == OutcomeGroup.ANSWERED else self.waiting)[days] += number

    def include(self, other: Tally) -> None:
        """Count all of another one in."""
        self.sent += other.sent
        self.groups.update(other.groups)
        self.answered.update(other.answered)
        self.waiting.update(other.waiting)

    @property
    def answers(self) -> tuple[int, int]:
        """How many were answered, of how many."""
        return self.groups[OutcomeGroup.ANSWERED], self.sent

    @property
    def still_open(self) -> int:
        """Neither answered nor ended."""
        return sum(self.groups[group] for group in OPEN_GROUPS)

    @property
    def adds_up(self) -> bool:
        return self.sent == self.groups.total()

    @property
    def backdated(self) -> int:
        """Answers dated before the sending."""
        return sum(number for days, number in self.answered.items() if days < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The same requests counted once more, without grouping, to hold the rows against."""

    spells: int
    requests: int
    groups: Mapping[OutcomeGroup, int]


def tally_by(spells: QuerySet[Spell], dimension: Dimension, on: date) -> dict[Values, Tally]:
    """Counts by the dimension's columns: a line for each group and number of days. One query, and one for names."""
    tallies, _whole = tallied(spells, dimension, on)
    return tallies


def tally_across(spells: QuerySet[Spell], columns: tuple[str, ...], on: date) -> dict[Values, Tally]:
    """Counts by columns of which each request has one value. One query."""
    tallies: dict[Values, Tally] = defaultdict(Tally)
    for values, group, days, number in _lines(spells, columns, on):
        tallies[values].add(group, days, number)
    return dict(tallies)


def tallied(spells: QuerySet[Spell], dimension: Dimension, on: date) -> tuple[dict[Values, Tally], Tally]:
    """The same, and all of it with each request once."""
    tallies: dict[Values, Tally] = defaultdict(Tally)
    whole = Tally()
    lines = list(_lines(spells, dimension.grouped, on))
    rows = dimension.rows_of(values for values, *_counted in lines)
    for values, group, days, number in lines:
        whole.add(group, days, number)
        for row in rows[values]:
            tallies[row].add(group, days, number)
    return dict(tallies), whole


def check_quarters(spells: QuerySet[Spell], on: date) -> dict[Quarter, Check]:
    """The same by quarter of sending, each number counted by its own condition. Two queries, a line a day."""
    groups = {f"in_{group.value}": Count("pk", filter=group_on(group, on)) for group in OutcomeGroup}
    lines = spells.order_by().values_list("sent_on").annotate(spells=Count("pk"), **groups)
    again = Counter(_counted_again(spells))
    days: dict[Quarter, list[Check]] = defaultdict(list)
    for day, found, *grouped in lines:
        by_group = dict(zip(OutcomeGroup, grouped, strict=True))
        days[Quarter.of(day)].append(Check(spells=found, requests=found - again[day], groups=by_group))
    return {quarter: added(checks) for quarter, checks in days.items()}


def _counted_again(spells: QuerySet[Spell]) -> QuerySet[Spell, date | None]:
    """The days of sending of those of ``spells`` whose request has an earlier one among them: none, or the books err.

    Spells without these are as many as different requests, which would take the database a second to tell of a million.
    """
    earlier = spells.filter(request=OuterRef("request"), number__lt=OuterRef("number"))
    found = spells.filter(number__gt=1).filter(Exists(earlier)).order_by()
    return found.values_list("sent_on", flat=True)


def check_once(spells: QuerySet[Spell], number: int) -> Check:
    """So many spells as rows counted, held against their requests. One query."""
    return Check(spells=number, requests=number - _counted_again(spells).count(), groups={})


def added(checks: Collection[Check]) -> Check:
    """Several as one."""
    return Check(
        spells=sum(one.spells for one in checks),
        requests=sum(one.requests for one in checks),
        groups={group: sum(one.groups[group] for one in checks) for group in OutcomeGroup},
    )


def together(tallies: Mapping[Values, Tally]) -> Tally:
    """The rows as one."""
    whole = Tally()
    for tally in tallies.values():
        whole.include(tally)
    return whole


def anomalies(tallies: Mapping[Values, Tally], checked: Check, dimension: Dimension) -> Iterator[str]:
    """What does not add up, in sentences. There is something to repair in the data wherever one is printed."""
    whole = together(tallies)
    yield from in_no_group(tallies, dimension)
    if sum(checked.groups.values()) != checked.spells:
        yield gettext("%(sent)s were sent, but the groups counted one by one add up to %(groups)s.") % {
            "sent": checked.spells,
            "groups": sum(checked.groups.values()),
        }
    yield from against(checked, checked.spells if dimension.is_multiple else whole.sent)
    yield from backdated(whole)


def in_no_group(tallies: Mapping[Values, Tally], dimension: Dimension) -> Iterator[str]:
    """Where the groups of a row do not add up to what was sent."""
    for values, tally in tallies.items():
        if not tally.adds_up:
            yield gettext("%(row)s: %(sent)s were sent, but the groups add up to %(groups)s.") % {
                "row": dimension.label_of(values),
                "sent": tally.sent,
                "groups": tally.groups.total(),
            }


def against(checked: Check, rows: int) -> Iterator[str]:
    """Where the sum of the rows is not what was sent, and where a request was sent twice."""
    if rows != checked.spells:
        yield gettext("The rows add up to %(rows)s, but %(sent)s were sent.") % {
            "rows": rows,
            "sent": checked.spells,
        }
    if checked.spells != checked.requests:
        yield gettext("%(requests)s requests were counted %(spells)s times.") % {
            "requests": checked.requests,
            "spells": checked.spells,
        }


def backdated(whole: Tally) -> Iterator[str]:
    """Where answers came before the sending."""
    if whole.backdated:
        yield gettext("Answers dated before the sending: %(number)s.") % {"number": whole.backdated}


def _lines(
    spells: QuerySet[Spell], columns: tuple[str, ...], on: date
) -> Iterator[tuple[Values, str, int, int]]:
    lines = grouped(spells, on).order_by().values_list(*columns, GROUP, "days").annotate(number=Count("pk"))
    for *values, group, days, number in lines:
        yield tuple(values), group, days, number


def grouped(spells: QuerySet[Spell], on: date) -> QuerySet[Spell]:
    """Each spell with its outcome and its group on the day, and the days until its answer or until the day."""
    answered = When(groups_in_turn(on)[OutcomeGroup.ANSWERED], then=F("answered_on"))
    ends = Case(answered, default=Value(on), output_field=DateField())
    outcome = Case(
        When(settled_by(on), then=F("outcome")),
        default=Value(Outcome.OPEN.value),
        output_field=CharField(),
    )
    return spells.annotate(
        **{GROUP: group_of(on), OUTCOME: outcome},
        days=DaysBetween(ends, F("sent_on")),
    )


def group_of(on: date) -> Case:
    """The outcome group of a spell on the day; the empty word of one in none."""
    groups = (When(came, then=Value(group.value)) for group, came in groups_in_turn(on).items())
    return Case(*groups, default=Value(""), output_field=CharField())
