"""What is late and by how much, as conditions on requests: filters, figures and lists ask by these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from tracker.casework.models import Deadline
from tracker.casework.models.clocks import DeadlineQuerySet
from workflows.vocabulary import DeadlineKind


class Owing(StrEnum):
    """What is late or soon late: an answer to us, something of ours, or a thing that is lost."""

    ANSWERS = "answers"
    OURS = "ours"
    EXPIRIES = "expiries"


OWING_KINDS: Mapping[Owing, tuple[DeadlineKind, ...]] = {
    Owing.ANSWERS: (DeadlineKind.REPLY, DeadlineKind.EXPECTATION),
    Owing.OURS: (DeadlineKind.OBLIGATION,),
    Owing.EXPIRIES: (DeadlineKind.EXPIRY,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LateBucket:
    """Days late, both ends included; ``until`` None is open-ended. ``key`` stands in the address."""

    key: str
    start: int
    until: int | None


LATE_BUCKETS = (
    LateBucket(key="0-30", start=0, until=30),
    LateBucket(key="31-90", start=31, until=90),
    LateBucket(key="91-180", start=91, until=180),
    LateBucket(key="181-365", start=181, until=365),
    LateBucket(key="366-", start=366, until=None),
)


def late_q(bucket: LateBucket, at: datetime, column: str = "late_from") -> Q:
    """Whole days since ``column`` lie in the bucket."""
    lies = Q(**{f"{column}__lte": at - timedelta(days=bucket.start)})
    if bucket.until is not None:
        lies &= Q(**{f"{column}__gt": at - timedelta(days=bucket.until + 1)})
    return lies


def late_deadlines(until: datetime) -> DeadlineQuerySet:
    """Open deadlines that are late at that moment; our own chores make nothing late."""
    return Deadline.objects.open().filter(is_chore=False, late_from__lte=until)


def owing(what: Owing, *, at: datetime, within_days: int | None) -> QuerySet[Deadline, Any]:
    """Ids of requests with an open deadline of that sort late at ``at``, or late within so many days from then."""
    found = _owing(what, _until(at, within_days))
    # Expiries are few: distinct, they are fetched once instead of asked for request by request. The others are many.
    return found.order_by().distinct() if what is Owing.EXPIRIES else found


def _owing(what: Owing, until: datetime) -> QuerySet[Deadline, Any]:
    return late_deadlines(until).filter(kind__in=OWING_KINDS[what]).values("request")


def owing_q(what: Owing, *, at: datetime, within_days: int | None = None) -> Q:
    """The same as a condition on requests."""
    # Nothing of a request is late before its most pressing date: so its own column leaves few to look at.
    nearly = Q(late_from__lte=_until(at, within_days))
    return nearly & Q(pk__in=owing(what, at=at, within_days=within_days))


def owing_counted(what: Owing, *, at: datetime, within_days: int | None = None) -> Q:
    """The same to count by: where the most pressing date is of that sort, no deadline is looked for."""
    until = _until(at, within_days)
    pressing = Q(due_kind__in=OWING_KINDS[what])
    return Q(late_from__lte=until) & (pressing | Q(pk__in=_owing(what, until).order_by()))


def late_by_q(rule: str, *, at: datetime) -> Q:
    """Requests with something late by that rule."""
    return Q(late_from__lte=at, pk__in=late_deadlines(at).filter(rule=rule).values("request"))


def _until(at: datetime, within_days: int | None) -> datetime:
    return at + timedelta(days=within_days or 0)
