"""Rows of cells, whatever they were read from, become a table with named columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.loading.messages import messages_of
from tracker.loading.reading import limits
from tracker.loading.reading.limits import UnreadableError
from tracker.loading.values import Line, Problem, Sheet
from tracker.signs import hidden_in
from workflows.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one table with the number of each row; the first row holds the names of the columns."""

    file: str
    table: str
    rows: Iterable[tuple[int, Sequence[str]]]


def to_sheet(grid: Grid) -> tuple[Sheet | None, list[Problem]]:
    """Name the columns and check the shape and the cells; a table without usable columns gives no sheet."""
    problems: list[Problem] = []
    try:
        rows = _filled(grid)
        columns = _columns(next(rows, (0, ())))
        lines = tuple(_lines(grid, columns, rows, problems))
    except UnreadableError as refusal:
        return None, [*problems, _problem(grid, refusal.message, row=refusal.row, column=refusal.column)]
    return Sheet(file=grid.file, table=grid.table, columns=columns, lines=lines), problems


def _filled(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, without the empty cells at their ends."""
    for count, (number, cells) in enumerate(grid.rows):
        if count > limits.ROWS:
            raise UnreadableError(
                message(
                    "The table has more than %(limit)s rows. Divide it into several files.", limit=limits.ROWS
                )
            )
        texts = [cell.strip() for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > limits.COLUMNS:
            fault = message(
                "The row has more than %(limit)s columns. Remove those it does not need.",
                limit=limits.COLUMNS,
            )
            raise UnreadableError(fault, row=number)
        if texts:
            yield number, texts


def _columns(head: tuple[int, Sequence[str]]) -> tuple[str, ...]:
    number, names = head
    if not names:
        raise UnreadableError(message("The table is empty. Its first row must name the columns."))
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        fault = message("The columns are not separated by commas. Save the file as comma-separated values.")
        raise UnreadableError(fault, row=number)
    for name in names:
        if not name:
            raise UnreadableError(message("A column has no name. Name it, or remove it."), row=number)
        if names.count(name) > 1:
            fault = message("Two columns are called %(column)s. Keep one.", column=name)
            raise UnreadableError(fault, row=number, column=name)
    return tuple(names)


def _lines(
    grid: Grid, columns: tuple[str, ...], rows: Iterable[tuple[int, list[str]]], problems: list[Problem]
) -> Iterator[Line]:
    """Yield the rows that can be understood; add a problem for each of the others."""
    for number, texts in rows:
        if len(texts) > len(columns):
            fault = message(
                "The row has %(cells)s cells, the table %(columns)s columns. Quote cells that hold commas.",
                cells=len(texts),
                columns=len(columns),
            )
            problems.append(_problem(grid, fault, row=number))
            continue
        cells = dict.fromkeys(columns, "") | dict(zip(columns, texts, strict=False))
        faults = [(column, found) for column, text in cells.items() if (found := _fault(text))]
        problems.extend(_problem(grid, said, row=number, column=column) for column, said in faults)
        if not faults:
            yield Line(file=grid.file, number=number, cells=cells)


def _fault(text: str) -> Message | None:
    if len(text) > limits.CELL_CHARACTERS:
        return message(
            "The cell holds more than %(limit)s characters. Shorten it.", limit=limits.CELL_CHARACTERS
        )
    if hidden := hidden_in(text):
        return next(said for _field, said in messages_of(hidden))
    if text.startswith("="):
        return message("The cell holds a formula. Replace it by its value.")
    return None


def _problem(grid: Grid, fault: Message, *, row: int = 0, column: str = "") -> Problem:
    return Problem(file=grid.file, table=grid.table, row=row, column=column, message=fault)
