"""For spreadsheets: CSV with the tables below each other, XLSX with a sheet a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext

from tracker.exports import csv_response, xlsx_response
from tracker.reports.asking import Answered
from tracker.reports.base import Result
from tracker.reports.files.lines import lines, preamble


def csv_of(answered: Answered) -> StreamingHttpResponse:
    """An empty line parts what was asked from the tables, and these from each other; a second table bears its title."""
    first, *others = chain(preamble(answered), _below_each_other(answered.result))
    return csv_response(file_name(answered), first, others)


def xlsx_of(answered: Answered) -> HttpResponse:
    """What was asked and what it means on the first sheet."""
    sheets = {table.title: list(lines(table)) for table in answered.result.tables}
    return xlsx_response(file_name(answered), {gettext("About"): list(preamble(answered)), **sheets})


def file_name(answered: Answered) -> str:
    """After the report and its day."""
    return f"{answered.report.slug}-{answered.question.on.isoformat()}"


def _below_each_other(result: Result) -> Iterator[tuple[object, ...]]:
    for number, table in enumerate(result.tables):
        yield ()
        if number:
            yield (table.title,)
        yield from lines(table)
