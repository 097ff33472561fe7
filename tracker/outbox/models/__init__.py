"""Mail and webhooks: each a row that waits, is tried, and is accepted or given up in plain sight."""

from tracker.outbox.models.mail import MailKind, MailState, OutboxMessage
from tracker.outbox.models.outgoing import Outgoing, OutgoingQuerySet, OutgoingState

__all__ = [
    "MailKind",
    "MailState",
    "OutboxMessage",
    "Outgoing",
    "OutgoingQuerySet",
    "OutgoingState",
]
