"""One writer a request."""

from __future__ import annotations

from tracker.casework.models import AssistanceRequest


def locked_row(pk: int) -> AssistanceRequest:
    """The request, locked until the end of the transaction (SQLite locks the whole database)."""
    rows = AssistanceRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office__own_jurisdiction", "jurisdiction").get(pk=pk)
