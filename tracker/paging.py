"""Pages by key, not by number: page 5,000 costs what the first one costs, and rows do not slip while one reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

Row = TypeVar("Row", bound=models.Model)

COUNT_CAP: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A date or moment column, ties broken by id. Rows without the date come last either way.

    Without a column the id alone orders: rows as they were added.
    """

    column: str = ""
    descending: bool = True

    def expressions(self, *, backwards: bool = False) -> tuple[OrderBy, ...]:
        """What ``order_by`` takes; ``backwards`` turns all of it round."""
        pk = F("pk")
        if not self.column:
            return (pk.desc() if self.descending is not backwards else pk.asc(),)
        column = F(self.column)
        nulls: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
        if self.descending is not backwards:
            return column.desc(**nulls), pk.desc()
        return column.asc(**nulls), pk.asc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The row after (or before) which a page starts."""

    value: date | datetime | None
    pk: int
    backwards: bool = False

    def __str__(self) -> str:
        shown = self.value.isoformat() if self.value else ""
        return f"{'b' if self.backwards else 'a'}{self.pk}_{shown}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """The cursor of an address; None where somebody mistyped it: the list then starts at its beginning."""
        pk, separator, shown = text[1:].partition("_")
        if not separator or not pk.isdecimal() or len(pk) > 18:
            return None
        try:
            value = _read(shown)
        except ValueError:
            return None
        return cls(value=value, pk=int(pk), backwards=text.startswith("b"))


def _read(shown: str) -> date | datetime | None:
    if not shown:
        return None
    if "T" not in shown:
        return date.fromisoformat(shown)
    try:
        # A moment of no zone, or one that begins before the calendar does, is none of ours.
        return datetime.fromisoformat(shown).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(shown) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Rows in order, and the cursors of the neighbouring pages where there are any."""

    rows: Sequence[Row]
    before: Cursor | None
    after: Cursor | None


def page_of(rows: QuerySet[Row], order: Order, cursor: Cursor | None, *, size: int) -> Page[Row]:
    """One page of ``rows``: a single query of ``size`` + 1 rows."""
    backwards = cursor is not None and cursor.backwards
    found = rows.filter(_beyond(order, cursor)) if cursor else rows
    found = found.order_by(*order.expressions(backwards=backwards))
    fetched = list(found[: size + 1])
    more, shown = len(fetched) > size, fetched[:size]
    if backwards:
        shown.reverse()
    has_before = more if backwards else cursor is not None
    has_after = cursor is not None if backwards else more
    return Page(
        rows=shown,
        before=_cursor(shown[0], order, backwards=True) if shown and has_before else None,
        after=_cursor(shown[-1], order, backwards=False) if shown and has_after else None,
    )


def capped_count(rows: QuerySet[Row]) -> tuple[int, bool]:
    """How many rows, and whether there are more than are worth counting."""
    count = rows.order_by()[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def _cursor(row: models.Model, order: Order, *, backwards: bool) -> Cursor:
    value = getattr(row, order.column) if order.column else None
    return Cursor(value=value, pk=row.pk, backwards=backwards)


def _beyond(order: Order, cursor: Cursor) -> Q:
    """Rows after the cursor in reading order; before it for a page backwards."""
    descending = order.descending is not cursor.backwards
    further = "lt" if descending else "gt"
    tie = Q(**{f"pk__{further}": cursor.pk})
    if not order.column:
        return tie
    absent = Q(**{f"{order.column}__isnull": True})
    if cursor.value is None:
        return absent & tie if not cursor.backwards else (absent & tie) | ~absent
    beyond = Q(**{f"{order.column}__{further}": cursor.value}) | (Q(**{order.column: cursor.value}) & tie)
    return beyond if cursor.backwards else beyond | absent
