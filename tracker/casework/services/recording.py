"""Writing one entry: decided against the whole history, appended, projected, told. Recounts alone go another way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tracker.accounts.models import User
from tracker.accounts.policy import OfficeScope
from tracker.casework.errors import Refused, StaleVersion
from tracker.casework.models import AssistanceRequest, Event
from tracker.casework.queries import (
    days_of,
    definition_of,
    facts_of,
    history_of,
    objections_to,
    procedure_of,
    years_of,
)
from tracker.casework.services import log, projection, recounting
from tracker.casework.services.checking import require_valid
from tracker.casework.services.locking import locked_rows
from tracker.casework.services.search import index
from tracker.casework.services.telling import tell_of
from tracker.chain import JSON
from tracker.directory.models import Authority
from workflows.engine import Decision, Definition, Facts, FieldName, Need, Proposal, step
from workflows.engine import Event as HistoryEvent
from workflows.engine.preservation import lapses_recorded, overtaken
from workflows.errors import ActionNotAllowed
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Party, Source

Codes = Mapping[str, JSON]
Texts = Mapping[str, JSON]

TAKE_BACK: Final = "take_back"
FIRST_YEAR: Final = 1900
"""Nothing that is tracked began earlier; what is dated so is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody records: codes go into the event, free texts into its erasable words."""

    occurred: Occurred
    recorded_at: datetime
    items: tuple[str, ...] = ()
    data: Codes = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    source: Source = Source.HUMAN


def locked(
    assistance_request: AssistanceRequest, *, seen_version: int, at: datetime, also: Collection[int] = ()
) -> AssistanceRequest:
    """The row, locked (PostgreSQL; SQLite locks the database), if nobody wrote since ``seen_version``.

    Dates that a calendar or a rule has moved meanwhile are counted anew first, so that what moved them is told apart
    from what is written now. ``also``: ids of other requests that the transaction writes to, locked with it.
    """
    row = locked_rows({assistance_request.pk, *also})[assistance_request.pk]
    if row.version != seen_version:
        raise StaleVersion(row, seen=seen_version)
    if recounting.is_due(row):
        recounting.recount(row, at=at)
    return row


def record(
    row: AssistanceRequest, action: str, entry: Entry, *, by: User | None, scope: OfficeScope | None = None
) -> Event:
    """Decide, append, project. The caller holds the lock and the transaction. ``scope`` as for `roles_on`."""
    days = list(days_of(entry.occurred, entry.data))
    if min(days).year < FIRST_YEAR:
        raise Refused(message("%(on)s lies too long ago. Give the day on which it happened.", on=min(days)))
    data = completed_codes(row, entry.data)
    history = history_of(row)
    proposal = Proposal(
        action=action,
        occurred=entry.occurred,
        items=entry.items,
        data=data,
        given=frozenset(name for name in FieldName if name.value in entry.texts),
    )
    definition = definition_of(row, years=years_of(history, *days))
    facts = facts_of(
        row,
        by=by,
        at=entry.recorded_at,
        source=entry.source,
        scope=scope,
        objections=_objections(row, action, entry),
    )
    decision = _decided(row, history, proposal, facts, definition)
    return _write(row, decision, entry)


def _decided(
    row: AssistanceRequest,
    history: list[HistoryEvent],
    proposal: Proposal,
    facts: Facts,
    definition: Definition,
) -> Decision:
    """The decision, after what the program recorded too early was taken back: it knew less than is known now."""
    lapses = lapses_recorded(history)
    if lapses:
        try:
            voids = _voids(row, lapses, history, definition, at=facts.now)
            known = [*history, *voids]
            known.append(step(known, proposal, facts, definition).event)
        except ActionNotAllowed:
            known = []
        gone = list(overtaken(known, lapses, definition)) if known else []
        for void in _voids(row, gone, history, definition, at=facts.now):
            log.append(row, void, {})
            history.append(void)
    return step(history, proposal, facts, definition)


def _voids(
    row: AssistanceRequest,
    events: list[HistoryEvent],
    history: list[HistoryEvent],
    definition: Definition,
    *,
    at: datetime,
) -> list[HistoryEvent]:
    """Corrections of the program, not written yet, that take ``events`` back."""
    known, facts = list(history), facts_of(row, by=None, at=at, source=Source.SYSTEM)
    for event in events:
        data = {"target": event.sequence, "void": True}
        moment = Occurred.at_moment(at, row.office.time_zone)
        known.append(
            step(known, Proposal(action=TAKE_BACK, occurred=moment, data=data), facts, definition).event
        )
    return known[len(history) :]


def _objections(row: AssistanceRequest, action: str, entry: Entry) -> tuple[Message, ...]:
    """Against the law that the request rests on, on the day; what others did long ago is not judged."""
    rests = Need.LEGAL_BASIS in procedure_of(row).action(action).needs
    return objections_to(row, entry.occurred.on) if rests and entry.source is Source.HUMAN else ()


def _write(row: AssistanceRequest, decision: Decision, entry: Entry) -> Event:
    event = log.append(row, decision.event, entry.texts)
    _take_over(row, decision, entry)
    projection.project(row, decision.snapshot, at=entry.recorded_at)
    tell_of(row, decision.event, at=entry.recorded_at)
    return event


def _take_over(row: AssistanceRequest, decision: Decision, entry: Entry) -> None:
    """Facts that an action brings along and the dossier keeps."""
    reference = entry.texts.get(FieldName.THEIR_REFERENCE.value)
    if isinstance(reference, str) and reference != row.their_reference:
        row.their_reference = reference
        require_valid(row)
        index(row)
    authority = decision.event.number("authority")
    if authority and decision.event.kind is EventKind.DELIVERED:
        row.executing_authority_id = authority


def completed_codes(row: AssistanceRequest, data: Codes) -> dict[str, JSON]:
    """``data`` with the side on which a named authority stands; every authority that it names is known."""
    completed = dict(data)
    if data.get(FieldName.GRANTED_BY.value) is not None:
        _known(data[FieldName.GRANTED_BY.value])
    if data.get(FieldName.AUTHORITY.value) is not None:
        completed["party"] = _party(row, _known(data[FieldName.AUTHORITY.value])).value
    return completed


def _known(authority_id: JSON) -> Authority:
    authority = Authority.objects.filter(pk=authority_id).first() if isinstance(authority_id, int) else None
    if authority is None:
        raise Refused(
            message(
                "This authority is not in the directory. Choose one from the list, or add it there first."
            )
        )
    return authority


def _party(row: AssistanceRequest, authority: Authority) -> Party:
    sides = {row.office.own_jurisdiction_id: Party.US, row.jurisdiction_id: Party.THEM}
    return sides.get(authority.jurisdiction_id or 0, Party.THIRD)
