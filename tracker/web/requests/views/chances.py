"""What the next days bring to a request that waits, and our own record by one way; asked for by whoever wants it.

Each counts many requests, so that no other page waits for it.
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracker.directory.models import Jurisdiction
from tracker.reports.chances import chances_of, record_with
from tracker.web.requests.case import case_of
from tracker.web.requests.presenters.chances import chances_view
from tracker.web.viewer import signed_in, viewer_of
from workflows import registry


@signed_in
@require_safe
def request_chances(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The chance of an answer in the next days, given how long it waits already."""
    case = case_of(request, uuid)
    found = chances_of(case)
    shown = chances_view(found, case.row.jurisdiction, case.row.channel) if found else None
    return render(request, "requests/chances.html", {"case": case, "chances": shown})


class Way(forms.Form):
    """A jurisdiction by its code, and a channel."""

    jurisdiction = forms.CharField()
    channel = forms.ChoiceField(choices=[(key, key) for key in registry.CHANNELS])


@signed_in
@require_safe
def own_record(request: HttpRequest) -> HttpResponse:
    """What was sent to a jurisdiction by a channel, and what share had an answer by when."""
    viewer, way = viewer_of(request), Way(request.GET)
    if not way.is_valid():
        raise Http404
    place = get_object_or_404(Jurisdiction, code=way.cleaned_data["jurisdiction"])
    channel = way.cleaned_data["channel"]
    found = record_with(
        viewer.requests, jurisdiction=place.code, channel=channel, on=viewer.today, at=viewer.at
    )
    return render(request, "requests/record.html", {"chances": chances_view(found, place, channel)})
