"""One writer a request, and each by itself where many are gone through."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

from django.db import transaction

from tracker.casework.models import AssistanceRequest
from workflows.errors import WorkflowError

logger = logging.getLogger(__name__)


def locked_row(pk: int) -> AssistanceRequest:
    """The request, locked until the end of the transaction (SQLite locks the whole database)."""
    return locked_rows({pk})[pk]


def locked_rows(pks: Collection[int]) -> dict[int, AssistanceRequest]:
    """Several requests, locked in the one order in which everybody locks, so that no two wait for each other."""
    rows = AssistanceRequest.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
    found = {
        row.pk: row for row in rows.select_related("office__own_jurisdiction", "jurisdiction").order_by("pk")
    }
    if missing := set(pks) - found.keys():
        raise AssistanceRequest.DoesNotExist(f"no request {missing}")
    return found


def alone(pk: int, work: Callable[[AssistanceRequest], int], *, fault: str) -> int | None:
    """What ``work`` returns of a locked request, in a short transaction of its own.

    None where today's tables cannot tell its history: that must not keep the others from being gone through, and is
    logged as ``fault``. A fault of the database is raised: the next run finds the request again.
    """
    try:
        with transaction.atomic():
            return work(locked_row(pk))
    except WorkflowError:
        logger.exception("request %s: %s", pk, fault)
        return None
