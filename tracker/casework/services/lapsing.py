"""Preservations whose last day is over: the program records that they lapsed.

Each in a short transaction of its own, looked at again under its lock: two sweeps at once, a repeated or an interrupted
one record it once. An entry that tells of an earlier renewal or receipt takes it back (`recording`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db.models import Q, QuerySet

from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.queries import definition_of, history_of, years_of
from tracker.casework.services import recounting
from tracker.casework.services.locking import alone
from tracker.casework.services.recording import Entry, record
from workflows.engine import replay
from workflows.engine.preservation import Lapse, lapses
from workflows.errors import ActionNotAllowed
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, Source

LAPSE: Final = "lapse"
BATCH: Final = 200
SHORTEST_DAY: Final = timedelta(hours=23)


def run(*, at: datetime, batch: int = BATCH) -> int:
    """Record what has lapsed by ``at``, about ``batch`` lapses; return how many that were.

    Where it stops, the next run goes on: what is recorded is no longer found. What cannot be recorded is passed over,
    so that it holds up no other.
    """
    done = 0
    for pk in _in_portions(at, batch):
        if done >= batch:
            break
        done += alone(pk, partial(lapse, at=at), fault="its lapse could not be recorded") or 0
    return done


def _in_portions(at: datetime, size: int) -> Iterator[int]:
    """Ids of requests that are due, ``size`` of them read at once, each once."""
    after = 0
    while pks := list(_due(at).filter(request__gt=after)[:size]):
        yield from pks
        after = pks[-1]


def _due(at: datetime) -> QuerySet[Deadline, int]:
    """Ids of requests with an expiry that came a day ago, once everybody has been told of it.

    Of imported history that nobody has adopted nothing is recorded, as nobody is reminded of it.
    """
    told = Q(remind_at__isnull=True) | Q(remind_at__gt=at)
    rows = Deadline.objects.owed().filter(told, request__is_adopted=True)
    over = rows.filter(kind=DeadlineKind.EXPIRY.value, late_from__lte=at - SHORTEST_DAY)
    return over.order_by("request").values_list("request", flat=True).distinct()


def lapse(row: AssistanceRequest, *, at: datetime) -> int:
    """Record every lapse of a locked request that has come by ``at``, and say how many."""
    if recounting.is_due(row):
        recounting.recount(row, at=at)
    history = history_of(row)
    definition = definition_of(row, years=years_of(history))
    awaited = lapses(replay(history, definition), definition.places)
    come = [over for over in awaited if over.occurred.earliest <= at]
    for over in come:
        _record(row, over, at=at)
    return len(come)


def _record(row: AssistanceRequest, over: Lapse, *, at: datetime) -> None:
    """On its day; where something was recorded since that a lapsed request cannot have, as of now."""
    entry = Entry(occurred=over.occurred, recorded_at=at, items=over.items, source=Source.SYSTEM)
    try:
        record(row, LAPSE, entry, by=None)
    except ActionNotAllowed:
        now = Occurred.at_moment(at, row.office.time_zone)
        record(row, LAPSE, replace(entry, occurred=now), by=None)
