"""Writing down what is to be announced, in the transaction in which it happened."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker.outbox.models import Webhook, WebhookDelivery
from tracker.wakeups import Wakeup, wake_on_commit
from workflows.vocabulary import EventKind


def announce(event: int, kind: EventKind, *, office: int, at: datetime) -> None:
    """Queue the event for each webhook of the office that wants its kind, in the caller's transaction.

    ``event`` and ``office``: ids. One query where nobody wants it, and one more where somebody does.
    """
    wanted = [
        webhook
        for webhook in Webhook.objects.filter(office=office, is_active=True).only("kinds")
        if not webhook.kinds or kind.value in webhook.kinds
    ]
    if not wanted:
        return
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=webhook, event_id=event, next_attempt_at=at, created_at=at)
        for webhook in wanted
    )
    wake_on_commit(Wakeup.SEND_WEBHOOKS)


def ping(webhook: Webhook, *, at: datetime) -> WebhookDelivery:
    """Queue a ping, which takes the way of every event; raises ValidationError where none could arrive."""
    if not webhook.is_active:
        raise ValidationError(_("The webhook is switched off. Switch it on, then test it."))
    if webhook.deliveries.queued().filter(event__isnull=True).exists():
        raise ValidationError(_("A test is on its way already. See in the log how it went."))
    delivery = WebhookDelivery.objects.create(webhook=webhook, next_attempt_at=at, created_at=at)
    wake_on_commit(Wakeup.SEND_WEBHOOKS)
    return delivery
