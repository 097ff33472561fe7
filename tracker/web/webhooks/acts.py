"""What the buttons do on the page of a webhook."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.outbox.queries import is_secret_of, log_of
from tracker.outbox.services import announcing, delivering, webhooks
from tracker.web.viewer import signed_in, viewer_of
from tracker.web.webhooks.shown import found, webhook_shown


class SecretForm(forms.Form):
    """Which secret there was on the page: a form sent twice makes one more, not two."""

    seen = forms.IntegerField(min_value=1, max_value=2**31 - 1)


@signed_in
@require_POST
def make_secret(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Sign with another secret from now on, and show it at once."""
    viewer = viewer_of(request)
    webhook, form = found(viewer, uuid), SecretForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    if webhook.generation == seen + 1 and is_secret_of(webhook, viewer.user):
        return webhook_shown(request, viewer, webhook, with_secret=True)
    try:
        webhooks.change_secret(webhook, by=viewer.user, at=viewer.at, seen=seen)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("webhook", uuid)
    return webhook_shown(request, viewer, found(viewer, uuid), with_secret=True)


@signed_in
@require_POST
def send_test(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a ping on the way of all events."""
    viewer = viewer_of(request)
    try:
        announcing.ping(found(viewer, uuid), at=viewer.at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("A test is on its way. Look again in a moment to see how it went."))
    return redirect("webhook", uuid)


@signed_in
@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove the webhook."""
    viewer = viewer_of(request)
    webhooks.remove_webhook(found(viewer, uuid), by=viewer.user, at=viewer.at)
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks")


@signed_in
@require_POST
def send_again(request: HttpRequest, uuid: UUID, delivery: UUID) -> HttpResponse:
    """Queue a delivery again that failed or was cancelled."""
    viewer = viewer_of(request)
    row = get_object_or_404(log_of(found(viewer, uuid)), uuid=delivery)
    if delivering.retry(row, at=viewer.at):
        messages.success(request, _("It is sent again, under the same id."))
    return redirect("webhook", uuid)
