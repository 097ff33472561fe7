"""Evaluator packs: asked for, put together in the background, and then read as they were kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.packs import services
from tracker.packs.base import Pack
from tracker.packs.document import Document, Told
from tracker.packs.files import PACK_FILES
from tracker.packs.models import PackRun, PackState
from tracker.packs.queries import document_of, leads_to_rows, runs_of
from tracker.packs.registry import PACKS
from tracker.paging import Cursor, Order, page_of
from tracker.reports.charts.drawing import Link, nowhere
from tracker.web.errors import attempted, status_of
from tracker.web.lists.turning import neighbours_of
from tracker.web.reports.form import ReportForm, periods
from tracker.web.reports.pages import register_link, rows_shown
from tracker.web.viewer import signed_in, viewer_of

A_PAGE: Final = 50
LATEST: Final = 10
"""So many are listed beside the question of their kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pack of a list, and which one it is."""

    run: PackRun
    pack: Pack


@signed_in
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """The packs that there are, and those that the reader asked for, latest first."""
    after = Cursor.parse(request.GET.get("after", ""))
    page = page_of(runs_of(viewer_of(request)), Order(), after, size=A_PAGE)
    context = {
        "packs": PACKS.values(),
        "lines": list(_lines(page.rows)),
        "paging": {"count": "", **neighbours_of(request, page)},
        "kept_days": settings.KEEP_DAYS,
    }
    return render(request, "packs/index.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """What one pack can be asked, and the latest that the reader asked for; once asked, the page of the new one."""
    if slug not in PACKS:
        raise Http404
    viewer, asked = viewer_of(request), PACKS[slug].question
    given = request.POST if request.method == "POST" else request.GET
    form = ReportForm(_known(given, asked.fields), report=asked, viewer=viewer, offered={})
    if request.method == "POST" and form.is_valid():
        run = attempted(form, lambda: services.ask(form))
        if run is not None:
            return redirect("pack_run", run.uuid)
    context = {
        "pack": PACKS[slug],
        "form": form,
        "periods": list(periods(form)) if form.is_valid() else [],
        "lines": list(_lines(runs_of(viewer).filter(pack=slug)[:LATEST])),
        "kept_days": settings.KEEP_DAYS,
    }
    status = status_of(form) if request.method == "POST" else HTTPStatus.OK
    return render(request, "packs/pack.html", context, status=status)


@signed_in
@require_safe
def pack_run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One pack that was asked for: how far it is, or its tables as the files hold them."""
    viewer = viewer_of(request)
    run = _run(request, uuid)
    context: dict[str, Any] = {
        "run": run,
        "pack": PACKS[run.pack],
        "query": urlencode(run.question),
        "is_waiting": run.state == PackState.QUEUED,
        "is_failed": run.state == PackState.FAILED,
    }
    document = document_of(run)
    if document is not None:
        context |= _shown(document, register_link if leads_to_rows(run, viewer) else nowhere)
    return render(request, "packs/run.html", context)


@signed_in
@require_safe
def pack_file(request: HttpRequest, uuid: UUID, ending: str) -> HttpResponseBase:
    """What was kept as a file; who took it is recorded."""
    run = _run(request, uuid)
    document = document_of(run)
    if ending not in PACK_FILES or document is None:
        raise Http404
    file = PACK_FILES[ending].written(document)
    services.record_taken(run, viewer_of(request), form=ending)
    return file


@signed_in
@require_POST
def pack_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try once more to put together what could not be."""
    run = _run(request, uuid)
    try:
        if services.try_again(run):
            messages.success(request, _("The pack is being put together again."))
    except ValidationError as refusal:
        _say(request, refusal)
    return redirect("pack_run", uuid)


@signed_in
@require_POST
def pack_anew(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the same once more; the old one stays."""
    run = _run(request, uuid)
    try:
        made = services.ask_again(run, viewer_of(request))
    except ValidationError as refusal:
        _say(request, refusal)
        return redirect("pack_run", uuid)
    return redirect("pack_run", made.uuid)


def _say(request: HttpRequest, refusal: ValidationError) -> None:
    for words in refusal.messages:
        messages.error(request, words)


def _run(request: HttpRequest, uuid: UUID) -> PackRun:
    found: PackRun = get_object_or_404(runs_of(viewer_of(request)), uuid=uuid)
    return found


def _known(given: QueryDict, fields: Iterable[str]) -> QueryDict:
    """Without what a form of a page sends beside the question."""
    known = QueryDict(mutable=True)
    known.update({name: str(given[name]) for name in fields if name in given})
    return known


def _lines(runs: Iterable[PackRun]) -> Iterator[Line]:
    return (Line(run=run, pack=PACKS[run.pack]) for run in runs)


def _shown(document: Document, link: Link) -> dict[str, Any]:
    return {
        "document": document,
        "files": PACK_FILES.values(),
        "answers": [
            {"section": answer, "parts": [_part(part, link) for part in answer.parts]}
            for answer in document.answers
        ],
    }


def _part(part: Told, link: Link) -> dict[str, Any]:
    table = part.table
    return {
        "told": part,
        "table": table,
        "rows": rows_shown(table.rows, link, table) if table else [],
        "totals": rows_shown(table.totals, link, table) if table else [],
        "report_url": _report(part),
        "is_explained_here": part.explained_at == part.number,
    }


def _report(part: Told) -> str:
    """The report asked the same; none where figures are hidden, which it would tell."""
    return f"{reverse('report', args=[part.slug])}?{urlencode(part.query)}" if part.query else ""
