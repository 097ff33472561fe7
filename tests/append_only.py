"""Lets Django empty append-only tables after tests that commit.

Their triggers refuse every removal, as they must; only the flush between tests goes past them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.utils import CursorWrapper

_flush = BaseDatabaseOperations.execute_sql_flush


@contextmanager
def lifted_while_flushing() -> Iterator[None]:
    """Have every flush go past the triggers, until the context is left."""
    BaseDatabaseOperations.execute_sql_flush = _flush_past_triggers  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        BaseDatabaseOperations.execute_sql_flush = _flush  # type: ignore[method-assign]


def _flush_past_triggers(operations: Any, sql_list: Any) -> None:
    with operations.connection.cursor() as cursor:
        if operations.connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                _flush(operations, sql_list)
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
        else:
            triggers = _dropped_triggers(cursor)
            _flush(operations, sql_list)
            for statement in triggers:
                cursor.execute(statement)


def _dropped_triggers(cursor: CursorWrapper) -> list[str]:
    """Drop every trigger; the statements that make them again."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f'DROP TRIGGER "{name}"')
    return [statement for _name, statement in found]
