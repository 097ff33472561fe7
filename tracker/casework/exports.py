"""What leaves as a file: the register as filtered and sorted, and the documents of a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Final

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tracker.casework.columns import Column, with_preserved
from tracker.casework.errors import TooManyRows
from tracker.casework.models import Document
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import LISTED
from tracker.exports import defused

CHUNK: Final = 2_000

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_MOST: Final = 50_000
"""So many rows a workbook; it is made as a whole before it is sent, unlike CSV, which has no end."""


def header(columns: Sequence[Column]) -> tuple[str, ...]:
    """Over the rows."""
    return tuple(str(column.label) for column in columns)


def exported(
    found: AssistanceRequestQuerySet, columns: Sequence[Column], *, at: datetime
) -> Iterator[tuple[object, ...]]:
    """The cells under ``columns``, in the order of ``found``, as things stand at ``at``; read in chunks."""
    for row in with_preserved(found).select_related(*LISTED).iterator(chunk_size=CHUNK):
        yield tuple(column.cell(row, at) for column in columns)


def workbook(found: AssistanceRequestQuerySet, columns: Sequence[Column], *, at: datetime) -> HttpResponse:
    """The same as a workbook of one sheet, days as days; raises TooManyRows beyond XLSX_MOST."""
    if found.order_by()[: XLSX_MOST + 1].count() > XLSX_MOST:
        raise TooManyRows
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(gettext_lazy("Requests")))
    sheet.freeze_panes = "A2"
    sheet.append(header(columns))
    for cells in exported(found, columns, at=at):
        sheet.append([_spreadsheet(cell) for cell in cells])
    file = BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="register.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _spreadsheet(cell: object) -> object:
    """A day as it is; of a text neither what a spreadsheet would run nor what no workbook may hold."""
    return cell if isinstance(cell, date) else ILLEGAL_CHARACTERS_RE.sub("", defused(cell))


def attachment(document: Document) -> FileResponse:
    """A document, to be kept and never shown: always an attachment, of the type that was checked at receipt."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
