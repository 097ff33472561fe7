"""Exports of what is shown. Cells that a spreadsheet would run as formulas are defused."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final

import tablib
from django.http import HttpResponse, StreamingHttpResponse

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide forms run too


def defused(value: object) -> str:
    """The cell as text; one that would start a formula gets a leading apostrophe. Plain numbers stay numbers."""
    text = "" if value is None else str(value)
    if not text.startswith(FORMULA_STARTS) or _is_number(text):
        return text
    return f"'{text}"


NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that neither a workbook nor a drawing may hold, although names do."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
TITLE_AT_MOST: Final = 31
"""How long the name of a sheet may be."""


def csv_response(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV download, streamed line by line; UTF-8 with a byte-order mark, so that spreadsheets read the accents."""
    return StreamingHttpResponse(
        _lines(header, rows), content_type="text/csv; charset=utf-8", headers=_attached(f"{name}.csv")
    )


def xlsx_response(name: str, sheets: Mapping[str, Iterable[Sequence[object]]]) -> HttpResponse:
    """A workbook with a sheet a table, by its title; numbers stay numbers."""
    book = tablib.Databook()
    for number, (title, rows) in enumerate(sheets.items(), start=1):
        sheet = tablib.Dataset(title=_sheet_title(number, title))
        lines = [[in_workbook(cell) for cell in row] for row in rows]
        width = max(map(len, lines), default=0)
        for line in lines:
            sheet.append([*line, *[""] * (width - len(line))])
        book.add_sheet(sheet)
    return file_response(f"{name}.xlsx", book.export("xlsx"), XLSX)


def file_response(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A download under its name, taken for nothing else than it says."""
    return HttpResponse(content, content_type=content_type, headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}


def _sheet_title(number: int, title: str) -> str:
    """Told apart by number, since titles are cut; without the signs that sheets may not bear."""
    return f"{number} {NOT_IN_TITLES.sub('', title)}"[:TITLE_AT_MOST].strip()


def in_workbook(cell: object) -> object:
    """Numbers and days as they are; of a text neither what a spreadsheet would run nor what no workbook may hold."""
    return cell if isinstance(cell, int | float | date) else NOT_IN_XML.sub("", defused(cell))


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in chain([header], rows):
        yield writer.writerow([defused(cell) for cell in row])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
