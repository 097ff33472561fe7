"""A pack as a workbook: what it is and holds on the first sheet, then a sheet a table with its notes below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext

from tracker.exports import xlsx_response
from tracker.packs.document import Document, Told
from tracker.reports.files.lines import lines, number_columns

Line = tuple[object, ...]

HEAD: Final = 2
"""Lines above the rows of a sheet: the title of its table, and the headings."""


def file_name(document: Document) -> str:
    """After the pack and its day; one with everything in it is not to be handed out for one with figures hidden."""
    name = f"{document.slug}-{document.on.isoformat()}"
    return f"{name}-hidden-under-{document.hide_under}" if document.hide_under else name


def xlsx_of(document: Document) -> HttpResponse:
    """Sheets bear the numbers of their tables, whole, and the titles in their first lines."""
    sheets = {part.number: list(_sheet(part)) for part in document.parts if part.table}
    numbers = {part.number: number_columns(part.table) for part in document.parts if part.table}
    about = {gettext("About"): list(_about(document))}
    return xlsx_response(file_name(document), {**about, **sheets}, numbers=numbers, head=HEAD)


def _about(document: Document) -> Iterator[Line]:
    yield (document.title,)
    yield from document.facts
    yield ()
    yield from document.legend
    for caution in document.cautions:
        yield gettext("Caution"), caution
    for answer in document.answers:
        yield ()
        yield answer.source, answer.asked
        for part in answer.parts:
            yield f"{part.number} {part.title}", part.reason or gettext("see its sheet")


def _sheet(part: Told) -> Iterator[Line]:
    if part.table is None:
        return
    yield (f"{part.number} {part.title}",)
    yield from lines(part.table)
    yield ()
    for anomaly in part.anomalies:
        yield gettext("Does not add up"), anomaly
    for note in part.table.notes:
        yield gettext("Note"), note
    for published in part.published:
        yield gettext("Published"), published.said
    yield gettext("Report"), part.source
    yield from part.definitions
