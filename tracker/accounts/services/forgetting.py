"""Forgetting who called long ago. The logs of requests and accounts are no part of it: they are kept for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from tracker.accounts.models import FeedUse, TokenUse

BATCH: Final = 5_000


def forget_uses(*, before: datetime) -> int:
    """Drop the oldest uses of tokens and of calendar feeds from before a moment; return how many, a batch of each."""
    tokens = forget_oldest(TokenUse.objects.all(), age="at", before=before)
    return tokens + forget_oldest(FeedUse.objects.all(), age="at", before=before)


def forget_oldest(rows: QuerySet[Any], *, age: str, before: datetime) -> int:
    """Drop the oldest of ``rows`` that are from before a moment, at most BATCH; return how many.

    They are found in the order of their ids, as they were made: whatever is kept, nobody looks through it.
    """
    oldest = rows.order_by("pk").values_list("pk", age)[:BATCH]
    gone = [pk for pk, moment in oldest if moment < before]
    return rows.filter(pk__in=gone).delete()[0] if gone else 0
