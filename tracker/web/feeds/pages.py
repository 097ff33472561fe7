"""My calendar feeds and those of the offices that I supervise: made, looked at, revoked."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.accounts import services
from tracker.accounts.models import CalendarFeed
from tracker.accounts.queries import feeds_of
from tracker.casework.viewer import Viewer
from tracker.web.errors import attempted, status_of
from tracker.web.feeds.forms import FeedForm
from tracker.web.viewer import signed_in, viewer_of

SHOWN: Final = 100
USES_SHOWN: Final = 50


@signed_in
@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The list with the form; the answer to the form is the one page that ever shows the address."""
    viewer = viewer_of(request)
    form = FeedForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        sent_before = _shown_to(viewer).filter(uuid=form.cleaned_data["identity"]).first()
        if sent_before is not None:
            messages.warning(
                request,
                _("This form was sent before. The address was shown then; revoke it if you have lost it."),
            )
            return redirect("feed", sent_before.uuid)
        answer = _made(request, viewer, form)
        if answer is not None:
            return answer
    context = {"feeds": _shown_to(viewer)[:SHOWN], "most": SHOWN, "form": form}
    return render(request, "calendars/list.html", context, status=status_of(form))


@signed_in
@require_safe
def feed_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One feed and its last uses."""
    feed = get_object_or_404(_shown_to(viewer_of(request)), uuid=uuid)
    uses = feed.uses.order_by("-id")[:USES_SHOWN]
    return render(request, "calendars/feed.html", {"feed": feed, "uses": uses, "most": USES_SHOWN})


@signed_in
@require_POST
def revoke_feed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End it at once."""
    viewer = viewer_of(request)
    feed = get_object_or_404(_shown_to(viewer), uuid=uuid)
    if services.revoke_feed(feed, by=viewer.user, at=viewer.at):
        messages.success(request, _("The address is revoked: there is no calendar under it any more."))
    return redirect("feeds")


@sensitive_variables("secret", "made")
def _made(request: HttpRequest, viewer: Viewer, form: FeedForm) -> HttpResponse | None:
    """The page with the address, or None where the service refuses. No redirect: the secret is kept nowhere."""
    identity = form.cleaned_data["identity"]
    made = attempted(
        form,
        lambda: services.make_feed(by=viewer.user, at=viewer.at, office=form.office, uuid=identity),
    )
    if made is None:
        return None
    feed, secret = made
    address = request.build_absolute_uri(reverse("calendar", args=[secret]))
    return render(request, "calendars/made.html", {"feed": feed, "address": address})


def _shown_to(viewer: Viewer) -> QuerySet[CalendarFeed]:
    return feeds_of(viewer.user, viewer.scope.supervisor)
