"""The answer of a report as a file: exactly its rows, with what was asked and what each figure means above them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.translation import gettext

from tracker.exports import csv_response
from tracker.reports.asking import Answered
from tracker.reports.base import Cell, Number, Result

DECIMALS = 6
"""How exactly figures leave the program."""


def csv_of(answered: Answered) -> StreamingHttpResponse:
    """The file, named after the report and its day."""
    first, *others = chain(_preamble(answered), _lines(answered.result))
    return csv_response(f"{answered.report.slug}-{answered.question.on.isoformat()}", first, others)


def exported(value: Number) -> Number:
    """A figure as it leaves the program; None stays None."""
    return None if value is None else round(value, DECIMALS)


def _preamble(answered: Answered) -> Iterator[tuple[object, ...]]:
    question = answered.question
    yield (answered.report.title,)
    yield gettext("As of"), question.on.isoformat()
    yield gettext("Computed"), question.at.isoformat(timespec="seconds")
    yield gettext("No rate under"), question.minimum
    for condition in answered.conditions:
        yield condition.label, condition.shown
    for definition in answered.report.definitions:
        yield definition.term, definition.text
    for note in answered.result.notes:
        yield gettext("Note"), note
    for anomaly in answered.result.anomalies:
        yield gettext("Does not add up"), anomaly
    yield ()


def _lines(result: Result) -> Iterator[tuple[object, ...]]:
    table = result.table
    yield table.heading, gettext("Code"), *(name for column in table.columns for name in column.names)
    for row in (*table.rows, *table.totals):
        yield row.label, row.code, *(value for cell in row.cells for value in _values(cell))


def _values(cell: Cell) -> Iterator[object]:
    """Numbers as they are; in place of one that is not given, the reason that the page prints."""
    for value in cell.values:
        yield cell.text if value is None else exported(value)
