"""The notices that a viewer may read: what is about a request that they may not see any more is not shown."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tracker.casework.viewer import Viewer
from tracker.notices.models import Notice, NoticeQuerySet

COUNTED: Final = 99
"""Beyond so many nobody counts."""


def notices_of(viewer: Viewer) -> NoticeQuerySet:
    """All of them, with their requests; those that are about none among them."""
    found = Notice.objects.filter(Q(request__isnull=True) | viewer.sees("request"), user=viewer.user)
    return found.select_related("request")


def unread_count(viewer: Viewer) -> int:
    """How many are unread, at most one more than COUNTED. One query, off an index of what is unread."""
    return notices_of(viewer).unread().order_by()[: COUNTED + 1].count()
