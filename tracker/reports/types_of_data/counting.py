"""Counts of what was asked for, by its type and by what became of it; everything else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext

from tracker.casework.asked import of_type, things
from tracker.casework.filters import spells_of
from tracker.casework.models import Item
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many items that stand alike. Of the requests that they belong to ``once`` begin here, ``typed`` with their
    first item of the type, ``dated`` with their first of the type of data.

    ``item_type`` is empty of requests of which nothing asked for is recorded.
    """

    values: Values
    item_type: str
    data_type: str
    group: str
    items: int
    once: int
    typed: int
    dated: int


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


def asked_of(requests: AssistanceRequestQuerySet, question: Question, *more: Q) -> QuerySet[Spell]:
    """The spells that speak for what was sent, once for each thing asked for, and once where none is recorded.

    ``more`` holds of these things, too.
    """
    wanted = question.narrowed()
    return spells_of(requests, wanted, at=question.at).filter(*things(wanted, question.on, ITEMS), *more)


def lines_of(requests: AssistanceRequestQuerySet, dimension: Dimension, question: Question) -> list[Line]:
    """Items by row, type, category and outcome, as the columns hold them. Two queries.

    The first item of a request begins everything; of the others, which are few, it is looked up what they begin.
    """
    first = Count("pk", filter=Q(**{f"{ITEMS}number__isnull": True}) | Q(**{f"{ITEMS}number": 1}))
    earlier = Item.objects.filter(
        *things(question.narrowed(), question.on),
        request=OuterRef("request"),
        number__lt=OuterRef(f"{ITEMS}number"),
    )
    return [
        *_lines(
            asked_of(requests, question), dimension, question.on,
            items=Count("request__items"), once=first, typed=first, dated=first,
        ),
        *_lines(
            asked_of(requests, question, Q(**{f"{ITEMS}number__gt": 1})), dimension, question.on,
            items=Value(0),
            once=_without(earlier),
            typed=_without(earlier.filter(type=OuterRef(f"{ITEMS}type"))),
            dated=_without(earlier.annotate(same=_data_type("")).filter(same=OuterRef("data_type"))),
        ),
    ]  # fmt: skip


def _lines(spells: QuerySet[Spell], dimension: Dimension, on: date, **counted: Any) -> Iterator[Line]:
    found = _by_type(spells, on).values_list(*dimension.columns, *TOLD, "later").annotate(**counted)
    for *values, item_type, category, outcome, later, items, once, typed, dated in found:
        yield Line(
            values=tuple(values),
            item_type=item_type or "",
            data_type=_type_of(item_type, category),
            group=_group_of(outcome, later),
            items=items,
            once=once,
            typed=typed,
            dated=dated,
        )


def waits_of(spells: QuerySet[Spell], on: date) -> dict[str, Waits]:
    """Days of the items by the type of data. One query."""
    answered = Q(**{f"{ITEMS}outcome__in": ANSWERED, f"{ITEMS}decided_on__lte": on})
    ends = Case(When(answered, then=F(f"{ITEMS}decided_on")), default=Value(on), output_field=DateField())
    rows = spells.annotate(
        known=Case(When(answered, then=Value(1)), default=Value(0)), days=DaysBetween(ends, F("sent_on"))
    )
    lines = rows.order_by().values_list(f"{ITEMS}type", f"{ITEMS}data_category", "known", "days")
    found: dict[str, Waits] = defaultdict(Waits)
    for item_type, category, known, days, number in lines.annotate(number=Count("request__items")):
        waits = found[_type_of(item_type, category)]
        (waits.answered if known else waits.waiting)[days] += number
    return dict(found)


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


def _type_of(item_type: str | None, category: str | None) -> str:
    return data_type_of(ItemType(item_type), category or "").value if item_type else ""


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
