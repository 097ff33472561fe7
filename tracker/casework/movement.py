"""How long a request has stood still: one definition for lists, filters and figures."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from tracker.casework.models import AssistanceRequest


def days_still(row: AssistanceRequest, on: date) -> int:
    """Whole days from its last movement to the day ``on``."""
    return (on - row.last_event_on).days


def still_q(days: int, *, on: date) -> Q:
    """Requests that had not moved for so many days, or for more, on the day ``on``."""
    return Q(last_event_on__lte=on - timedelta(days=days))
