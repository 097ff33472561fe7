"""Work that waits in rows: each leased to one worker, taken up again where that one dies, given up after some tries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import InterfaceError, OperationalError, models
from django.db.models import F, Q, QuerySet

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long a row is left to its worker. A task is ended before, so that no two work on one at once."""
ATTEMPTS: Final = 3


class WorkState(models.TextChoices):
    """Where the work is; each kind of work has words of its own for these."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


class Leased(models.Model):
    """Base of the rows: their ``state`` is one of `WorkState`."""

    state = models.CharField(max_length=8, default=WorkState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Leased)


def taken(rows: QuerySet[Row], *, at: datetime) -> Iterator[Row]:
    """Yield what waits, oldest first, each leased to this caller alone: whoever's update changed the row has it.

    Each is leased when it is asked for. What was tried ATTEMPTS times, and whose worker died, is given up first.
    """
    # No lease reaches so far, unless the clock was ahead when it was taken.
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=at) | Q(leased_until__gt=at + 2 * LEASE)
    waiting = rows.filter(is_free, state=WorkState.QUEUED)
    waiting.filter(attempts__gte=ATTEMPTS).update(state=WorkState.FAILED, leased_until=None)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if waiting.filter(pk=pk).update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            yield rows.get(pk=pk)


def carry_out(
    rows: QuerySet[Row], row: Row, work: Callable[[], Mapping[str, object]], *, at: datetime, failure: str
) -> None:
    """Do the work of a row that was taken, and write down that it is done, with the columns that ``work`` returns.

    One that fails is logged as a ``failure``, and waits for its next attempt or is given up; it holds up no other.
    """
    mine = rows.filter(pk=row.pk, state=WorkState.QUEUED)
    try:
        columns = work()
    except (OperationalError, InterfaceError):
        raise  # the database, not the work: after the lease it is tried again
    except Exception:  # one that cannot be done must not hold up the others
        logger.exception(failure)
        state = WorkState.FAILED if row.attempts >= ATTEMPTS else WorkState.QUEUED
        mine.update(leased_until=None, state=state)
        return
    mine.update(state=WorkState.DONE, finished_at=at, leased_until=None, **columns)
