"""For spreadsheets: CSV with the tables below each other, XLSX with a sheet a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext

from tracker.exports import csv_response, xlsx_response
from tracker.reports.asking import Answered
from tracker.reports.base import Result, Table
from tracker.reports.files.lines import lines, number_columns, preamble, readable, sortable


def csv_of(answered: Answered) -> StreamingHttpResponse:
    """An empty line parts what was asked from the tables, and these from each other; a second table bears its title."""
    first, *others = chain(preamble(answered, written=sortable), _below_each_other(answered.result))
    return csv_response(file_name(answered), first, others)


def xlsx_of(answered: Answered) -> HttpResponse:
    """What was asked, what it means and which sheets follow on the first one."""
    tables = answered.result.tables
    about = [*preamble(answered, written=_in_cell), *_contents(tables)]
    sheets = {table.title: list(lines(table)) for table in tables}
    numbers = {table.title: number_columns(table) for table in tables}
    return xlsx_response(file_name(answered), {gettext("About"): about, **sheets}, numbers=numbers)


def _in_cell(value: object) -> object:
    """Numbers as they are."""
    return value if isinstance(value, int) else readable(value)


def file_name(answered: Answered) -> str:
    """After the report and its day."""
    return f"{answered.report.slug}-{answered.question.on.isoformat()}"


def _contents(tables: Iterable[Table]) -> Iterator[tuple[object, ...]]:
    """Whole titles: the names of sheets are short."""
    for number, table in enumerate(tables, start=2):
        yield gettext("Sheet %(number)s") % {"number": number}, table.title


def _below_each_other(result: Result) -> Iterator[tuple[object, ...]]:
    for number, table in enumerate(result.tables):
        yield ()
        if number:
            yield (table.title,)
        yield from lines(table)
