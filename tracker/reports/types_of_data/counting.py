"""Counts of what was asked for, by its type and by what became of it; everything else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext

from tracker.casework.filters import spells_of
from tracker.casework.models.packing import BETWEEN, SEPARATOR, Thing, unpacked_days
from tracker.reports import words
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import Dimension, Values
from workflows.vocabulary import GROUP_OF, ItemGroup, ItemOutcome, ItemType, data_type_of

if TYPE_CHECKING:
    from datetime import date

    from tracker.casework.models import Spell
    from tracker.casework.models.request import AssistanceRequestQuerySet
    from tracker.reports.base import Question

ANSWERED: Final = [
    outcome.value for outcome, group in GROUP_OF.items() if group not in (ItemGroup.PENDING, ItemGroup.ENDED)
]
"""What ends the waiting for an answer."""


@dataclass(slots=True, kw_only=True)
class Line:
    """So many items that stand alike. Of the requests that they belong to ``once`` begin here, ``typed`` with their
    first item of the type, ``dated`` with their first of the type of data.

    ``item_type`` is empty of requests of which nothing asked for is recorded.
    """

    values: Values
    item_type: str
    data_type: str
    group: str
    items: int = 0
    once: int = 0
    typed: int = 0
    dated: int = 0


@dataclass(slots=True, kw_only=True)
class Asked:
    """One row's counts: requests, and their items by what became of them."""

    requests: int = 0
    groups: Counter[ItemGroup] = field(default_factory=Counter)

    @property
    def items(self) -> int:
        return self.groups.total()

    @property
    def granted(self) -> int:
        """In full or in part."""
        return self.groups[ItemGroup.GRANTED] + self.groups[ItemGroup.PARTLY]


@dataclass(slots=True, kw_only=True)
class Waits:
    """Items by the days until their answer, and by the days observed without one."""

    answered: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)

    @property
    def items(self) -> int:
        return self.answered.total() + self.waiting.total()

    @property
    def backdated(self) -> int:
        """Answers dated before the sending."""
        return sum(number for days, number in self.answered.items() if days < 0)


def asked_of(requests: AssistanceRequestQuerySet, question: Question) -> QuerySet[Spell]:
    """The spells that speak for what was sent."""
    return spells_of(requests, question.narrowed(), at=question.at)


def lines_of(spells: QuerySet[Spell], dimension: Dimension, question: Question) -> list[Line]:
    """Items by row, type, category and outcome. One query, and one for names."""
    is_later = Case(When(first_decided_on__gt=question.on, then=Value(1)), default=Value(0))
    told = spells.annotate(later=is_later).order_by()
    counted = told.values_list(*dimension.grouped, "asked", "decided_days", "later")
    alike: dict[tuple[Values, str, str, str], Line] = {}
    for *values, asked, days, later, number in counted.annotate(number=Count("pk")):
        stood = [
            thing._replace(outcome=ItemOutcome.OPEN.value) if later or (day and day > question.on) else thing
            for thing, day in unpacked_days(asked, days)
        ]
        _count_in(alike, tuple(values), wanted_of(stood, question), number)
    rows = dimension.rows_of(line.values for line in alike.values())
    return [replace(line, values=row) for line in alike.values() for row in rows[line.values]]


def wanted_of(things: Sequence[Thing], question: Question) -> Sequence[Thing] | None:
    """The things asked for that the question is about; None: it is about other ones."""
    found = [thing for thing in things if is_wanted(thing, question)]
    return None if question.wanted.item_type and not found else found


def is_wanted(thing: Thing, question: Question) -> bool:
    """Whether the question is about it."""
    return question.wanted.item_type in ("", thing.type)


def _count_in(
    alike: dict[tuple[Values, str, str, str], Line],
    values: Values,
    things: Sequence[Thing] | None,
    number: int,
) -> None:
    """So many requests that ask for ``things``: each begins with its first one, of a type with its first of that."""
    if things is None:
        return
    types: set[str] = set()
    dated: set[str] = set()
    for place, thing in enumerate(things or (Thing("", "", ""),)):
        data_type = _type_of(thing.type, thing.data_category)
        group = _group_of(thing.outcome)
        key = (values, thing.type, data_type, group)
        line = alike.setdefault(
            key, Line(values=values, item_type=thing.type, data_type=data_type, group=group)
        )
        line.items += number if things else 0
        line.once += number if place == 0 else 0
        line.typed += number if thing.type not in types else 0
        line.dated += number if data_type not in dated else 0
        types.add(thing.type)
        dated.add(data_type)


def waits_of(spells: QuerySet[Spell], question: Question) -> dict[str, Waits]:
    """Days of the items by the type of data. One query."""
    found: dict[str, Waits] = defaultdict(Waits)
    on = question.on
    for asked, days, answered, waiting, number in _days(spells, on):
        for thing, day in unpacked_days(asked, days):
            if not is_wanted(thing, question):
                continue
            took = waiting - (on - day).days if day and day <= on else answered
            waits = found[_type_of(thing.type, thing.data_category)]
            if thing.outcome in ANSWERED and took is not None:
                waits.answered[took] += number
            else:
                waits.waiting[waiting] += number
    return dict(found)


def _days(spells: QuerySet[Spell], on: date) -> QuerySet[Spell, Any]:
    """The days until all that was decided by the day was, if on one day, and those until the day itself.

    Neither where nothing asked for has them: lines are fewer without.
    """
    at_once, several = Q(first_decided_on__lte=on, decided_days=""), Q(asked__contains=SEPARATOR)
    is_answer = reduce(or_, (Q(asked__startswith=f"{outcome}{BETWEEN}") for outcome in ANSWERED))
    told = spells.annotate(
        answered=Case(When(at_once & (several | is_answer), then=DaysBetween(F("decided_on"), F("sent_on")))),
        waiting=Case(
            When(at_once & ~several & is_answer, then=None),
            default=DaysBetween(Value(on, output_field=DateField()), F("sent_on")),
        ),
    )
    days = told.order_by().values_list("asked", "decided_days", "answered", "waiting")
    return days.annotate(number=Count("pk"))


def summed(lines: Iterable[Line], requests: Callable[[Line], int]) -> Asked:
    """Lines as one row, whose requests are counted by ``requests``."""
    whole = Asked()
    for line in lines:
        whole.requests += requests(line)
        if line.group:
            whole.groups[ItemGroup(line.group)] += line.items
    return whole


def anomalies(lines: Iterable[Line], waits: Iterable[Waits]) -> Iterator[str]:
    """What does not add up, in sentences. There is something to repair wherever one is printed."""
    items, grouped, counted, backdated = 0, 0, 0, 0
    for line in lines:
        items += line.items
        grouped += line.items if line.group else 0
    for one in waits:
        counted += one.items
        backdated += one.backdated
    if not items == grouped == counted:
        yield gettext(
            "%(items)s items were counted, but the groups add up to %(groups)s and the days to %(days)s."
        ) % {"items": words.count(items), "groups": words.count(grouped), "days": words.count(counted)}
    if backdated:
        yield gettext("Answers dated before the sending: %(number)s.") % {"number": backdated}


def _type_of(item_type: str, category: str) -> str:
    return data_type_of(ItemType(item_type), category).value if item_type else ""


def _group_of(outcome: str) -> str:
    return GROUP_OF[ItemOutcome(outcome)].value if outcome else ""
