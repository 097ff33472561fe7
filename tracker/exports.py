"""Exports of what is shown. Cells that a spreadsheet would run as formulas are defused."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import chain
from textwrap import shorten
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import tablib
from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

if TYPE_CHECKING:
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
WIDTHS: Final = (9, 60)
"""How narrow and how wide a column of a sheet is, in signs; what is longer goes on below."""


def csv_response(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV download, streamed line by line; UTF-8 with a byte-order mark, so that spreadsheets read the accents."""
    return StreamingHttpResponse(
        _lines(header, rows), content_type="text/csv; charset=utf-8", headers=_attached(f"{name}.csv")
    )


def xlsx_response(
    name: str,
    sheets: Mapping[str, Iterable[Sequence[object]]],
    *,
    numbers: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> HttpResponse:
    """A workbook with a sheet a table, by its title; numbers stay numbers.

    ``numbers``: which columns of a sheet hold them, from 0 on. Their headings and what stands in place of a number end
    where numbers do, and the first line stays in sight.
    """
    book = tablib.Databook()
    for number, (title, rows) in enumerate(sheets.items(), start=1):
        sheet = tablib.Dataset(title=_sheet_title(number, title))
        lines = [[in_workbook(cell) for cell in row] for row in rows]
        width = max(map(len, lines), default=0)
        for line in lines:
            sheet.append([*line, *[""] * (width - len(line))])
        book.add_sheet(sheet)
    content = _laid_out(book.export("xlsx"), [numbers.get(title) for title in sheets])
    return file_response(f"{name}.xlsx", content, XLSX)


def file_response(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A download under its name, taken for nothing else than it says."""
    return HttpResponse(content, content_type=content_type, headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}


def _sheet_title(number: int, title: str) -> str:
    """Told apart by number, since long titles end after a word; without the signs that sheets may not bear."""
    return shorten(f"{number} {NOT_IN_TITLES.sub('', title)}", TITLE_AT_MOST, placeholder="…")


def _laid_out(content: bytes, numbers: Sequence[Collection[int] | None]) -> bytes:
    """The workbook with columns as wide as what stands in them; ``numbers`` by sheet, None where there is no table."""
    book = load_workbook(BytesIO(content))
    for sheet, places in zip(book.worksheets, numbers, strict=True):
        _fit(sheet, places or ())
        if places is not None:
            sheet.freeze_panes = "A2"
            for cell in sheet[1]:
                cell.font = Font(bold=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fit(sheet: Worksheet, numbers: Collection[int]) -> None:
    narrowest, widest = WIDTHS
    for place, column in enumerate(sheet.columns):
        longest = max((len(str(cell.value)) for cell in column if cell.value is not None), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(max(longest + 2, narrowest), widest)
        side = "right" if place in numbers else None
        for cell in column:
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=longest + 2 > widest)


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
