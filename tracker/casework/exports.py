"""What leaves as a file: the register as filtered and sorted, and the documents of a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext

from tracker.casework.columns import Column, with_preserved
from tracker.casework.errors import TooManyRows
from tracker.casework.models import Document
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import LISTED
from tracker.exports import xlsx_list_response

CHUNK: Final = 2_000

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
    return xlsx_list_response(
        "register", gettext("Requests"), header(columns), exported(found, columns, at=at)
    )


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
    return response
