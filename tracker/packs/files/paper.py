"""For paper: the pack as a sealed PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import get_language, gettext

from tracker.exports import file_response
from tracker.packs.document import Answer, Document, Told
from tracker.packs.files.sheets import file_name
from tracker.reports.files.lines import printed_table
from tracker.sealed import pdf_from

TEMPLATE: Final = Path(__file__).parent / "pack.typ"
OF_EACH_PAGE: Final = 2
"""So many facts stand on every page: period and day."""


def pdf_of(document: Document) -> HttpResponse:
    """Everything that the page shows, in its order."""
    content = pdf_from(TEMPLATE, _data(document))
    return file_response(f"{file_name(document)}.pdf", content, "application/pdf")


def _data(document: Document) -> dict[str, Any]:
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": document.title,
        "foot": " · ".join((document.title, *map(": ".join, document.facts[:OF_EACH_PAGE]))),
        "facts": [list(fact) for fact in document.facts],
        "signs": gettext("What stands in the tables"),
        "legend": [list(pair) for pair in document.legend],
        "cautions": list(document.cautions),
        "sections": [_section(number, answer) for number, answer in enumerate(document.answers, start=1)],
    }


def _section(number: int, answer: Answer) -> dict[str, Any]:
    return {
        "title": f"{number}. {answer.asked}",
        "source": answer.source,
        "parts": [_part(part) for part in answer.parts],
    }


def _part(part: Told) -> dict[str, Any]:
    table = part.table
    return {
        "title": f"{part.number} {part.title}",
        "reason": part.reason,
        "table": printed_table(table) if table else None,
        "notes": list(_notes(part)),
        "definitions": [list(pair) for pair in part.definitions] if part.explained_at == part.number else [],
    }


def _notes(part: Told) -> Iterator[str]:
    for anomaly in part.anomalies:
        yield gettext("Does not add up: %(what)s") % {"what": anomaly}
    if part.table:
        yield from part.table.notes
        yield gettext("Report: %(title)s.") % {"title": part.source}
        if part.explained_at != part.number:
            yield gettext("The figures mean the same as in table %(number)s.") % {"number": part.explained_at}
    for published in part.published:
        yield published.said
