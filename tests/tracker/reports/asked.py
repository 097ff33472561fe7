"""Reading the answer of a report, and holding its numbers against their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests import factories
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Column, Result, Row, Table


def table(result: Result, key: str) -> Table:
    return next(one for one in result.tables if one.key == key)


def values(row: Row, columns: tuple[Column, ...]) -> dict[str, Any]:
    """The values of a row by their keys."""
    found: dict[str, Any] = {}
    for column, cell in zip(columns, row.cells, strict=True):
        found |= dict(zip(column.keys, cell.values, strict=True))
    return found


def cells(result: Result, key: str, row: int = 0) -> dict[str, Any]:
    """The values of one row of a table."""
    found = table(result, key)
    return values(found.rows[row], found.columns)


def read(result: Result, key: str) -> dict[str, dict[str, Any]]:
    """The values of all rows of a table, those below it too, by their labels."""
    found = table(result, key)
    return {row.label: values(row, found.columns) for row in (*found.rows, *found.totals)}


def texts(result: Result, key: str) -> dict[str, tuple[str, ...]]:
    """The rows of a table as they are read, by their labels."""
    return {row.label: tuple(cell.text for cell in row.cells) for row in table(result, key).rows}


def lines(rows: tuple[Row, ...]) -> list[tuple[str, ...]]:
    """Rows as they are read, labels first."""
    return [(row.label, *(cell.text for cell in row.cells)) for row in rows]


def each_number_is_its_rows(result: Result, *, on: dt.date) -> int:
    """How many numbers lead to rows, after each was found to be the number of them."""
    found = list(_counted(result))
    for number, rows in found:
        kept = apply(AssistanceRequest.objects.all(), rows, at=factories.moment(on, 12))
        assert kept.count() == number, rows
    return len(found)


def _counted(result: Result) -> Iterator[tuple[int, CaseFilter]]:
    """Every number that leads somewhere, with where it leads."""
    yield from ((figure.value, figure.rows) for figure in result.figures)
    for one in result.tables:
        for row in (*one.rows, *one.totals):
            for cell in row.cells:
                if cell.rows is not None:
                    assert isinstance(cell.values[0], int)
                    yield cell.values[0], cell.rows
