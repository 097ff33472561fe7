"""What was asked for and what became of it by a day: reports count by these conditions, the register lists by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q

from tracker.casework.filtering.narrowing import ABSENT, between
from tracker.casework.models import Item
from workflows.vocabulary import (
    GROUP_OF,
    DataCategory,
    DataType,
    ItemGroup,
    ItemOutcome,
    ItemType,
    data_type_of,
)

GIVEN: Final = "given"
"""In the address: granted, in full or in part."""


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class ItemFilter:
    """What was asked for: everything that is wanted holds of one and the same item.

    ``first_type`` apart: the type of the first thing asked for, by which each request stands once. It, ``item_type``
    and ``data_type`` may be `ABSENT`: nothing asked for is recorded. ``item_group`` (or `GIVEN`) is what had become of
    it by the day of the whole filter, ``decided_from`` and ``decided_until`` the days between which that was decided.
    """

    item_type: str = ""
    data_type: str = ""
    item_group: str = ""
    decided_from: date | None = None
    decided_until: date | None = None
    first_type: str = ""

    @property
    def asks_of_items(self) -> bool:
        """Whether something is wanted of a thing asked for; that nothing is recorded is asked of the request."""
        absent = ABSENT in (self.item_type, self.data_type)
        return not absent and any(getattr(self, name) for name in _OF_ONE)


_OF_ONE: Final = tuple(field.name for field in fields(ItemFilter) if field.name != "first_type")


def asked(wanted: ItemFilter, on: date) -> Iterator[Q]:
    """As a condition on requests: whether something is wanted of what they ask for, and what."""
    if ABSENT in (wanted.item_type, wanted.data_type):
        yield Q(items__isnull=True)
    elif wanted.asks_of_items:
        yield Q(pk__in=Item.objects.filter(*things(wanted, on)).values("request"))
    if wanted.first_type == ABSENT:
        yield Q(items__isnull=True)
    elif wanted.first_type:
        yield _asking_first(wanted.first_type)


def _asking_first(kind: str) -> Q:
    """Requests whose first item, that with the lowest number, is of this type."""
    earlier = Item.objects.filter(request=OuterRef("request"), number__lt=OuterRef("number"))
    first = Item.objects.filter(~Exists(earlier), type=kind)
    return Q(pk__in=first.values("request"))


def things(wanted: ItemFilter, on: date) -> Iterator[Q]:
    """The same as conditions on items."""
    if wanted.item_type:
        yield Q(type=wanted.item_type)
    if wanted.data_type:
        yield of_type(DataType(wanted.data_type))
    if wanted.item_group == GIVEN:
        yield became(ItemGroup.GRANTED, on) | became(ItemGroup.PARTLY, on)
    elif wanted.item_group:
        yield became(ItemGroup(wanted.item_group), on)
    yield from between("decided_on", wanted.decided_from, wanted.decided_until)


def of_type(data_type: DataType) -> Q:
    """Items that ask for such data, by their category or, without one, by their type; the types are a partition."""
    told = [kind.value for kind in ItemType if data_type_of(kind, "") is data_type]
    by_type = Q(data_category="", type__in=told)
    if data_type.value in set(DataCategory):
        return Q(data_category=data_type.value) | by_type
    return by_type


def became(group: ItemGroup, on: date) -> Q:
    """Items of which that had become by the day; the groups are a partition.

    Of a request that was reopened they have forgotten what had become of them before.
    """
    if group is ItemGroup.PENDING:
        return Q(outcome=ItemOutcome.OPEN.value) | Q(decided_on__gt=on)
    outcomes = [outcome.value for outcome, one in GROUP_OF.items() if one is group]
    return Q(outcome__in=outcomes, decided_on__lte=on)
