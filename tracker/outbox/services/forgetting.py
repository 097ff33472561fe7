"""Forgetting what was delivered long ago."""

from __future__ import annotations

from datetime import datetime

from tracker.accounts.services import forget_oldest
from tracker.outbox.models import OutgoingState, WebhookDelivery


def forget_deliveries(*, before: datetime) -> int:
    """Drop the oldest deliveries of webhooks from before a moment, but those that still wait; return how many."""
    ended = WebhookDelivery.objects.exclude(state=OutgoingState.QUEUED)
    return forget_oldest(ended, age="created_at", before=before)
