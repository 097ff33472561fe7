"""Reminders that reached nobody: seen by supervisors, and sent again by them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.outbox.services import retry
from tracker.reminders.queries import mails_of, undelivered_to
from tracker.web.viewer import signed_in, viewer_of


@signed_in
def undelivered_page(request: HttpRequest) -> HttpResponse:
    """The list; for supervisors only."""
    viewer = viewer_of(request)
    if not viewer.scope.supervisor:
        raise Http404
    return render(request, "lists/undelivered.html", {"marks": undelivered_to(viewer)})


@signed_in
@require_POST
def send_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Queue one of them again; it keeps its Message-ID."""
    viewer = viewer_of(request)
    mail = get_object_or_404(mails_of(undelivered_to(viewer)), uuid=uuid)
    if retry(mail, at=viewer.at):
        messages.success(request, _("The reminder to %(name)s is sent again.") % {"name": mail.recipient})
    return redirect("undelivered")
