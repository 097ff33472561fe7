"""Pages by key, not by number: page 5,000 costs what the first one costs, and rows do not slip while one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final, Generic, TypeVar

from django.db import connections, models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Subquery, Value
from django.db.models.expressions import OrderBy

Row = TypeVar("Row", bound=models.Model)

COUNT_CAP: Final = 10_000
NO_TIME: Final = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A date or moment column, ties broken by id. Rows without the date come last either way.

    ``optional``: there may be such rows. It is not said of other columns, whose index has no place for them.
    Without a column the id alone orders: rows as they were added.
    """

    column: str = ""
    descending: bool = True
    optional: bool = False

    def expressions(
        self, *, backwards: bool = False, mixed: bool = True, walked: bool = True
    ) -> tuple[OrderBy, ...]:
        """What ``order_by`` takes; ``backwards`` turns all of it round.

        Not ``mixed``: all rows have the date, or none. Without a word about those that have none an index fits.
        Not ``walked``: no index fits.
        """
        pk = F("pk")
        if not self.column:
            return (pk.desc() if self.descending is not backwards else pk.asc(),)
        column = F(self.column) if walked else F(self.column) + NO_TIME
        nulls: dict[str, Any] = {}
        if self.optional and mixed:
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(Generic[Row]):
    """Rows in disjoint parts, each of which an index has in the order of a list.

    ``each``: the rows of one of ``owners``, named by ``OuterRef("pk")``; ``others``: parts by themselves.
    """

    others: tuple[QuerySet[Row], ...]
    owners: QuerySet[Any] | None = None
    each: QuerySet[Row] | None = None

    def narrowed(self, narrow: Callable[[Any], QuerySet[Row]]) -> Parts[Row]:
        """The same parts, each narrowed alike."""
        each = narrow(self.each) if self.each is not None else None
        return Parts(owners=self.owners, each=each, others=tuple(narrow(part) for part in self.others))


def page_of(
    rows: QuerySet[Row],
    order: Order,
    cursor: Cursor | None,
    *,
    size: int,
    parts: Parts[Row] | None = None,
    scattered: bool = False,
    shown: Callable[[Any], QuerySet[Row]] = lambda rows: rows,
) -> Page[Row]:
    """One page of ``rows``: a single query of ``size`` + 1 rows, which ``shown`` may tell what else to fetch.

    ``parts``: the same rows in parts. Of each the first rows are taken, where the database can, and not all sorted.
    ``scattered``: the rows lie far apart in the order, or all at its end, which no planner knows. What narrows them
    finds them, and they are sorted.
    """
    backwards = cursor is not None and cursor.backwards
    parts = parts or Parts(others=(rows,))
    found = _holding(rows, parts, order, cursor, size=size + 1, scattered=scattered)
    fetched = list(shown(found).order_by(*order.expressions(backwards=backwards))[: size + 1])
    more, kept = len(fetched) > size, fetched[:size]
    if backwards:
        kept.reverse()
    has_before = more if backwards else cursor is not None
    has_after = cursor is not None if backwards else more
    return Page(
        rows=kept,
        before=_cursor(kept[0], order, backwards=True) if kept and has_before else None,
        after=_cursor(kept[-1], order, backwards=False) if kept and has_after else None,
    )


def capped_count(rows: QuerySet[Row]) -> tuple[int, bool]:
    """How many rows, and whether there are more than are worth counting."""
    count = rows.order_by()[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def _cursor(row: models.Model, order: Order, *, backwards: bool) -> Cursor:
    value = getattr(row, order.column) if order.column else None
    return Cursor(value=value, pk=row.pk, backwards=backwards)


def _holding(
    rows: QuerySet[Row],
    parts: Parts[Row],
    order: Order,
    cursor: Cursor | None,
    *,
    size: int,
    scattered: bool,
) -> QuerySet[Row]:
    """Rows that hold the page: the first ones of each part and stretch where there are several, otherwise all."""
    stretches = tuple(_stretches(order, cursor))
    if not scattered and parts.each is None and len(parts.others) == len(stretches) == 1:
        return parts.others[0].filter(stretches[0])
    if not connections[rows.db].features.supports_slicing_ordering_in_compound:
        return rows.filter(reduce(or_, stretches))
    backwards = cursor is not None and cursor.backwards
    wanted = order.expressions(backwards=backwards, mixed=False, walked=not scattered)

    def first(part: QuerySet[Row], stretch: Q) -> QuerySet[Row, Any]:
        return part.filter(stretch).order_by(*wanted).values("pk")[:size]

    ids: list[QuerySet[Any, Any]] = []
    for stretch in stretches:
        ids += [first(part, stretch) for part in parts.others]
        if parts.owners is not None and parts.each is not None:
            # One question for all owners: planned once, however many there are.
            firsts = Subquery(first(parts.each, stretch), template="unnest(ARRAY(%(subquery)s))")
            ids.append(parts.owners.order_by().values(row=firsts))
    found = ids[0].union(*ids[1:], all=True) if len(ids) > 1 else ids[0]
    return rows.model._default_manager.filter(pk__in=found)


def _stretches(order: Order, cursor: Cursor | None) -> Iterator[Q]:
    """The rows after the cursor in reading order (before it for a page backwards), each stretch one of an index."""
    absent = Q(**{f"{order.column}__isnull": True}) if order.column else Q()
    if cursor is None:
        yield from (~absent, absent) if order.optional else (Q(),)
        return
    further = "lt" if order.descending is not cursor.backwards else "gt"
    if not order.column:
        yield Q(**{f"pk__{further}": cursor.pk})
        return
    if cursor.value is None:
        yield absent & Q(**{f"pk__{further}": cursor.pk})
        if cursor.backwards:
            yield ~absent
        return
    yield Q(_beyond(order.column, cursor, "<" if further == "lt" else ">"))
    if order.optional and not cursor.backwards:
        yield absent


def _beyond(column: str, cursor: Cursor, sign: str) -> Func:
    """``(column, id) < (value, id)``: with two comparisons an index would be read from its beginning."""
    here = _row(F(column), F("pk"), joined=", ", template="(%(expressions)s)")
    there = _row(Value(cursor.value), Value(cursor.pk), joined=", ", template="(%(expressions)s)")
    return _row(here, there, joined=f" {sign} ", template="%(expressions)s")


def _row(*values: Any, joined: str, template: str) -> Func:
    return Func(*values, arg_joiner=joined, template=template, output_field=BooleanField())
