"""What cannot wait, and on which morning the rest is told. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.casework.models import Deadline
from workflows.deadlines import Step, goes_at_once
from workflows.vocabulary import DeadlineKind, Urgency

MORNING: Final = time(7)
"""House rule: at this hour, where the reader is, the day's digest goes out."""
GATHERING: Final = timedelta(minutes=15)
"""So long a digest that is late already waits for what else is found."""


def is_told_at_once(deadline: Deadline, step: Step) -> bool:
    """Whether the step cannot wait for the morning."""
    return goes_at_once(
        step,
        DeadlineKind(deadline.kind),
        urgency=Urgency(deadline.request.urgency),
        in_hours=is_counted_in_hours(deadline),
    )


def is_counted_in_hours(deadline: Deadline) -> bool:
    """Days are late only after their end, expiries at the start of a day; what is late at once has an hour."""
    return deadline.due_from == deadline.late_from and deadline.kind != DeadlineKind.EXPIRY


def mornings(zone: str, *, since: datetime, at: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the days on whose digest something can stand that is to be told ``since`` a moment, and when each goes out.

    What should have stood on this morning's digest still does, if nothing was sent yet: after an outage, one mail.
    """
    here = ZoneInfo(zone)
    today = at.astimezone(here).date()
    morning = _morning(today, here)
    if at <= morning:
        yield today, morning
    elif since <= morning:
        yield today, at + GATHERING
    day = today
    while True:
        day += timedelta(days=1)
        yield day, _morning(day, here)


def _morning(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=here)
