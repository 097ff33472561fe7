"""Telling people, in the transaction of the cause; and what they have read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from tracker.accounts.models import User
from tracker.notices.models import Notice, NoticeKind, NoticeQuerySet
from workflows.messages import Message, as_data

KEPT_FOR: Final = timedelta(days=90)
"""So long a notice is kept after it was read."""


def tell(
    readers: Iterable[User],
    kind: NoticeKind,
    *,
    cause: str,
    words: Message,
    at: datetime,
    request_id: int | None = None,
) -> None:
    """Leave a notice for each reader, in the caller's transaction: once for each ``cause``, however often told."""
    leave(draft(reader, kind, cause=cause, words=words, at=at, request_id=request_id) for reader in readers)


def draft(
    reader: User, kind: NoticeKind, *, cause: str, words: Message, at: datetime, request_id: int | None = None
) -> Notice:
    """A notice for `leave`, not stored yet."""
    return Notice(
        user=reader, kind=kind.value, cause=cause, request_id=request_id, words=as_data(words), created_at=at
    )


def leave(notices: Iterable[Notice]) -> None:
    """Leave these notices, in the caller's transaction, each once for its reader and cause.

    Programs read no notices.
    """
    rows = [one for one in notices if one.user.is_active and not one.user.is_service]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(notices: NoticeQuerySet, *, at: datetime) -> int:
    """Write down that their reader has read these; return how many were unread."""
    return notices.unread().update(read_at=at)


def forget(*, at: datetime) -> None:
    """Drop what was read long ago; what happened stands in the history of the request."""
    Notice.objects.filter(read_at__lte=at - KEPT_FOR).delete()
