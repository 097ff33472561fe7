"""Pages by key, not by number: page 5,000 costs what the first one costs, and rows do not slip while one reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import Any, Final, Generic, TypeVar

from django.db import connections, models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import OrderBy

Row = TypeVar("Row", bound=models.Model)

COUNT_CAP: Final = 10_000
MOST_PIECES: Final = 64
"""Beyond so many parts planning them costs what sorting would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A date or moment column, ties broken by id. Rows without the date come last either way.

    ``optional``: there may be such rows. It is not said of other columns, whose index has no place for them.
    """

    column: str
    descending: bool = True
    optional: bool = False

    def expressions(self, *, backwards: bool = False) -> tuple[OrderBy, ...]:
        """What ``order_by`` takes; ``backwards`` turns all of it round."""
        column, pk = F(self.column), F("pk")
        nulls: dict[str, Any] = {}
        if self.optional:
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
    parts: Sequence[QuerySet[Row]] = (),
    related: Sequence[str] = (),
) -> Page[Row]:
    """One page of ``rows`` with what is ``related`` to them: a single query of ``size`` + 1 rows.

    ``parts``: the same rows in disjoint parts, each of which an index has in this order. Of each the first rows are
    taken, where the database can, and not all of them sorted.
    """
    backwards = cursor is not None and cursor.backwards
    found = _from(rows, parts, order, cursor, size=size + 1).order_by(*order.expressions(backwards=backwards))
    fetched = list(found.select_related(*related)[: size + 1] if related else found[: size + 1])
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
    return Cursor(value=getattr(row, order.column), pk=row.pk, backwards=backwards)


def _from(
    rows: QuerySet[Row], parts: Sequence[QuerySet[Row]], order: Order, cursor: Cursor | None, *, size: int
) -> QuerySet[Row]:
    """Rows that hold the page: the first ones of each part and stretch where there are several, otherwise all."""
    stretches = tuple(_stretches(order, cursor))
    if len(parts) * len(stretches) > MOST_PIECES:
        parts = ()
    pieces = [part.filter(stretch) for part in parts or (rows,) for stretch in stretches]
    if len(pieces) == 1:
        return pieces[0]
    if not connections[rows.db].features.supports_slicing_ordering_in_compound:
        return rows.filter(reduce(or_, stretches))
    backwards = cursor is not None and cursor.backwards
    wanted = order.expressions(backwards=backwards)
    first, *others = (piece.order_by(*wanted).values("pk")[:size] for piece in pieces)
    return rows.model._default_manager.filter(pk__in=first.union(*others, all=True))


def _stretches(order: Order, cursor: Cursor | None) -> Iterator[Q]:
    """The rows after the cursor in reading order (before it for a page backwards), each stretch one of an index."""
    if cursor is None:
        yield Q()
        return
    further = "lt" if order.descending is not cursor.backwards else "gt"
    absent = Q(**{f"{order.column}__isnull": True})
    if cursor.value is None:
        yield absent & Q(**{f"pk__{further}": cursor.pk})
        if cursor.backwards:
            yield ~absent
        return
    yield Q(_Beyond(order.column, cursor, further))
    if order.optional and not cursor.backwards:
        yield absent


class _Beyond(Func):
    """``(column, id) < (value, id)``: with two comparisons an index would be read from its beginning."""

    output_field = BooleanField()
    arg_joiner = ", "

    def __init__(self, column: str, cursor: Cursor, further: str) -> None:
        super().__init__(F(column), F("pk"), Value(cursor.value), Value(cursor.pk))
        self.sign = {"lt": "<", "gt": ">"}[further]

    def as_sql(self, compiler: Any, _connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        """Two rows of two values, compared."""
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        column, pk, value, key = (sql for sql, _params in compiled)
        params = [param for _sql, more in compiled for param in more]
        return f"({column}, {pk}) {self.sign} ({value}, {key})", params
