"""What came in, what went out and what stayed between two days: conditions on spells, a partition each way.

Whatever was carried forward or came in was either closed or is pending. Reports count by these conditions and the
register keeps rows by them, so that a figure and its rows are the same question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

if TYPE_CHECKING:
    from workflows.vocabulary import Outcome


class Flow(StrEnum):
    """What became of a stretch of being open within a period."""

    CARRIED = "carried"
    NEW = "new"
    REOPENED = "reopened"
    CLOSED = "closed"
    PENDING = "pending"
    AMISS = "amiss"


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class FlowFilter:
    """The part of the filter of requests that asks for movements; field names are the names in the address.

    ``flow`` happened from ``flow_from`` until ``flow_until``; ``ended_as`` is the outcome with which a stretch was
    closed then. ``known_on``: as it was known at the end of that day, whatever was recorded later.
    """

    flow: str = ""
    flow_from: date | None = None
    flow_until: date | None = None
    ended_as: str = ""
    known_on: date | None = None


ENTERED_ON: Final = Greatest("opened_on", "sent_on")
"""The day from which a stretch counts: the sending (the receipt, where they ask us), or the reopening."""
LEFT_ON: Final = Coalesce("closed_on", "superseded_on")
"""The day on which a stretch was over, also one that was reopened without ever having been closed."""
# One first sent on the very day of its reopening cannot be told apart by days.
AGAIN: Final = Q(number__gt=1, sent_on__lte=F("opened_on"))
"""The stretch began with a reopening, not with the first sending."""


def entered_by(day: date) -> Q:
    """Came in on the day or before."""
    return Q(sent_on__lte=day, opened_on__lte=day)


def entered_before(day: date) -> Q:
    """Came in before the day."""
    return Q(sent_on__lt=day, opened_on__lt=day)


def closed_within(first: date, last: date, outcome: Outcome | None = None) -> Q:
    """Closed between the days, with that outcome if one is wanted."""
    closed = Q(sent_on__isnull=False, closed_on__gte=first, closed_on__lte=last)
    return closed & Q(outcome=outcome.value) if outcome else closed


def flowed(flow: Flow, first: date, last: date, outcome: Outcome | None = None) -> Q:
    """Spells of which ``flow`` holds between the days, both included."""
    carried = entered_before(first) & ~_left_before(first)
    entered = entered_by(last) & ~entered_before(first)
    pending = entered_by(last) & ~_left_by(last)
    closed = closed_within(first, last, outcome)
    return {
        Flow.CARRIED: carried,
        Flow.NEW: entered & ~AGAIN,
        Flow.REOPENED: entered & AGAIN,
        Flow.CLOSED: closed,
        Flow.PENDING: pending,
        Flow.AMISS: ((carried | entered) & ~(closed | pending)) | ((closed | pending) & ~(carried | entered)),
    }[flow]


def _left_by(day: date) -> Q:
    return Q(closed_on__lte=day) | Q(closed_on__isnull=True, superseded_on__lte=day)


def _left_before(day: date) -> Q:
    return Q(closed_on__lt=day) | Q(closed_on__isnull=True, superseded_on__lt=day)
