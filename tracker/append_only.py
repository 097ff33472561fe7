"""The triggers that make the logs append-only, for both databases; installed by a migration and after each migrate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tracker.environment import LEAST_DAYS

FROZEN: Final[Mapping[str, tuple[str, ...]]] = {
    "tracker_event": ("UPDATE", "DELETE"),
    "tracker_accountevent": ("UPDATE", "DELETE"),
    "tracker_directorychange": ("UPDATE", "DELETE"),
    "tracker_eventcontent": ("DELETE",),
    "tracker_feeduse": ("UPDATE", "DELETE"),
    "tracker_publication": ("UPDATE", "DELETE"),
    "tracker_publicationoffice": ("UPDATE", "DELETE"),
    "tracker_tokenuse": ("UPDATE", "DELETE"),
}
"""Tables and what is refused on them; besides, what each database has of its own to take rows away.

PostgreSQL's TRUNCATE, and SQLite's REPLACE, which is an INSERT that removes whatever holds one of its unique keys.
"""

KEYS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "tracker_event": (("id",), ("hash",), ("request_id", "sequence")),
    "tracker_accountevent": (("id",), ("hash",), ("sequence",)),
    "tracker_directorychange": (("id",),),
    "tracker_eventcontent": (("event_id",),),
    "tracker_feeduse": (("id",),),
    "tracker_publication": (("id",), ("uuid",)),
    "tracker_publicationoffice": (("id",), ("publication_id", "office_id")),
    "tracker_tokenuse": (("id",),),
}
"""The unique keys by which a REPLACE could take the place of a row."""

GOES_WITH_AGE: Final[Mapping[str, str]] = {"tracker_feeduse": "at", "tracker_tokenuse": "at"}
"""Records of calls, by the column of their age: older than LEAST_DAYS they may be removed, never changed."""

_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION tracker_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger anew, on the tables that are there: some come with later migrations."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, present):
            cursor.execute(statement)


def restore(*, using: str, **_signal: object) -> None:
    """After a migration that rebuilt a table of SQLite: put back what it dropped, as this version has them."""
    present = connections[using].introspection.table_names()
    if set(FROZEN) <= set(present):
        install(connections[using])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger: for the reverse migration, and for tests that empty the tables."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, operation in _pairs(connection.vendor):
            if table not in present:
                continue
            suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, operation)}{suffix}")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that should be there and are not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return {_name(table, operation) for table, operation in _pairs(connection.vendor)} - present


def _pairs(vendor: str) -> Iterator[tuple[str, str]]:
    own = "TRUNCATE" if vendor == "postgresql" else "INSERT"
    for table, operations in FROZEN.items():
        for operation in (*operations, own):
            yield table, operation


def _name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"


def _statements(vendor: str, present: Collection[str]) -> Iterator[str]:
    if vendor == "postgresql":
        yield _FUNCTION
    for table, operation in _pairs(vendor):
        if table in present:
            yield from _postgresql(table, operation) if vendor == "postgresql" else _sqlite(table, operation)


def _postgresql(table: str, operation: str) -> Iterator[str]:
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    young = f"now() - interval '{LEAST_DAYS} days'"
    yield f"DROP TRIGGER IF EXISTS {_name(table, operation)} ON {table}"
    yield (
        f"CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table} "
        f"FOR EACH {each} {_unless_old(table, operation, young)}EXECUTE FUNCTION tracker_refuse_change()"
    )


def _sqlite(table: str, operation: str) -> Iterator[str]:
    replacing = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_taken(table)}) "  # noqa: S608  # our own names
    young = f"datetime('now', '-{LEAST_DAYS} days')"
    when = replacing if operation == "INSERT" else _unless_old(table, operation, young)
    yield f"DROP TRIGGER IF EXISTS {_name(table, operation)}"
    yield (
        f"CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table} "
        f"{when}BEGIN SELECT RAISE(ABORT, 'the table {table} is append-only'); END"
    )


def _unless_old(table: str, operation: str, young: str) -> str:
    """The condition under which a removal is refused: always, but of what goes with its age."""
    column = GOES_WITH_AGE.get(table)
    return f"WHEN (OLD.{column} > {young}) " if column and operation == "DELETE" else ""


def _taken(table: str) -> str:
    """The condition under which a new row would meet one that is there."""
    return " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in KEYS[table])
