"""Fills a database of its own with as many requests as are asked for, within minutes.

The first 25,000 are generated: each a history of its own, replayed. Whatever is beyond is copied from them within
PostgreSQL, under new ids, identities and references. A copy weighs what its original weighs in every table and index,
but its log carries hashes that nobody keyed: `verify_log` refuses it, and so must anybody who wants more than speed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ForeignKey, Max, Model, UUIDField

from tracker.casework.models import (
    AssistanceRequest,
    Deadline,
    Event,
    EventContent,
    Identifier,
    Item,
    Offence,
    ReferenceCounter,
    SearchEntry,
    Spell,
    Stretch,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from django.db.models import Field

GENERATED: Final = 25_000
SEED: Final = 7
WRITERS: Final = 2
COPIED: Final[tuple[type[Model], ...]] = (
    Event,
    Deadline,
    Stretch,
    Item,
    Spell,
    Identifier,
    Offence,
    EventContent,
    SearchEntry,
)
"""What hangs on a request, the longest first so that the writers end together."""
TO_REQUEST: Final[Mapping[type[Model], str]] = {
    EventContent: "JOIN tracker_event parent ON parent.id = source.event_id",
    Identifier: "JOIN tracker_item parent ON parent.id = source.item_id",
}
HASHES: Final = frozenset({"hash", "previous_hash", "log_head"})
NUMBER: Final = "(substring(source.reference from '[0-9]+$')::bigint + copy * counter.last)::text"
REFERENCE: Final = (
    f"regexp_replace(source.reference, '[0-9]+$', '') || lpad({NUMBER}, greatest(4, length({NUMBER})), '0')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Originals:
    """The requests that are copied, by id, and how far apart the ids of a table's copies are."""

    first: int
    last: int
    strides: Mapping[type[Model], int]

    @classmethod
    def between(cls, first: int, last: int) -> Originals:
        """Those ids, whatever else the tables hold."""
        tables: tuple[type[Model], ...] = (AssistanceRequest, *COPIED)
        strides = {model: _last_id(model) for model in tables}
        strides[EventContent], strides[SearchEntry] = strides[Event], strides[AssistanceRequest]
        return cls(first=first, last=last, strides=strides)


class CannotCopyError(Exception):
    """Only PostgreSQL copies requests: so many would take hours elsewhere."""


def fill(requests: int, *, until: dt.date) -> None:
    """Add that many requests to a database that has the demonstration's people and directory."""
    if requests > GENERATED and connection.vendor != "postgresql":
        raise CannotCopyError
    times = max(1, -(-requests // GENERATED))
    first = _last_id(AssistanceRequest) + 1
    call_command("generate_demonstration", requests=requests // times, seed=SEED, until=until, bulk=True)
    if times > 1:
        copy(Originals.between(first, _last_id(AssistanceRequest)), copies=times - 1)


def copy(originals: Originals, *, copies: int) -> None:
    """Copy the requests and all that hangs on them so many times, on several connections; then tell the planner."""
    copy_table(AssistanceRequest, originals, copies)
    with ThreadPoolExecutor(WRITERS) as writers:
        for done in [writers.submit(_copy_alone, model, originals, copies) for model in COPIED]:
            done.result()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {ReferenceCounter._meta.db_table} SET last = last * %s", [copies + 1])
        cursor.execute("VACUUM ANALYZE")


def _copy_alone(model: type[Model], originals: Originals, copies: int) -> None:
    try:
        copy_table(model, originals, copies)
    finally:
        connection.close()


def copy_table(model: type[Model], originals: Originals, copies: int) -> None:
    """One table, in one transaction. Its plain indexes are built afterwards, which takes half the time."""
    table = model._meta.db_table
    columns = [field for field in model._meta.concrete_fields if field.column]
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(_value(field, model, originals) for field in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        # Indexes of a table of which something is still to be checked cannot be built.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # No triggers: neither those that check what points where, one row at a time, nor those that guard the logs.
        cursor.execute("SET LOCAL session_replication_role = replica")
        indexes = list(_indexes(cursor, table))
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values}"
            f" FROM generate_series(1, %s) copy CROSS JOIN {table} source {_joins(model, originals)}"
            f" WHERE {_request_of(model)} BETWEEN %s AND %s",
            [copies, originals.first, originals.last],
        )
        for _name, definition in indexes:
            cursor.execute(definition)
        if model not in (EventContent, SearchEntry):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}",
                [table],
            )


def _value(field: Field[Any, Any], model: type[Model], originals: Originals) -> str:
    """The column of a copy: pointers lead to the copy of what the original points to."""
    source = f'source."{field.column}"'
    target = field.related_model if isinstance(field, ForeignKey) else model if field.primary_key else None
    if target is not None and target in originals.strides:
        return f"{source} + copy * {originals.strides[target]}"
    if isinstance(field, UUIDField):
        return "gen_random_uuid()"
    if field.column in HASHES:
        return f"CASE {source} WHEN '' THEN '' ELSE encode(sha256(({source} || copy)::bytea), 'hex') END"
    if model is AssistanceRequest and field.column == "reference":
        return REFERENCE
    if model is SearchEntry and field.column == "text":
        return f"replace({source}, lower(origin.reference), lower(copied.reference))"
    return source


def _joins(model: type[Model], originals: Originals) -> str:
    if model is AssistanceRequest:
        return (
            "JOIN tracker_referencecounter counter ON counter.office_id = source.office_id"
            " AND counter.year = split_part(source.reference, '-', 2)::int"
        )
    if model is SearchEntry:
        stride = originals.strides[AssistanceRequest]
        return (
            "JOIN tracker_assistancerequest origin ON origin.id = source.request_id"
            f" JOIN tracker_assistancerequest copied ON copied.id = source.request_id + copy * {stride}"
        )
    return TO_REQUEST.get(model, "")


def _request_of(model: type[Model]) -> str:
    if model is AssistanceRequest:
        return "source.id"
    return "parent.request_id" if model in TO_REQUEST else "source.request_id"


def _indexes(cursor: Any, table: str) -> Iterator[tuple[str, str]]:
    """Those that no constraint is made of, with what makes them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conindid = format('%%I', indexname)::regclass)",
        [table],
    )
    yield from cursor.fetchall()


def _last_id(model: type[Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0
