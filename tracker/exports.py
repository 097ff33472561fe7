"""Exports of what is shown. Cells that a spreadsheet would run as formulas are defused."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide forms run too


def defused(value: object) -> str:
    """The cell as text; one that would start a formula gets a leading apostrophe. Plain numbers stay numbers."""
    text = "" if value is None else str(value)
    if not text.startswith(FORMULA_STARTS) or _is_number(text):
        return text
    return f"'{text}"


XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
TITLE_AT_MOST: Final = 31
"""How long the name of a sheet may be."""
WIDEST: Final = 60
MARGIN: Final = 2
"""Signs in the widest column, and beside them."""


def csv_response(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV download, streamed line by line; UTF-8 with a byte-order mark, so that spreadsheets read the accents."""
    return StreamingHttpResponse(
        _lines(header, rows), content_type="text/csv; charset=utf-8", headers=_attached(f"{name}.csv")
    )


def xlsx_response(name: str, sheets: Mapping[str, Iterable[Sequence[object]]]) -> HttpResponse:
    """A workbook with a sheet a table, by its title; numbers stay numbers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    titles = _sheet_titles(list(sheets))
    for title, rows in zip(titles, sheets.values(), strict=True):
        _fill(book.create_sheet(title), [[in_workbook(cell) for cell in row] for row in rows])
    content = BytesIO()
    book.save(content)
    return file_response(f"{name}.xlsx", content.getvalue(), XLSX)


def _fill(sheet: Worksheet, lines: Sequence[Sequence[object]]) -> None:
    """Columns as wide as what is in them, up to a limit; what ends its line runs on over the empty cells beside it."""
    widths: Counter[int] = Counter()
    for line in lines:
        sheet.append(line)
        for column, cell in enumerate(line[:-1], start=1):
            widths[column] = max(widths[column], len(str(cell)))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width, WIDEST) + MARGIN


def file_response(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A download under its name, taken for nothing else than it says."""
    return HttpResponse(content, content_type=content_type, headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}


def _sheet_titles(titles: Sequence[str]) -> list[str]:
    """Without signs that sheets may not bear; told apart by number where some do not fit and are cut."""
    fit = [NOT_IN_TITLES.sub("", title).strip() for title in titles]
    whole = [title for title in fit if 0 < len(title) <= TITLE_AT_MOST]
    if len({title.casefold() for title in whole}) == len(titles):
        return fit
    return [f"{number} {title}"[:TITLE_AT_MOST].strip() for number, title in enumerate(fit, start=1)]


def in_workbook(cell: object) -> object:
    """Numbers and days as they are; of a text neither what a spreadsheet would run nor what no workbook may hold."""
    return cell if isinstance(cell, int | float | date) else ILLEGAL_CHARACTERS_RE.sub("", defused(cell))


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
