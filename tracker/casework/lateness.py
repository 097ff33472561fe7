"""What is late and by how much, as conditions on requests: filters, figures and lists ask by these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from tracker.casework.models import Deadline
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


def late_column(what: Owing) -> str:
    """The column of a request that says from when the first of its open things of that sort is late."""
    return f"{what}_late_from"


def owing_q(what: Owing, *, at: datetime, within_days: int | None = None) -> Q:
    """Requests with something of that sort late at ``at``, or late within so many days from then."""
    until = at + timedelta(days=within_days or 0)
    # Nothing of a request is late before its most pressing date, and by that the indexes are sorted.
    return Q(**{"late_from__lte": until, f"{late_column(what)}__lte": until})


def late_by_q(rule: str, *, at: datetime) -> Q:
    """Requests with something late by that rule."""
    late = Deadline.objects.owed().overdue(at).filter(rule=rule)
    return Q(late_from__lte=at, pk__in=late.values("request"))
