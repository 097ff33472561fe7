"""Published figures: to publish an answer, the list of them, and each as it was, with what would be different now."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.accounts.models import Office
from tracker.idempotency.services import Answer, once
from tracker.paging import Cursor, Order, page_of
from tracker.reports.asking import answered, offered
from tracker.reports.charts.drawing import nowhere
from tracker.reports.files import FILE_FORMS
from tracker.reports.keeping import revived
from tracker.reports.models import Publication
from tracker.reports.queries import publications_for, publishable_by
from tracker.reports.registry import REPORTS
from tracker.reports.restated import cautions, said, with_restatement
from tracker.reports.restating import Restatement, restated
from tracker.reports.services import publish as publish_answer
from tracker.web.errors import attempted, status_of
from tracker.web.lists.turning import neighbours_of
from tracker.web.reports.form import ReportForm
from tracker.web.reports.pages import answer_shown
from tracker.web.viewer import signed_in, viewer_of

A_PAGE: Final = 50


class KeyForm(forms.Form):
    """What the page of the question gave out: sent twice, it is published once."""

    key = forms.UUIDField()


@signed_in
@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """Those whose offices the reader's own reports count, latest first."""
    after = Cursor.parse(request.GET.get("after", ""))
    page = page_of(publications_for(viewer_of(request)), Order(), after, size=A_PAGE)
    context = {"rows": page.rows, "paging": {"count": "", **neighbours_of(request, page)}}
    return render(request, "reports/publications.html", context)


@signed_in
@require_safe
def publication(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The answer as it was published, and what would be different now, with the entries that made it so."""
    row = _found(request, uuid)
    answer = revived(row.content)
    context: dict[str, Any] = {
        "publication": row,
        "report": answer.report,
        "asked": answer.conditions,
        **answer_shown(answer, nowhere),
        "restatement": _shown(restated(row, viewer_of(request))),
    }
    return render(request, "reports/publication.html", context)


@signed_in
@require_safe
def publication_file(request: HttpRequest, uuid: UUID, ending: str) -> HttpResponseBase:
    """The kept rows as a file, and behind them what would be different now."""
    row, viewer = _found(request, uuid), viewer_of(request)
    if ending not in FILE_FORMS:
        raise Http404
    return FILE_FORMS[ending].written(
        with_restatement(revived(row.content), restated(row, viewer), viewer.at)
    )


@signed_in
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What would be published, over the offices that one supervises; then it is."""
    viewer = viewer_of(request)
    if slug not in REPORTS:
        raise Http404
    if not viewer.scope.supervisor:
        raise PermissionDenied
    counted = publishable_by(viewer)
    form = ReportForm(request.GET, report=REPORTS[slug], viewer=viewer, offered=offered(counted))
    if not form.is_valid():
        return redirect(f"{reverse('report', args=[slug])}?{form.address()}")
    key = KeyForm(request.POST)
    if key.is_valid():
        made = attempted(form, lambda: _published(form, key.cleaned_data["key"]))
        if made is not None:
            messages.success(request, _("Published. Nobody can change it any more."))
            return redirect("publication", made)
    context = {
        "key": uuid4(),
        "report": REPORTS[slug],
        "form": form,
        "query": form.address(),
        "asked": list(form.conditions()),
        "offices": Office.objects.filter(pk__in=viewer.scope.supervisor).order_by("code"),
        **answer_shown(answered(form, counted), nowhere),
    }
    return render(request, "reports/publish.html", context, status=status_of(form))


def _published(form: ReportForm, key: UUID) -> str:
    """The UUID of the answer that is published by this key, now or by the same page before."""
    answer = once(
        user=form.viewer.user,
        key=f"publish {key}",
        fingerprint=hashlib.sha256(f"{form.report.slug}?{form.address()}".encode()).hexdigest(),
        at=form.viewer.at,
        do=lambda: Answer(status=HTTPStatus.CREATED, body=str(publish_answer(form).uuid)),
    )
    return answer.body


def _found(request: HttpRequest, uuid: UUID) -> Publication:
    found: Publication = get_object_or_404(publications_for(viewer_of(request)), uuid=uuid)
    return found


def _shown(restatement: Restatement) -> dict[str, Any]:
    return {
        "said": said(restatement),
        "changes": restatement.changes,
        "causes": restatement.causes,
        "cautions": list(cautions(restatement)),
        "can_be_asked": restatement.can_be_asked,
    }
