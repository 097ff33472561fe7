"""One writer a request."""

from __future__ import annotations

from collections.abc import Collection

from tracker.casework.models import AssistanceRequest


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
