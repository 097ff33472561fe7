"""The page of one request, and the documents that lie in it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tracker.casework.exports import attachment
from tracker.web.requests.case import case_of
from tracker.web.requests.presenters.page import request_page
from tracker.web.viewer import signed_in

LINKS_SHOWN: Final = 50
"""So many links stand on the page unless all are asked for: with a large operation hang together over a thousand."""


@signed_in
@require_safe
def request_view(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where it is, what was asked and answered, what can be done now."""
    links = None if request.GET.get("links") == "all" else LINKS_SHOWN
    page = request_page(case_of(request, uuid), links)
    return render(request, "requests/request.html", {"page": page, "case": page.case})


@signed_in
@require_safe
def document(request: HttpRequest, uuid: UUID, document: UUID) -> FileResponse:
    """A document of a request that one may see."""
    return attachment(get_object_or_404(case_of(request, uuid).row.documents, uuid=document))
