"""Pages by key, not by number: page 5,000 costs what the first one costs, and rows do not slip while one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db import models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable, OrderBy

Row = TypeVar("Row", bound=models.Model)

COUNT_CAP: Final = 10_000
LOOKED_THROUGH: Final = 20_000
"""So many rows are looked through before all that fit are collected: a quarter of the time that collecting takes."""


class _Late(Func):
    """A date or moment by which nothing can be sorted before all that is wanted has been found.

    PostgreSQL guesses that what other tables tell of requests lies evenly in their order, and walks it to the end to
    find that it does not. A volatile key it leaves for last.
    """

    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """With no time added, by chance."""
        return self.as_sql(
            compiler, connection, template="(%(expressions)s + INTERVAL '0' * RANDOM())", **context
        )


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
        Not ``walked``: sorted last of all, whatever index there is.
        """
        pk = F("pk")
        if not self.column:
            return (pk.desc() if self.descending is not backwards else pk.asc(),)
        column = F(self.column) if walked else _Late(self.column)
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


def page_of(
    rows: QuerySet[Row],
    order: Order,
    cursor: Cursor | None,
    *,
    size: int,
    among: QuerySet[Row] | None = None,
    shown: Callable[[Any], QuerySet[Row]] | None = None,
) -> Page[Row]:
    """One page of ``rows``: ``size`` of them and one more, which tells whether there is another page.

    ``among``: all rows of which ``rows`` are some, where no planner can know how far from one another they lie in the
    order. Those that come first among all are looked through; where they do not fill the page, whatever fits is
    collected and sorted. One query or, with ``among``, up to three; twice that where rows without a date follow.
    ``shown``: what to fetch with the rows of the page. They are then found by their ids alone, off an index.
    """
    backwards = cursor is not None and cursor.backwards
    found = _Search(rows=rows, order=order, backwards=backwards, among=among, shown=shown)
    fetched: list[Row] = []
    for stretch in _stretches(order, cursor):
        if len(fetched) <= size:
            fetched += found.first(stretch, size + 1 - len(fetched))
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


def leading(rows: QuerySet[Row], *order: str | Combinable, count: int) -> QuerySet[Row]:
    """The first ``count`` of these rows, found by their ids alone, off an index, before more of them is read."""
    first = rows.order_by(*order)[:count]
    return rows.model._default_manager.filter(pk__in=first.values("pk")).order_by(*order)


def capped_count(rows: QuerySet[Row]) -> tuple[int, bool]:
    """How many rows, and whether there are more than are worth counting."""
    count = rows.order_by()[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def _cursor(row: models.Model, order: Order, *, backwards: bool) -> Cursor:
    value = getattr(row, order.column) if order.column else None
    return Cursor(value=value, pk=row.pk, backwards=backwards)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search(Generic[Row]):
    """Takes the first rows of a stretch, as `page_of` describes."""

    rows: QuerySet[Row]
    order: Order
    backwards: bool
    among: QuerySet[Row] | None
    shown: Callable[[Any], QuerySet[Row]] | None

    def first(self, stretch: Q, count: int) -> list[Row]:
        rows = self.rows.filter(stretch)
        if self.among is None:
            return self._fetched(rows, count)
        edge = self._edge(self.among.filter(stretch))
        near = self._fetched(rows.filter(edge), count) if edge is not None else []
        return near if len(near) == count else self._fetched(rows, count, walked=False)

    def _fetched(self, rows: QuerySet[Row], count: int, *, walked: bool = True) -> list[Row]:
        first = rows.order_by(*self._expressions(walked=walked))[:count]
        if self.shown is None:
            return list(first)
        found = rows.model._default_manager.filter(pk__in=first.values("pk"))
        return list(self.shown(found).order_by(*self._expressions()))

    def _edge(self, among: QuerySet[Row]) -> Q | None:
        """The rows up to the last one that is looked through; None where they are so few that all are collected."""
        columns = (self.order.column, "pk") if self.order.column else ("pk",)
        last = among.order_by(*self._expressions()).values_list(*columns)[LOOKED_THROUGH : LOOKED_THROUGH + 1]
        for *value, pk in last:
            further = self.order.descending is not self.backwards
            if not value or value[0] is None:
                return Q(**{f"pk__{'gte' if further else 'lte'}": pk})
            return Q(_compared(self.order.column, ">=" if further else "<=", value[0], pk))
        return None

    def _expressions(self, *, walked: bool = True) -> tuple[OrderBy, ...]:
        return self.order.expressions(backwards=self.backwards, mixed=False, walked=walked)


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
    yield Q(_compared(order.column, "<" if further == "lt" else ">", cursor.value, cursor.pk))
    if order.optional and not cursor.backwards:
        yield absent


def _compared(column: str, sign: str, value: date | datetime, pk: int) -> Func:
    """``(column, id) < (value, id)``: with two comparisons an index would be read from its beginning."""
    here = _row(F(column), F("pk"), joined=", ", template="(%(expressions)s)")
    there = _row(Value(value), Value(pk), joined=", ", template="(%(expressions)s)")
    return _row(here, there, joined=f" {sign} ", template="%(expressions)s")


def _row(*values: Any, joined: str, template: str) -> Func:
    return Func(*values, arg_joiner=joined, template=template, output_field=BooleanField())
