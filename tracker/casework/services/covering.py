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

from tracker.casework.models import AssistanceRequest, Event, Link
from tracker.casework.queries import definition_of, history_of, years_of
from tracker.casework.services import recounting
from tracker.casework.services.locking import locked_rows
from tracker.casework.services.recording import TAKE_BACK, Codes, Entry, record
from workflows import registry
from workflows.engine import Event as HistoryEvent
from workflows.engine import effective
from workflows.engine.preservation import covering, covers, receipt_of
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Flag, LinkKind, Source

logger = logging.getLogger(__name__)

COVER: Final = "request_production"


def preservations_of(row: AssistanceRequest) -> frozenset[int]:
    """Ids of the requests that it is the production of. One query."""
    links = Link.objects.filter(request=row, kind=LinkKind.PRODUCTION_OF.value)
    return frozenset(links.values_list("target", flat=True))


def is_received(row: AssistanceRequest) -> bool:
    """Whether it is recorded that whoever is asked has it. One query."""
    return receipt_of(history_of(row)) is not None


def settle(row: AssistanceRequest, preservations: Collection[int], *, at: datetime) -> None:
    """Cover what ``row`` produces, and ``row`` itself where it preserves.

    The caller has written to ``row`` in this transaction and holds the locks of all of them.
    """
    for target in locked_rows(preservations).values() if preservations else ():
        cover(target, at=at)
    if Flag.PRESERVATION_RUNNING.value in row.flags:
        cover(row, at=at)


def cover(row: AssistanceRequest, *, at: datetime) -> None:
    """Make the log of a locked preservation say what its production requests hold, each receipt once.

    1. Take back what rests on a receipt that no longer stands or has another date. 2. Record the first receipt. What is
    not possible in this history stays as it is and goes on alarming: another request's entry must not fail for it.
    """
    try:
        with transaction.atomic():
            _cover(row, _receipts(row), at=at)
    except WorkflowError:
        logger.exception("the preservation %s could not be covered", row.pk)
        row.refresh_from_db()


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


def _receipts(row: AssistanceRequest) -> dict[int, HistoryEvent]:
    """The receipt of each production request that reaches whoever keeps the data of ``row``. Two queries."""
    links = Link.objects.filter(target=row, kind=LinkKind.PRODUCTION_OF.value).select_related("request")
    productions = [link.request_id for link in links if _reaches(link.request, row)]
    histories: dict[int, list[HistoryEvent]] = {pk: [] for pk in productions}
    if productions:
        for event in Event.objects.filter(request__in=productions).order_by("request", "sequence"):
            histories[event.request_id].append(event.value())
    found = {pk: receipt_of(history) for pk, history in histories.items()}
    return {pk: receipt for pk, receipt in found.items() if receipt is not None}


def _reaches(production: AssistanceRequest, preservation: AssistanceRequest) -> bool:
    alike = production.jurisdiction_id == preservation.jurisdiction_id
    return (
        alike
        and production.direction == preservation.direction
        and covers(registry.channel(production.channel), registry.channel(preservation.channel))
    )
