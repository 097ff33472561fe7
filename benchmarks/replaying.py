"""The statements of a call, written down and sent again as they are: what the database alone takes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
        self.call = self.calls()
        self._statements, answer = noted(self.call)
        html = answer.headers["Content-Type"].startswith("text/html")
        self._answer = answer.content.decode() if html else answer.json()

    def send(self) -> Any:
        """Send them, and hand out the answer to be rendered. Only once a turn: the keys are given out by then."""
        with undone():
            sent(self._statements)
        return self._answer


def noted(do: Callable[[], Any]) -> tuple[list[Statement], Any]:
    """Do something and undo it; return the statements that it sent, and what it answered."""
    statements: list[Statement] = []
    places = _sequences()
    with undone(), connection.execute_wrapper(_noting(statements)):
        answer = do()
    _put_back(places)
    frame = ("SAVEPOINT", "RELEASE SAVEPOINT")
    return [entry for entry in statements if not entry[0].startswith(frame)], answer


def sent(statements: Iterable[Statement]) -> None:
    """Send statements as they are, with what a commit would check."""
    with connection.cursor() as cursor:
        for sql, params, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
            if cursor.description:
                cursor.fetchall()
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def undone() -> Iterator[None]:
    """Roll back whatever is written within."""
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
