"""The statements of a call, written down and sent again as they are: what the database alone takes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from benchmarks.measuring import Call

Statement = tuple[str, Any, bool]


@dataclass(slots=True, kw_only=True)
class Replay:
    """``calls``: gives the next call, on a row of its own where it writes.

    Before each turn the call is made and undone, and its statements noted. They are sent in one transaction and undone
    too, with what a commit would check; then the call itself is made for good.
    """

    calls: Callable[[], Call]
    call: Call = field(init=False)
    _statements: list[Statement] = field(default_factory=list)
    _answer: Any = None

    def again(self) -> None:
        """Take the next call and note its statements."""
        self.call, places = self.calls(), _sequences()
        statements: list[Statement] = []
        with _undone(), connection.execute_wrapper(_noting(statements)):
            answer = self.call()
        html = answer.headers["Content-Type"].startswith("text/html")
        self._answer = answer.content.decode() if html else answer.json()
        self._statements = [
            entry for entry in statements if not entry[0].startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        ]
        _put_back(places)

    def send(self) -> Any:
        """Send them, and hand out the answer to be rendered. Only once a turn: the keys are given out by then."""
        with _undone(), connection.cursor() as cursor:
            for sql, params, many in self._statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
                if cursor.description:
                    cursor.fetchall()
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return self._answer


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _noting(statements: list[Statement]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        statements.append((sql, params, many))
        return execute(sql, params, many, context)

    return note


def _sequences() -> list[tuple[str, int]]:
    """Where each table's numbering stands. A rollback does not put it back on PostgreSQL; on SQLite it does."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        return list(cursor.fetchall())


def _put_back(places: list[tuple[str, int]]) -> None:
    with connection.cursor() as cursor:
        for name, last in places:
            cursor.execute("SELECT setval(%s::regclass, %s)", [f'"{name}"', last])
