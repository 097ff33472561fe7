"""Mail and webhooks: each a row that waits, is tried, and is accepted or given up in plain sight."""

from tracker.outbox.models.mail import MailKind, MailState, OutboxMessage
from tracker.outbox.models.outgoing import Outgoing, OutgoingQuerySet, OutgoingState
from tracker.outbox.models.webhooks import AllowedHost, Trouble, Webhook, WebhookDelivery

__all__ = [
    "AllowedHost",
    "MailKind",
    "MailState",
    "OutboxMessage",
    "Outgoing",
    "OutgoingQuerySet",
    "OutgoingState",
    "Trouble",
    "Webhook",
    "WebhookDelivery",
]
