"""A JSON databook, laid out as tablib writes it: a list of tables, each with a title and its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.loading.reading import limits
from tracker.loading.reading.grid import Grid
from tracker.loading.reading.limits import UnreadableError
from workflows.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.loading.values import SourceFile


def read_databook(file: SourceFile) -> list[Grid]:
    """Read every table; raises UnreadableError where the file is no databook."""
    book = _parse(file.content)
    if not isinstance(book, list) or len(book) > limits.SHEETS:
        raise UnreadableError(_not_a_databook())
    return [_grid(file.name, part) for part in book]


def _parse(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        fault = message("The file is not JSON (%(reason)s). Export it again.", reason=str(error)[:200])
        raise UnreadableError(fault) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name in found if sum(name == other for other, _value in pairs) > 1)
        raise UnreadableError(message("%(name)s stands twice in one object. Keep one.", name=twice))
    return found


def _refuse_constant(name: str) -> None:
    raise UnreadableError(message("%(name)s is not a value that can be loaded. Remove it.", name=name))


def _grid(file: str, part: Any) -> Grid:
    if not isinstance(part, dict) or not isinstance(part.get("title"), str):
        raise UnreadableError(_not_a_databook())
    rows = part.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError(_not_a_databook(), table=part["title"])
    return Grid(file=file, table=part["title"], rows=_rows(part["title"], rows))


def _rows(table: str, rows: list[dict[str, Any]]) -> Iterator[tuple[int, list[str]]]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    yield 1, columns
    for number, row in enumerate(rows, start=2):
        yield number, [_text(row.get(name), table, number, name) for name in columns]


def _text(value: Any, table: str, number: int, column: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value)
        case _:
            fault = message("A cell must hold text, a number, true, false or null. Flatten this one.")
            raise UnreadableError(fault, table=table, row=number, column=column)


def _not_a_databook() -> Message:
    return message(
        "The file is no databook. Write a list of tables, each with its title and its data, a list of rows."
    )
