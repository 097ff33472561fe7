"""Preservations whose last day is over: the program records that they lapsed.

Each in a short transaction of its own, looked at again under its lock: two sweeps at once, a repeated or an interrupted
one record it once. An entry that tells of an earlier renewal or receipt takes it back (`recording`).
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.queries import definition_of, history_of, years_of
from tracker.casework.services import recounting
from tracker.casework.services.locking import locked_row
from tracker.casework.services.recording import Entry, record
from workflows.engine import replay
from workflows.engine.preservation import Lapse, lapses
from workflows.errors import ActionNotAllowed, WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, Source

logger = logging.getLogger(__name__)

LAPSE: Final = "lapse"
SHORTEST_DAY: Final = timedelta(hours=23)


def run(*, at: datetime) -> int:
    """Record what has lapsed by ``at``; return how many lapses that were."""
    return sum(_lapsed(pk, at=at) for pk in list(_due(at)))


def _due(at: datetime) -> QuerySet[Deadline, int]:
    """Ids of requests with an expiry that came a day ago, once everybody has been told of it.

    Of imported history that nobody has adopted nothing is recorded, as nobody is reminded of it.
    """
    told = Q(remind_at__isnull=True) | Q(remind_at__gt=at)
    rows = Deadline.objects.owed().filter(told, request__is_adopted=True)
    over = rows.filter(kind=DeadlineKind.EXPIRY.value, late_from__lte=at - SHORTEST_DAY)
    return over.order_by("request").values_list("request", flat=True).distinct()


def _lapsed(pk: int, *, at: datetime) -> int:
    try:
        with transaction.atomic():
            return lapse(locked_row(pk), at=at)
    except (OperationalError, InterfaceError):
        raise  # the database, not the request: the next run finds it again
    except WorkflowError:  # it must not keep the others from being recorded
        logger.exception("the lapse of request %s could not be recorded", pk)
        return 0


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
