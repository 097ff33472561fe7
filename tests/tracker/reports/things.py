"""What requests ask for, written straight into the tables; and numbers held against their rows in the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests import factories
from tests.tracker.reports.facts import carry
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest, Item
from tracker.casework.models import Result as RecordedResult
from tracker.reports.base import Result, Row
from workflows.vocabulary import DataCategory, ItemOutcome, ItemType, ResultKind

LED = dt.date(2024, 12, 31)


def asks(
    row: AssistanceRequest,
    kind: ItemType,
    category: DataCategory | None = None,
    outcome: ItemOutcome = ItemOutcome.OPEN,
    decided: dt.date | None = None,
) -> Item:
    """One thing more that the request asks for."""
    item = Item.objects.create(
        request=row,
        number=row.items.count() + 1,
        type=kind.value,
        data_category=category.value if category else "",
        outcome=outcome.value,
        decided_on=decided,
    )
    carry(row)
    return item


def led(
    row: AssistanceRequest,
    kind: ResultKind,
    quantity: str,
    currency: str = "",
    *,
    on: dt.date = LED,
    at_least: bool = False,
) -> None:
    """One result more of the request."""
    RecordedResult.objects.create(
        request=row,
        kind=kind.value,
        quantity=Decimal(quantity),
        currency=currency,
        occurred_on=on,
        at_least=at_least,
    )


def values(row: Row, keys: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    """The exported values of a row by their keys."""
    found: dict[str, Any] = {}
    for names, cell in zip(keys, row.cells, strict=True):
        found |= dict(zip(names, cell.values, strict=True))
    return found


def read(result: Result, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table, those below it too, by their labels."""
    found = next(one for one in result.tables if one.key == table)
    keys = tuple(column.keys for column in found.columns)
    return {row.label: values(row, keys) for row in (*found.rows, *found.totals)}


def counted(result: Result) -> Iterator[tuple[int, CaseFilter]]:
    """Every number that leads somewhere, with where it leads."""
    yield from ((figure.value, figure.rows) for figure in result.figures)
    for table in result.tables:
        for row in (*table.rows, *table.totals):
            for cell in row.cells:
                if cell.rows is not None:
                    assert isinstance(cell.values[0], int)
                    yield cell.values[0], cell.rows


def numbers_equal_rows(result: Result, on: dt.date, *, at_least: int) -> None:
    """Hold each number against the rows that it leads to."""
    found = list(counted(result))
    assert len(found) >= at_least
    for number, rows in found:
        kept = apply(AssistanceRequest.objects.all(), rows, at=factories.moment(on, 12))
        assert kept.count() == number, rows
