"""Reading the answer of a report, and holding its numbers against their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests import factories
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Result, Table


def table(result: Result, key: str) -> Table:
    return next(one for one in result.tables if one.key == key)


def cells(result: Result, key: str, row: int = 0) -> dict[str, Any]:
    """The values of one row by their keys."""
    found = table(result, key)
    values: dict[str, Any] = {}
    for column, cell in zip(found.columns, found.rows[row].cells, strict=True):
        values |= dict(zip(column.keys, cell.values, strict=True))
    return values


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
