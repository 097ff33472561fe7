"""Exports of what is shown. Cells that a spreadsheet would run as formulas are defused."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain, islice
from textwrap import shorten
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from tracker.signs import visible

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide forms run too


def defused(value: object) -> str:
    """The cell as text; one that would start a formula gets a leading apostrophe. Plain numbers stay numbers."""
    text = "" if value is None else str(value)
    if not text.startswith(FORMULA_STARTS) or _is_number(text):
        return text
    return f"'{text}"


Told = TypeVar("Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm(Generic[Told]):
    """A form in which something is had as a file; ``ending`` names it in the address, ``written`` makes the file."""

    ending: str
    title: str
    content_type: str
    written: Callable[[Told], HttpResponseBase]


XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
TITLE_AT_MOST: Final = 31
"""How long the name of a sheet may be."""
WIDTHS: Final = (9, 60)
"""How narrow and how wide a column of a sheet is, in signs; what is longer goes on below."""
MARGIN: Final = 2
MEASURED: Final = 500
"""So many rows of a list say how wide its columns are."""
AS_IT_IS: Final = "General"
SHARE: Final = "0.0 %"
"""How a spreadsheet writes a number. Shares stay exact: it reads 0.235294 and writes 23.5 %."""
BOLD: Final = Font(bold=True)
LINES: Final = Alignment(vertical="top", wrap_text=True)


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
    numbers: Mapping[str, Mapping[int, str]] = MappingProxyType({}),
    head: int = 1,
) -> HttpResponse:
    """A workbook with a sheet a table, by its title; numbers stay numbers.

    ``numbers``: which columns of a sheet hold them, from 0 on, and how they are written. Their headings and what stands
    in place of a number end where numbers do, and the first lines, ``head`` of them, stay in sight.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, (key, rows) in zip(_sheet_titles(list(sheets)), sheets.items(), strict=True):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([in_workbook(cell) for cell in row])
        _fit(sheet, numbers.get(key, {}))
        if key in numbers:
            _head(sheet, head)
    return _workbook_response(name, book)


def xlsx_list_response(
    name: str, title: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """A workbook of one list, laid out as others are but written in passing: however long it is, little of it is held.

    Its first rows say how wide the columns are.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_titles([title])[0])
    sheet.freeze_panes = "A2"
    coming = ([in_workbook(cell) for cell in row] for row in rows)
    first = list(islice(coming, MEASURED))
    for place, column in enumerate(zip(header, *first, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    sheet.append([_styled(sheet, label, font=BOLD) for label in header])
    for row in chain(first, coming):
        sheet.append([_styled(sheet, cell, alignment=LINES) if _is_long(cell) else cell for cell in row])
    return _workbook_response(name, book)


def _workbook_response(name: str, book: Workbook) -> HttpResponse:
    content = BytesIO()
    book.save(content)
    return file_response(f"{name}.xlsx", content.getvalue(), XLSX)


def _styled(sheet: WriteOnlyWorksheet, value: object, **style: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    for name, one in style.items():
        setattr(cell, name, one)
    return cell


def _is_long(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) + MARGIN > WIDTHS[1]


def _width(cells: Iterable[object]) -> int:
    narrowest, widest = WIDTHS
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0) + MARGIN
    return min(max(longest, narrowest), widest)


def _fit(sheet: Worksheet, numbers: Mapping[int, str]) -> None:
    """Columns as wide as what stands in them; what ends its line needs no column, it runs on over the empty ones."""
    ends = [max((place for place, cell in enumerate(row) if cell.value), default=0) for row in sheet.rows]
    for place, column in enumerate(sheet.columns):
        inner = (cell for cell, end in zip(column, ends, strict=True) if place < end or place in numbers)
        width = _width(cell.value for cell in inner)
        sheet.column_dimensions[column[0].column_letter].width = width
        side = "right" if place in numbers else None
        for cell in column:
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=width == WIDTHS[1])
            if isinstance(cell.value, float):
                cell.number_format = numbers.get(place, AS_IT_IS)


def _head(sheet: Worksheet, lines: int) -> None:
    """The first lines in bold, and in sight however far down one reads."""
    sheet.freeze_panes = f"A{lines + 1}"
    for row in sheet.iter_rows(max_row=lines):
        for cell in row:
            cell.font = BOLD


def file_response(name: str, content: bytes, content_type: str) -> HttpResponse:
    """A download under its name, taken for nothing else than it says."""
    return HttpResponse(content, content_type=content_type, headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}


def _sheet_titles(titles: Sequence[str]) -> list[str]:
    """Without signs that sheets may not bear; told apart by number where some do not fit and end after a word."""
    fit = [NOT_IN_TITLES.sub("", title).strip() for title in titles]
    whole = {title.casefold() for title in fit if 0 < len(title) <= TITLE_AT_MOST}
    if len(whole) == len(titles):
        return fit
    return [_numbered(number, title) for number, title in enumerate(fit, start=1)]


def _numbered(number: int, title: str) -> str:
    """As many words as fit; of a first one that does not fit, as much as does."""
    whole = f"{number} {title}".strip()
    if len(whole) <= TITLE_AT_MOST:
        return whole
    fit = shorten(whole, TITLE_AT_MOST - 1, placeholder="").rstrip(" ,;:–-")
    return f"{whole[: TITLE_AT_MOST - 1] if fit == str(number) else fit}…"


def in_workbook(cell: object) -> object:
    """Numbers and days as they are; of a text neither what a spreadsheet would run nor what no workbook may hold."""
    return cell if isinstance(cell, int | float | date) else visible(defused(cell))


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
