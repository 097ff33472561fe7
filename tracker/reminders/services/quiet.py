"""Quiet hours, asked when a mail is about to leave: whatever was queued when, they are those of that moment."""

from __future__ import annotations

from datetime import datetime

from tracker.outbox import services as outbox
from tracker.outbox.models import OutboxMessage
from tracker.reminders.policy import quiet_ends


def put_off_in_quiet_hours(message: OutboxMessage, *, at: datetime) -> bool:
    """Let the mail wait until its reader's quiet hours end; False where there are none now."""
    until = quiet_ends(message.recipient, at)
    if until is not None:
        outbox.put_off(message, until=until)
    return until is not None
