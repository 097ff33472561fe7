"""Doing something once, however often it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tracker.accounts.models import User
from tracker.idempotency.models import KeptAnswer
from workflows.errors import WorkflowError
from workflows.messages import message

KEPT_FOR: Final = timedelta(days=3)


class KeyReused(WorkflowError):
    """The key stands for another call of the same user."""

    def __init__(self) -> None:
        super().__init__(
            message(
                "This Idempotency-Key was used for another call. Make a new key for each new thing to do."
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A finished answer: ``body`` is text as it goes over the wire, ``replayed`` whether it was given before.

    ``content_type`` is empty for the usual one.
    """

    status: int
    body: str
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


@transaction.atomic
def once(*, user: User, key: str, fingerprint: str, at: datetime, do: Callable[[], Answer]) -> Answer:
    """Call ``do`` and keep its answer, or return the answer that was kept for the key; raises KeyReused.

    What ``do`` writes and the kept answer are one transaction: after a crash in between neither is there and the call
    can be repeated. Of two calls at once the second waits for the first (PostgreSQL: at the unique key; SQLite: at
    the lock of the database).
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    kept, fresh = KeptAnswer.objects.get_or_create(
        user=user, key_digest=digest, defaults={"fingerprint": fingerprint, "created_at": at}
    )
    if not fresh:
        return _again(kept, fingerprint)
    answer = do()
    kept.status, kept.content_type = answer.status, answer.content_type
    kept.body, kept.headers = answer.body, dict(answer.headers)
    kept.save(update_fields=["status", "content_type", "body", "headers"])
    return answer


def forget(*, at: datetime) -> int:
    """Drop answers that are older than KEPT_FOR; return how many."""
    return KeptAnswer.objects.filter(created_at__lt=at - KEPT_FOR).delete()[0]


def _again(kept: KeptAnswer, fingerprint: str) -> Answer:
    if kept.fingerprint != fingerprint or kept.status is None:
        raise KeyReused
    return Answer(
        status=kept.status,
        body=kept.body,
        content_type=kept.content_type,
        headers=kept.headers,
        replayed=True,
    )
