"""Evaluator packs: the list, a pack as it would be handed out, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.packs.base import Pack
from tracker.packs.document import Document, Told
from tracker.packs.files import PACK_FILES
from tracker.packs.filling import filled
from tracker.packs.registry import PACKS
from tracker.packs.words import published_as
from tracker.reports.charts.drawing import Link
from tracker.web.report_form import ReportForm, periods
from tracker.web.reports import link_for, rows_shown
from tracker.web.viewer import signed_in, viewer_of


@signed_in
@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """The packs that there are."""
    return render(request, "packs/index.html", {"packs": PACKS.values()})


@signed_in
@require_safe
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """One pack, its tables as the files hold them. A question with an error is not answered."""
    asked = _asked(request, slug)
    context: dict[str, Any] = {"pack": asked.pack, "form": asked.form, "query": asked.form.address()}
    if asked.form.is_valid():
        context |= _shown(asked.document(), asked.link)
        context["periods"] = list(periods(asked.form))
    return render(request, "packs/pack.html", context)


@signed_in
@require_safe
def pack_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The pack as a file."""
    asked = _asked(request, slug)
    if ending not in PACK_FILES:
        raise Http404
    if not asked.form.is_valid():
        return redirect(f"{reverse('pack', args=[slug])}?{asked.form.address()}")
    return PACK_FILES[ending].written(asked.document())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A pack, what is asked of it, and over which requests."""

    pack: Pack
    form: ReportForm
    counted: AssistanceRequestQuerySet
    link: Link

    def document(self) -> Document:
        """The answer to a form without errors."""
        return filled(self.pack, self.form, self.counted)


def _asked(request: HttpRequest, slug: str) -> Asked:
    if slug not in PACKS:
        raise Http404
    viewer = viewer_of(request)
    form = ReportForm(request.GET, report=PACKS[slug].question, viewer=viewer, offered={})
    return Asked(pack=PACKS[slug], form=form, counted=viewer.counted, link=link_for(viewer))


def _shown(document: Document, link: Link) -> dict[str, Any]:
    return {
        "document": document,
        "files": PACK_FILES.values(),
        "answers": [
            {"section": answer.section, "parts": [_part(part, link) for part in answer.parts]}
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
        "published": list(map(published_as, part.published)),
        "report_url": _report(part),
        "is_explained_here": part.explained_at == part.number,
    }


def _report(part: Told) -> str:
    """The report asked the same; none where figures are hidden, which it would tell."""
    return f"{reverse('report', args=[part.slug])}?{urlencode(part.query)}" if part.query else ""
