"""Counts of what was asked for, by its type and by what became of it; everything else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext

from tracker.casework.filtering.asked import of_type, things
from tracker.casework.filters import spells_of
from tracker.casework.models import Item
from tracker.casework.models.outcomes import BETWEEN, SEPARATOR, Thing, unpacked_things
from tracker.reports import words
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import Dimension, Values
from workflows.vocabulary import GROUP_OF, DataType, ItemGroup, ItemOutcome, ItemType, data_type_of

if TYPE_CHECKING:
    from datetime import date

    from tracker.casework.models import Spell
    from tracker.casework.models.request import AssistanceRequestQuerySet
    from tracker.reports.base import Question

ITEMS: Final = "request__items__"
"""The way from the spell of a request to what it asks for."""
TOLD: Final = (f"{ITEMS}type", f"{ITEMS}data_category", f"{ITEMS}outcome")
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
    """Items by row, type, category and outcome. One query, one for names, two where anything was decided later."""
    later = Case(When(_later(question.on), then=Value(1)), default=Value(0))
    told = spells.annotate(later=later).order_by().values_list(*dimension.grouped, "asked", "later")
    counted = list(told.annotate(number=Count("pk")))
    alike: dict[tuple[Values, str, str, str], Line] = {}
    for *values, asked, decided_later, number in counted:
        if not decided_later:
            _count_in(alike, tuple(values), wanted_of(asked, question), number)
    lines = list(alike.values())
    if any(decided_later for *_told, decided_later, _number in counted):
        lines += _lines_then(spells.filter(_later(question.on)), dimension.grouped, question)
    rows = dimension.rows_of(line.values for line in lines)
    return [replace(line, values=row) for line in lines for row in rows[line.values]]


def wanted_of(asked: str, question: Question) -> list[Thing] | None:
    """The things asked for that the question is about; None: it is about other ones."""
    kind = question.wanted.item_type
    found = [thing for thing in unpacked_things(asked) if not kind or thing.type == kind]
    return None if kind and not found else found


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
        group = _group_of(thing.outcome or None, 0)
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


def _lines_then(spells: QuerySet[Spell], columns: tuple[str, ...], question: Question) -> Iterator[Line]:
    """The same by the items themselves, of requests for which something was decided after the day. Two queries.

    The first item of a request begins everything; of the others, which are few, it is looked up what they begin.
    """
    first = Count("pk", filter=Q(**{f"{ITEMS}number": 1}))
    wanted = question.narrowed()
    asking = spells.filter(*things(wanted, question.on, ITEMS))
    earlier = Item.objects.filter(
        *things(wanted, question.on), request=OuterRef("request"), number__lt=OuterRef(f"{ITEMS}number")
    )
    yield from _lines(
        asking, columns, question.on,
        items=Count("request__items"), once=first, typed=first, dated=first,
    )  # fmt: skip
    yield from _lines(
        asking.filter(**{f"{ITEMS}number__gt": 1}), columns, question.on,
        items=Value(0),
        once=_without(earlier),
        typed=_without(earlier.filter(type=OuterRef(f"{ITEMS}type"))),
        dated=_without(earlier.annotate(same=_data_type("")).filter(same=OuterRef("data_type"))),
    )  # fmt: skip


def _lines(spells: QuerySet[Spell], columns: tuple[str, ...], on: date, **counted: Any) -> Iterator[Line]:
    found = _by_type(spells, on).values_list(*columns, *TOLD, "later").annotate(**counted)
    for *values, item_type, category, outcome, later, items, once, typed, dated in found:
        yield Line(
            values=tuple(values),
            item_type=item_type,
            data_type=_type_of(item_type, category),
            group=_group_of(outcome, later),
            items=items,
            once=once,
            typed=typed,
            dated=dated,
        )


def waits_of(spells: QuerySet[Spell], question: Question) -> dict[str, Waits]:
    """Days of the items by the type of data. Two queries: items are read where one request has several days."""
    found: dict[str, Waits] = defaultdict(Waits)
    several = Q(asked__contains=SEPARATOR) | _later(question.on)
    for asked, days, number in _days(spells.filter(Q(decided_on__isnull=True) | ~several), question.on):
        for thing in wanted_of(asked, question) or ():
            waits = found[_type_of(thing.type, thing.data_category)]
            (waits.answered if thing.outcome in ANSWERED else waits.waiting)[days] += number
    for item_type, category, known, days, number in _days_then(
        spells.filter(several, decided_on__isnull=False), question
    ):
        waits = found[_type_of(item_type, category)]
        (waits.answered if known else waits.waiting)[days] += number
    return dict(found)


def _days(spells: QuerySet[Spell], on: date) -> QuerySet[Spell, Any]:
    """Of requests whose items all have the same days."""
    answered = reduce(or_, (Q(asked__startswith=f"{outcome}{BETWEEN}") for outcome in ANSWERED))
    ends = Case(When(answered, then=F("decided_on")), default=Value(on), output_field=DateField())
    told = spells.exclude(asked="").annotate(days=DaysBetween(ends, F("sent_on"))).order_by()
    return told.values_list("asked", "days").annotate(number=Count("pk"))


def _days_then(spells: QuerySet[Spell], question: Question) -> QuerySet[Spell, Any]:
    """Of each item by itself."""
    on = question.on
    answered = Q(**{f"{ITEMS}outcome__in": ANSWERED, f"{ITEMS}decided_on__lte": on})
    ends = Case(When(answered, then=F(f"{ITEMS}decided_on")), default=Value(on), output_field=DateField())
    rows = spells.filter(*things(question.narrowed(), on, ITEMS)).annotate(
        known=Case(When(answered, then=Value(1)), default=Value(0)), days=DaysBetween(ends, F("sent_on"))
    )
    told = rows.order_by().values_list(f"{ITEMS}type", f"{ITEMS}data_category", "known", "days")
    return told.annotate(number=Count("request__items"))


def _later(on: date) -> Q:
    """Of whose items one was decided after the day, so that spells do not tell what they were on it."""
    return Q(decided_on__isnull=False, decided_on__gt=on)


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


def _by_type(spells: QuerySet[Spell], on: date) -> QuerySet[Spell]:
    decided_later = Q(**{f"{ITEMS}decided_on__gt": on})
    later = Case(When(decided_later, then=Value(1)), default=Value(0))
    return spells.annotate(later=later, data_type=_data_type(ITEMS)).order_by()


def _type_of(item_type: str, category: str) -> str:
    return data_type_of(ItemType(item_type), category).value if item_type else ""


def _group_of(outcome: str | None, later: int) -> str:
    if outcome is None:
        return ""
    return (ItemGroup.PENDING if later else GROUP_OF[ItemOutcome(outcome)]).value


def _data_type(prefix: str) -> Case:
    types = (When(of_type(data_type, prefix), then=Value(data_type.value)) for data_type in DataType)
    return Case(*types, default=Value(""), output_field=CharField())


def _without(earlier: QuerySet[Item]) -> Count:
    """Counts requests, each with the first of its items that has none of these before it."""
    return Count("pk", filter=~Exists(earlier))
