"""Production requests cover the preservations that they follow from, as soon as their receipt is recorded.

The row of the production and those of its preservations are locked together. What nobody may see is covered like the
rest: the entry stands in the log of the preservation, and the production tells nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from tracker.casework.models import AssistanceRequest, Link
from tracker.casework.queries import definition_of, history_of, years_of
from tracker.casework.services import recounting
from tracker.casework.services.locking import locked_rows
from tracker.casework.services.productions import Productions, productions_of
from tracker.casework.services.projection import project_productions
from tracker.casework.services.recording import TAKE_BACK, Codes, Entry, record
from workflows.engine import Event as HistoryEvent
from workflows.engine import effective
from workflows.engine.preservation import covering
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Flag, LinkKind, Source

logger = logging.getLogger(__name__)

COVER: Final = "request_production"


def preservations_of(row: AssistanceRequest) -> frozenset[int]:
    """Ids of the requests that it is the production of. One query."""
    links = Link.objects.filter(request=row, kind=LinkKind.PRODUCTION_OF.value)
    return frozenset(links.values_list("target", flat=True))


def settle(row: AssistanceRequest, preservations: Collection[int], *, at: datetime) -> None:
    """Cover what ``row`` produces, and ``row`` itself where it preserves.

    The caller has written to ``row`` in this transaction and holds the locks of all of them.
    """
    for target in locked_rows(preservations).values() if preservations else ():
        cover(target, at=at)
        tell_days(target)
    if Flag.PRESERVATION_RUNNING.value in row.flags:
        cover(row, at=at)


def cover(row: AssistanceRequest, *, at: datetime) -> None:
    """Make the log of a locked preservation say what its production requests hold, each receipt once.

    1. Take back what rests on a receipt that no longer stands or has another date. 2. Record the first receipt. What is
    not possible in this history stays as it is and goes on alarming: another request's entry must not fail for it.
    """
    try:
        with transaction.atomic():
            _cover(row, _receipts(productions_of(row)), at=at)
    except WorkflowError:
        logger.exception("the preservation %s could not be covered", row.pk)
        row.refresh_from_db()


def tell_days(row: AssistanceRequest) -> None:
    """Write on a locked preservation when its production requests were sent and received."""
    try:
        with transaction.atomic():
            project_productions(row)
    except WorkflowError:
        logger.exception("the productions of %s could not be told", row.pk)


def _cover(row: AssistanceRequest, receipts: Mapping[int, HistoryEvent], *, at: datetime) -> None:
    coverings = [event for event in effective(history_of(row)) if _is_covering(event)]
    if (receipts or coverings) and recounting.is_due(row):
        recounting.recount(row, at=at)
    now = Occurred.at_moment(at, row.office.time_zone)
    for event in coverings:
        if not _rests_on(event, receipts):
            _record(row, TAKE_BACK, now, {"target": event.sequence, "void": True}, at=at)
    if not receipts:
        return
    production, receipt = min(receipts.items(), key=lambda entry: (entry[1].occurred.latest, entry[0]))
    history = history_of(row)
    definition = definition_of(row, years=years_of(history, receipt.occurred.on))
    held = covering(history, receipt.occurred, definition)
    if held is not None:
        data: Codes = {"production": production, "received": receipt.occurred.on.isoformat()}
        _record(row, COVER, held.occurred, data, at=at, items=held.items)


def _record(
    row: AssistanceRequest,
    action: str,
    occurred: Occurred,
    data: Codes,
    *,
    at: datetime,
    items: tuple[str, ...] = (),
) -> None:
    entry = Entry(occurred=occurred, recorded_at=at, items=items, data=data, source=Source.SYSTEM)
    record(row, action, entry, by=None)


def _is_covering(event: HistoryEvent) -> bool:
    return event.kind is EventKind.PRODUCTION_REQUESTED and event.source is Source.SYSTEM


def _rests_on(event: HistoryEvent, receipts: Mapping[int, HistoryEvent]) -> bool:
    receipt = receipts.get(event.number("production") or 0)
    return receipt is not None and receipt.occurred.on.isoformat() == event.text("received")


def _receipts(productions: Productions) -> dict[int, HistoryEvent]:
    return {pk: one.receipt for pk, one in productions.items() if one.receipt is not None}
