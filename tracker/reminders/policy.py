"""What cannot wait, and on which morning the rest is told. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.accounts.models import User
from tracker.casework.models import Deadline
from workflows.deadlines import Step, goes_at_once
from workflows.vocabulary import DeadlineKind, Urgency

MORNING: Final = time(7)
"""House rule: at this hour, where the reader is, the day's digest goes out."""
NEAR: Final = timedelta(hours=24)
"""What is lost so soon is told whatever the hour."""
GATHERING: Final = timedelta(minutes=15)
"""So long a digest that is late already waits for what else is found."""


def is_told_at_once(deadline: Deadline, step: Step) -> bool:
    """Whether the step cannot wait for the morning."""
    return goes_at_once(
        step,
        DeadlineKind(deadline.kind),
        urgency=Urgency(deadline.request.urgency),
        in_hours=deadline.counts_hours,
    )


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


def morning_to_come(day: date, zone: str, *, at: datetime) -> datetime | None:
    """When the digest of a day goes out where the reader is, if that is still to come within a day; otherwise None."""
    morning = _morning(day, ZoneInfo(zone))
    return morning if at < morning <= at + timedelta(days=1) else None


def quiet_ends(reader: User, at: datetime) -> datetime | None:
    """When the quiet hours end in which the moment lies for the reader; None where it lies in none."""
    if reader.quiet_from is None or reader.quiet_until is None:
        return None
    here = ZoneInfo(reader.time_zone)
    now = at.astimezone(here)
    over_midnight = reader.quiet_until < reader.quiet_from
    before_end, after_start = now.time() < reader.quiet_until, now.time() >= reader.quiet_from
    if not (before_end or after_start if over_midnight else before_end and after_start):
        return None
    last = now.date() if before_end else now.date() + timedelta(days=1)
    end = datetime.combine(last, reader.quiet_until, tzinfo=here)
    # In the night in which an hour comes twice, the second one where the first is over.
    return end if end > at else end.replace(fold=1)


def wakes(deadline: Deadline, at: datetime) -> bool:
    """Whether it is told in quiet hours too: within a day something is lost, or hours run out."""
    is_loss = deadline.kind == DeadlineKind.EXPIRY or deadline.counts_hours
    return is_loss and deadline.due_from - at <= NEAR


def _morning(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=here)
