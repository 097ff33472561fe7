"""Production requests cover the preservations that they follow from, as soon as their receipt is recorded.

The row of the production and those of its preservations are locked together. What nobody may see is covered like the
rest: the entry stands in the log of the preservation, and the production tells nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from tracker.casework.models import AssistanceRequest, Link
from tracker.casework.queries import definition_of, history_of, years_of
from tracker.casework.services import recounting
from tracker.casework.services.locking import locked_rows
from tracker.casework.services.productions import Productions, holds_of, productions_of
from tracker.casework.services.projection import project_productions
from tracker.casework.services.recording import TAKE_BACK, Codes, Entry, record
from tracker.casework.services.telling import tell_of_end
from workflows.engine import Event as HistoryEvent
from workflows.engine import effective
from workflows.engine.preservation import Hold, covering
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Flag, LinkKind, Source

logger = logging.getLogger(__name__)

COVER: Final = "request_production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One time that a production request, by its id, held the data."""

    production: int
    hold: Hold

    @property
    def received(self) -> str:
        """The day of its receipt, as the log keeps it."""
        return self.hold.receipt.occurred.on.isoformat()

    def is_told_by(self, event: HistoryEvent) -> bool:
        """Whether this is what ``event`` rests on."""
        return (event.number("production"), event.text("received")) == (self.production, self.received)


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

    1. Take back what rests on a receipt that no longer stands or has another date, and what its production request held
    while it was not over yet, but no longer holds: its date alarms again. 2. Record the first receipt that holds. What
    is not possible in this history stays as it is and goes on alarming: another request's entry must not fail for it.
    """
    try:
        with transaction.atomic():
            _cover(row, _held(productions_of(row)), at=at)
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


def _cover(row: AssistanceRequest, held: Sequence[Held], *, at: datetime) -> None:
    coverings = [event for event in effective(history_of(row)) if _is_covering(event)]
    if (held or coverings) and recounting.is_due(row):
        recounting.recount(row, at=at)
    now = Occurred.at_moment(at, row.office.time_zone)
    for event in coverings:
        found = next((one for one in reversed(held) if one.is_told_by(event)), None)
        if found and found.hold.ended:
            tell_of_end(row, found.production, found.hold.ended, at=at)
        if not (found and _holds_still(row, event, found.hold)):
            _record(row, TAKE_BACK, now, {"target": event.sequence, "void": True}, at=at)
    if held:
        _cover_first(row, held, at=at)


def _cover_first(row: AssistanceRequest, held: Sequence[Held], *, at: datetime) -> None:
    history = history_of(row)
    definition = definition_of(row, years=years_of(history, *(one.hold.receipt.occurred.on for one in held)))
    made = ((one, covering(history, one.hold, definition)) for one in held)
    for one, found in made:
        if found is not None:
            data: Codes = {"production": one.production, "received": one.received}
            _record(row, COVER, found.occurred, data, at=at, items=found.items)
            return


def _holds_still(row: AssistanceRequest, event: HistoryEvent, hold: Hold) -> bool:
    """Whether what ``event`` covers would be covered today. A request that has ended since is left as it is."""
    if hold.ended is None or row.is_final:
        return True
    before = [one for one in history_of(row) if one.sequence != event.sequence]
    definition = definition_of(row, years=years_of(before, hold.receipt.occurred.on))
    made = covering(before, hold, definition)
    return made is not None and (made.occurred, made.items) == (event.occurred, event.items)


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


def _held(productions: Productions) -> list[Held]:
    """Every time that one of them held the data, the first receipt first."""
    found = [Held(production=pk, hold=hold) for pk, one in productions.items() for hold in holds_of(one)]
    return sorted(found, key=lambda one: (one.hold.receipt.occurred.latest, one.production))
