"""The list of webhooks, a new one, and the page of one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.casework.viewer import Viewer
from tracker.outbox.models import AllowedHost, Webhook
from tracker.outbox.queries import is_secret_of, webhooks_of
from tracker.outbox.services import webhooks
from tracker.web.errors import attempt, attempted, status_of
from tracker.web.viewer import signed_in, viewer_of
from tracker.web.webhooks.forms import ChangeForm, NewWebhookForm
from tracker.web.webhooks.shown import found, viewer_works, webhook_shown


@signed_in
@require_safe
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """Those of the offices in which one works."""
    rows = webhooks_of(viewer_works(viewer_of(request))).order_by("office__code", "-created_at", "-pk")
    return render(request, "webhooks/list.html", {"webhooks": rows, "hosts": AllowedHost.objects.all()})


@signed_in
@require_http_methods(["GET", "POST"])
def webhook_new(request: HttpRequest) -> HttpResponse:
    """The form. A saved one is answered by the page with the secret at once: no later address shows it."""
    viewer = viewer_of(request)
    viewer_works(viewer)
    form = NewWebhookForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if form.is_valid():
        made = attempted(form, lambda: _make(form, viewer))
        if made is not None:
            return webhook_shown(request, viewer, found(viewer, made.uuid), with_secret=True)
        earlier = _sent_before(form, viewer)
        if earlier is not None:
            return webhook_shown(request, viewer, earlier, with_secret=True)
    context = {"form": form, "hosts": AllowedHost.objects.all()}
    return render(request, "webhooks/new.html", context, status=status_of(form))


@signed_in
@require_http_methods(["GET", "POST"])
def webhook_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What became of its deliveries, and the form to change it."""
    viewer = viewer_of(request)
    webhook = found(viewer, uuid)
    form = ChangeForm(request.POST if request.method == "POST" else None, webhook=webhook)
    if form.is_valid() and attempt(
        form, lambda: webhooks.change_webhook(webhook, form.change, by=viewer.user, at=viewer.at)
    ):
        messages.success(request, _("The webhook is saved."))
        return redirect("webhook", uuid)
    return webhook_shown(request, viewer, webhook, form=form, status=status_of(form))


def _make(form: NewWebhookForm, viewer: Viewer) -> Webhook:
    given = form.cleaned_data
    return webhooks.make_webhook(
        given["office"],
        url=given["url"],
        kinds=form.kinds_chosen,
        by=viewer.user,
        at=viewer.at,
        uuid=given["key"],
    )


def _sent_before(form: NewWebhookForm, viewer: Viewer) -> Webhook | None:
    """The webhook that this very form has made already: somebody pressed its button twice, or reloaded its answer."""
    row = webhooks_of(viewer.scope.working).filter(uuid=form.cleaned_data["key"], generation=1).first()
    return row if row and is_secret_of(row, viewer.user) else None
