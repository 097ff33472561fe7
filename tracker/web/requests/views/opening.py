"""Logging a new request."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction
from tracker.web.errors import attempt, status_of
from tracker.web.requests.followed import Followed, followed
from tracker.web.requests.forms.dossier import OpeningForm
from tracker.web.requests.forms.rows import Section, are_valid, asked_for_row, dossier_of, sections
from tracker.web.requests.presenters.channel import about
from tracker.web.viewer import signed_in, viewer_of
from workflows import registry
from workflows.vocabulary import Direction


@signed_in
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """The form; a saved one leads to the page of the new request."""
    viewer = viewer_of(request)
    if not viewer.scope.working:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    follows = followed(viewer, request.POST or request.GET)
    form = OpeningForm(data, viewer=viewer, follows=follows, initial=request.GET.dict())
    rows = sections(data, today=viewer.today, dossier=follows.dossier if follows and not data else None)
    if data is not None and ("refresh" in data or asked_for_row(data)):
        return _again(request, form, rows)
    form.rows_are_right = are_valid(rows)
    if form.is_valid():
        opened: list[AssistanceRequest] = []
        if attempt(form, lambda: opened.append(_open(form, rows, follows, viewer))):
            messages.success(request, _("%(reference)s is logged.") % {"reference": opened[0].reference})
            return redirect("request", opened[0].uuid)
        earlier = _sent_before(form, viewer)
        if earlier is not None:
            return redirect("request", earlier.uuid)
    return _shown(request, form, rows)


def _sent_before(form: OpeningForm, viewer: Viewer) -> AssistanceRequest | None:
    """The request that this very form has made already: somebody pressed its button twice."""
    return viewer.requests.filter(uuid=form.cleaned_data["key"]).first()


def _open(
    form: OpeningForm, rows: list[Section], follows: Followed | None, viewer: Viewer
) -> AssistanceRequest:
    given = form.cleaned_data
    return services.log_request(
        viewer,
        office=given["office"],
        direction=Direction(given["direction"]),
        channel=given["channel"],
        dossier=dossier_of(form, rows),
        occurred=form.occurred,
        uuid=given["key"],
        follows=services.Follows(kind=follows.following.kind, requests=[follows.row, *given["also"]])
        if follows
        else None,
    )


def _again(request: HttpRequest, form: OpeningForm, rows: list[Section]) -> HttpResponse:
    """The form as typed, with another row or other choices, and without complaints."""
    form.without_errors()
    for part in rows:
        part.rows.without_errors()
    return _shown(request, form, rows)


def _shown(request: HttpRequest, form: OpeningForm, rows: list[Section]) -> HttpResponse:
    chosen = registry.CHANNELS.get(form.chosen_channel)
    context = {
        "form": form,
        "sections": {part.kind.name: part for part in rows},
        "about": about(chosen) if chosen else None,
        "followed": form.followed,
        "record_url": _record_url(form),
    }
    return render(request, "requests/new.html", context, status=status_of(form))


def _record_url(form: OpeningForm) -> str:
    """Where our record by the chosen way is counted; nothing until both ends are chosen."""
    place = str(form["jurisdiction"].value() or "")
    if not place.isdecimal() or not form.chosen_channel or form.chosen_direction != Direction.OUTGOING:
        return ""
    codes = Jurisdiction.objects.filter(pk=place).values_list("code", flat=True)
    way = [("channel", form.chosen_channel), *(("jurisdiction", code) for code in codes)]
    return f"{reverse('own_record')}?{urlencode(way)}"
