"""Forgetting old packs. That they were asked for and taken stays in the log of accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tracker.packs.models import PackRun, PackState

BATCH: Final = 100


def forget_packs(*, before: datetime) -> int:
    """Delete packs that were asked for before a moment and wait no longer, at most BATCH; return how many."""
    found = PackRun.objects.filter(asked_at__lt=before).exclude(state=PackState.QUEUED)
    old = list(found.order_by("asked_at").values_list("pk", flat=True)[:BATCH])
    PackRun.objects.filter(pk__in=old).delete()
    return len(old)
