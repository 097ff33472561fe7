"""How long a request has stood still: one definition for lists, filters and figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from tracker.accounts.queries import local_date
from tracker.casework.models import AssistanceRequest


def still_days(row: AssistanceRequest, at: datetime) -> int:
    """Whole days since the last movement, by the calendar of the office."""
    return (local_date(row.office, at) - row.last_event_on).days


def still_q(days: int, *, on: date) -> Q:
    """Requests that had not moved for so many days, or for more, on the day ``on``."""
    return Q(last_event_on__lte=on - timedelta(days=days))
