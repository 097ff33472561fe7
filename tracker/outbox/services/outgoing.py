"""Claiming, trying again and giving up: one way for everything that leaves, at least once each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import F

from tracker.outbox.models import Outgoing, OutgoingQuerySet, OutgoingState
from tracker.outbox.models.outgoing import UNSENT

Row = TypeVar("Row", bound=Outgoing)

LEASE: Final = timedelta(minutes=5)
"""How long what was claimed is left to its sender. A task that sends is ended before, so that no two send at once."""

APART: Final = LEASE
"""So far the clocks of several machines may be apart before what one of them wrote is taken for a mistake."""
LONGEST_WAIT: Final = timedelta(days=3)
"""Nothing waits longer than that for its moment."""

ATTEMPTS: Final = 12
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
"""Pauses of 1, 4, 16 ... minutes, never longer than this: the last attempt comes two days after the first."""


def claim(
    rows: OutgoingQuerySet[Row],
    *,
    at: datetime,
    limit: int,
    given_up: Callable[[Row], object] = lambda _row: None,
) -> Iterator[Row]:
    """Yield waiting ``rows``, oldest first, each leased to this caller alone: whoever's update changed the row has it.

    Those whose senders died with their last attempt are given up first; ``given_up`` is told of each. Each is claimed
    when it is asked for: where the caller stops, what was not claimed has lost no attempt.
    """
    _put_right(rows.queued(), at=at)
    waiting = rows.claimable(at)
    for row in waiting.filter(attempts__gte=ATTEMPTS):
        with transaction.atomic():
            if waiting.filter(pk=row.pk).update(state=OutgoingState.FAILED, leased_until=None):
                given_up(row)
    for pk in list(waiting.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit]):
        leased = waiting.filter(pk=pk).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
        if leased:
            yield rows.get(pk=pk)


def _put_right(waiting: OutgoingQuerySet[Row], *, at: datetime) -> None:
    """Let what was written by a clock that was ahead, and is right again, be looked at now, not in days or years."""
    made = waiting.filter(created_at__gt=at + APART)
    put_off = waiting.filter(next_attempt_at__gt=at + LONGEST_WAIT)
    leased = waiting.filter(leased_until__gt=at + LEASE + APART)
    if (made | put_off | leased).exists():
        made.update(created_at=at, next_attempt_at=at)
        put_off.update(next_attempt_at=at)
        leased.update(leased_until=None)


def accepted(row: Outgoing, *, at: datetime, **columns: object) -> None:
    """Write down that it left, and ``columns`` with it."""
    done = {"state": OutgoingState.SENT, "sent_at": at, "leased_until": None, "last_error": ""}
    _queued(row).update(**done, **columns)


def not_accepted(
    row: Outgoing, error: str, *, at: datetime, for_good: bool = False, **columns: object
) -> bool:
    """Let it wait for its next attempt, or give it up where that was the last or none could help; return which."""
    given_up = for_good or row.attempts >= ATTEMPTS
    changed = (
        _queued(row)
        .filter(attempts=row.attempts)
        .update(  # unless another sender has claimed it meanwhile
            state=OutgoingState.FAILED if given_up else OutgoingState.QUEUED,
            next_attempt_at=at + _pause(row.attempts),
            leased_until=None,
            last_error=error[:300],
            **columns,
        )
    )
    return bool(given_up and changed)


def cancel(row: Outgoing, **columns: object) -> bool:
    """Take back what was not sent yet. Return False if it was too late, or not in the outbox."""
    return bool(_queued(row).update(state=OutgoingState.CANCELLED, leased_until=None, **columns))


def put_off(row: Outgoing, *, until: datetime) -> None:
    """Let what was claimed wait until a moment: it was not tried, so that no attempt is lost."""
    _queued(row).update(next_attempt_at=until, leased_until=None, attempts=F("attempts") - 1)


def queue_again(row: Outgoing, *, at: datetime) -> bool:
    """Queue what failed or was cancelled, as the same thing. Return False if there was nothing to queue."""
    ended = _rows(row).filter(state__in=UNSENT)
    return bool(ended.update(state=OutgoingState.QUEUED, attempts=0, next_attempt_at=at, last_error=""))


def _rows(row: Row) -> OutgoingQuerySet[Row]:
    rows: OutgoingQuerySet[Row] = OutgoingQuerySet(type(row))
    return rows.filter(pk=row.pk)


def _queued(row: Row) -> OutgoingQuerySet[Row]:
    return _rows(row).queued()


def _pause(attempts: int) -> timedelta:
    pause: timedelta = FIRST_PAUSE * int(4 ** (attempts - 1))
    return min(pause, LONGEST_PAUSE)
