"""The log for auditors: who recorded what when, and whether it holds. Codes only, never the content of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tracker.casework.models import Event
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.policy import auditable_by
from tracker.casework.services import log
from tracker.casework.table_labels import HAPPENED
from tracker.casework.viewer import Viewer
from tracker.paging import Cursor, Order, page_of
from tracker.web.lists.turning import paging_of
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import day_words
from workflows.vocabulary import EventKind, Source

PAGE_SIZE: Final = 50
NEWEST_FIRST: Final = Order(column="opened_on")
SOURCES: Final = {
    Source.HUMAN: _("entered"),
    Source.IMPORT: _("from a file"),
    Source.SYSTEM: _("by the program"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEntry:
    """One line of the log as an auditor reads it."""

    number: int
    words: str
    happened: str
    recorded: datetime
    by: str
    source: str
    digest: str


@signed_in
@require_safe
def log_index(request: HttpRequest) -> HttpResponse:
    """The requests of the offices that one audits, by reference; to others the page does not exist."""
    viewer = viewer_of(request)
    asked = request.GET.get("q", "").strip()
    found = _auditable(viewer).select_related("office")
    if asked:
        found = found.filter(reference__icontains=asked) if asked.isprintable() else found.none()
    page = page_of(found, NEWEST_FIRST, Cursor.parse(request.GET.get("after", "")), size=PAGE_SIZE)
    context = {"rows": page.rows, "asked": asked, "paging": paging_of(request, found, page)}
    return render(request, "log/index.html", context)


@signed_in
@require_safe
def log_of(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every entry of one request, and each place where its log was changed, cut or reordered."""
    viewer = viewer_of(request)
    row = get_object_or_404(_auditable(viewer).select_related("office"), uuid=uuid)
    events = Event.objects.filter(request=row).select_related("by").order_by("-sequence")
    context = {
        "row": row,
        "entries": [_entry(event) for event in events],
        "breaks": list(log.verify(row)),
    }
    return render(request, "log/request.html", context)


def _auditable(viewer: Viewer) -> AssistanceRequestQuerySet:
    if not viewer.scope.auditor:
        raise Http404
    return auditable_by(viewer.user, viewer.today, scope=viewer.scope)


def _entry(event: Event) -> LoggedEntry:
    return LoggedEntry(
        number=event.sequence,
        words=str(HAPPENED[EventKind(event.kind)]),
        happened=day_words(event.occurred),
        recorded=event.recorded_at,
        by=str(event.by or ""),
        source=str(SOURCES[Source(event.source)]),
        digest=event.hash[:12],
    )
