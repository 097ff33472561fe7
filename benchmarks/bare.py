"""The same rows by hand: SQL as somebody would write it who knows the indexes, through the same connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from benchmarks.people import Caller
from tracker.paging import Cursor, Order

SIZE: Final = 50
COLUMNS: Final = """
    r.reference, r.uuid, r.their_reference, r.title, r.direction, r.channel, r.channel_version, r.instrument,
    office.code, place.code, place.name, officer.uuid, officer.name, r.urgency, r.stage, r.holder_party, r.holder_stop,
    holder.uuid, holder.name, executing.name, r.holder_since, r.waits_on, r.flags, r.outcome, r.opened_on, r.sent_on,
    r.acknowledged_on, r.answered_on, r.closed_on, r.last_event_on, r.due_on, r.due_kind, r.soon_from, r.late_from,
    r.is_adopted, r.illustrative, r.created_at, r.version"""
JOINS: Final = """
    JOIN tracker_office office ON office.id = r.office_id
    JOIN tracker_jurisdiction place ON place.id = r.jurisdiction_id
    LEFT JOIN tracker_user officer ON officer.id = r.officer_id
    LEFT JOIN tracker_authority holder ON holder.id = r.holder_authority_id
    LEFT JOIN tracker_authority executing ON executing.id = r.executing_authority_id"""
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page: whose, narrowed by a condition on ``r``, in an order, from a row on."""

    caller: Caller
    order: Order
    condition: str = "true"
    params: Mapping[str, Any] = field(default_factory=dict)
    cursor: Cursor | None = None


def ways(wanted: Wanted) -> list[Callable[[], Rows]]:
    """Every hand-written way to fetch the page, and the row after it that tells whether there is another."""
    return [_fetching(statement, _params(wanted)) for statement in _statements(wanted)]


def _fetching(statement: str, params: Mapping[str, Any]) -> Callable[[], Rows]:
    def fetch() -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            return list(cursor.fetchall())

    return fetch


def _statements(wanted: Wanted) -> Iterator[str]:
    order, last = _order(wanted.order), f"LIMIT {SIZE + 1}"
    offices = ", ".join(map(str, wanted.caller.offices))
    grants = ", ".join(map(str, wanted.caller.grants))
    sight = f"(r.office_id IN ({offices})" + (f" OR r.id IN ({grants}))" if grants else ")")
    kept = f"FROM tracker_assistancerequest r WHERE {sight} AND ({wanted.condition})"
    by_id = f"SELECT {COLUMNS} FROM tracker_assistancerequest r {JOINS}"
    if connection.vendor == "postgresql":
        # Dated ones by the index, before the others.
        plain = order.replace("NULLS LAST", "")
        stretches = " UNION ALL ".join(
            f"(SELECT r.id {kept} AND {beyond} ORDER BY {plain} {last})" for beyond in _stretches(wanted)
        )
        yield f"{by_id} WHERE r.id IN ({stretches}) ORDER BY {order} {last}"
    yield f"{by_id} WHERE r.id IN (SELECT r.id {kept} AND {_beyond(wanted)} ORDER BY {order} {last}) ORDER BY {order}"
    yield (
        f"WITH found AS MATERIALIZED (SELECT r.id, r.{wanted.order.column} {kept} AND {_beyond(wanted)})"
        f" {by_id} WHERE r.id IN (SELECT r.id FROM found r ORDER BY {order} {last}) ORDER BY {order}"
    )


def _stretches(wanted: Wanted) -> Iterator[str]:
    if not _nullable(wanted.order):
        yield _beyond(wanted)
        return
    column = f"r.{wanted.order.column}"
    if wanted.cursor is None or wanted.cursor.value is not None:
        beyond = _row_beyond(wanted) if wanted.cursor else "true"
        yield f"{beyond} AND {column} IS NOT NULL"
        yield f"{column} IS NULL"
    else:
        yield _beyond(wanted)


def _order(order: Order) -> str:
    direction = "DESC" if order.descending else "ASC"
    nulls = "NULLS LAST" if _nullable(order) else ""
    return f"r.{order.column} {direction} {nulls}, r.id {direction}"


def _nullable(order: Order) -> bool:
    return order.optional


def _beyond(wanted: Wanted) -> str:
    if wanted.cursor is None:
        return "true"
    sign, column = "<" if wanted.order.descending else ">", f"r.{wanted.order.column}"
    if wanted.cursor.value is None:
        return f"{column} IS NULL AND r.id {sign} %(cursor_id)s"
    beyond = _row_beyond(wanted)
    return f"({beyond} OR {column} IS NULL)" if _nullable(wanted.order) else beyond


def _row_beyond(wanted: Wanted) -> str:
    sign, column = "<" if wanted.order.descending else ">", f"r.{wanted.order.column}"
    return f"({column}, r.id) {sign} (%(cursor_value)s, %(cursor_id)s)"


def _params(wanted: Wanted) -> dict[str, Any]:
    params = dict(wanted.params)
    if wanted.cursor:
        params |= {"cursor_value": wanted.cursor.value, "cursor_id": wanted.cursor.pk}
    return params
