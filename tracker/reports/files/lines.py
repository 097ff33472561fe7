"""The answer of a report as lines of a file: exactly its rows, and what was asked and what each figure means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.exports import AS_IT_IS, SHARE
from tracker.reports.asking import Answered
from tracker.reports.base import Cell, Result, Row, Table, Value
from tracker.words import moment_words

DECIMALS = 6
"""How exactly figures leave the program."""


def exported(value: Value) -> Value:
    """A figure as it leaves the program; None stays None."""
    return round(value, DECIMALS) if isinstance(value, float) else value


def preamble(answered: Answered, *, written: Callable[[object], object]) -> Iterator[tuple[object, ...]]:
    """What was asked, what each figure means, and what must be said of the answer; days and moments as ``written``."""
    yield (answered.report.title,)
    yield gettext("Answer"), f"{answered.result.headline} {answered.result.sentence}".strip()
    for label, value in asked(answered):
        yield label, written(value)
    for definition in answered.report.definitions:
        yield definition.term, definition.text
    for note in notes(answered.result):
        yield gettext("Note"), note
    for anomaly in answered.result.anomalies:
        yield gettext("Does not add up"), anomaly


def asked(answered: Answered) -> Iterator[tuple[object, object]]:
    """Every part of the question: its day and moment as they are, the others in words."""
    question, parts = answered.question, answered.report.fields
    yield gettext("As of"), question.on
    yield gettext("Computed"), question.at
    if "minimum" in parts:
        yield gettext("No rate under"), question.minimum
    for condition in answered.conditions:
        yield condition.label, condition.shown


def sortable(value: object) -> object:
    """Days and moments as programs read them."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def readable(value: object) -> str:
    """Days and moments as people write them."""
    if isinstance(value, datetime):
        return moment_words(value)
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


def notes(result: Result) -> Iterator[str]:
    """Of the answer, then of each table."""
    yield from result.notes
    for table in result.tables:
        yield from table.notes


def lines(table: Table) -> Iterator[tuple[object, ...]]:
    """The heading and the rows of a table, its totals below."""
    yield table.heading, gettext("Code"), *(name for column in table.columns for name in column.names)
    for row in (*table.rows, *table.totals):
        yield row.label, row.code, *(value for cell in row.cells for value in _values(cell))


def number_columns(table: Table) -> dict[int, str]:
    """Which columns of `lines` end with their numbers, and how these are written; label and code stand before them."""
    written = [
        None if column.is_worded else SHARE if _is_of_shares(table, place) else AS_IT_IS
        for place, column in enumerate(table.columns)
        for _name in column.names
    ]
    return {place: one for place, one in enumerate(written, start=2) if one}


def _is_of_shares(table: Table, place: int) -> bool:
    """Whether figures of the column are read per cent."""
    return any("%" in row.cells[place].text for row in (*table.rows, *table.totals))


def _values(cell: Cell) -> Iterator[object]:
    """Numbers as they are; in place of one that is not given, what the page prints, or why where that says more."""
    nothing = cell.text if all(value is None for value in cell.values) else cell.reason
    for value in cell.values:
        yield nothing if value is None else exported(value)


def worded(rows: Iterable[Row]) -> Iterator[list[str]]:
    """Rows as they are read: the label with its sign, then the cells."""
    for row in rows:
        yield [row.name, *(cell.text for cell in row.cells)]


def printed_table(table: Table) -> dict[str, Any]:
    """What paper needs of a table; ``worded`` says of each column whether it begins where lines begin."""
    return {
        "worded": [True, *(column.is_worded for column in table.columns)],
        "header": [table.heading, *(column.label for column in table.columns)],
        "rows": list(worded(table.rows)),
        "totals": list(worded(table.totals)),
    }
