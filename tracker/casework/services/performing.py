"""Doing one thing to a request: the only way in which its history grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

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
from tracker.casework.services import codes, log, projection, recounting
from tracker.casework.services.checking import filled, require_valid
from tracker.casework.services.locking import locked_row
from tracker.casework.services.search import index
from tracker.casework.services.staff import in_charge_by
from tracker.casework.services.telling import tell_of
from tracker.chain import JSON
from tracker.directory.models import Authority
from tracker.outbox.services.announcing import announce
from workflows.engine import Decision, FieldName, Need, Proposal, effective, step
from workflows.errors import UnknownAction
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Party, Source

Codes = Mapping[str, JSON]
Texts = Mapping[str, JSON]

CORRECT: Final = "correct"
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


@transaction.atomic
def perform(
    assistance_request: AssistanceRequest,
    action: str,
    *,
    by: User | None,
    occurred: Occurred,
    recorded_at: datetime,
    seen_version: int,
    items: tuple[str, ...] = (),
    data: Codes | None = None,
    texts: Texts | None = None,
    source: Source = Source.HUMAN,
) -> AssistanceRequest:
    """Record ``action`` on the request and return it as it then is.

    ``items``: numbers of the items it is about (empty: all). ``data``: codes by field name, dates as ISO text,
    authorities and officers by id. ``texts``: free words by field name. Raises StaleVersion where somebody was quicker,
    ActionNotAllowed with every reason, UnknownAction for what the channel does not offer, ValidationError for what
    nobody asked for.
    """
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    table = procedure_of(row).action(action)
    if not table.offered:
        raise UnknownAction(message("This is recorded in its own place on the page."))
    entry = Entry(
        occurred=occurred,
        recorded_at=recorded_at,
        items=items,
        data=codes.checked(table, data or {}),
        texts=filled(texts or {}, names=codes.TEXTS),
        source=source,
    )
    record(row, action, entry, by=by)
    return row


@transaction.atomic
def correct(
    assistance_request: AssistanceRequest,
    *,
    target: int,
    reason: str,
    by: User,
    recorded_at: datetime,
    seen_version: int,
    void: bool = False,
    occurred: Occurred | None = None,
    changes: Codes | None = None,
) -> AssistanceRequest:
    """Void entry ``target`` or amend its date or codes; the whole history is replayed and must stay possible.

    Entries about things that have their own place (dossier, documents, links, access …) are not corrected but followed
    by another one; a correction can only be taken back. Raises StaleVersion, ActionNotAllowed, Refused,
    ValidationError.
    """
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    data: dict[str, JSON] = {"target": target}
    if void:
        data["void"] = True
    if occurred is not None:
        data["occurred"] = dict(occurred.as_data())
    event = Event.objects.filter(request=row, sequence=target).first()
    if event is not None:
        _require_correctable(row, event, void=void)
        data |= _amended(row, event, changes or {})
    entry = Entry(
        occurred=Occurred.at_moment(recorded_at, row.office.time_zone),
        recorded_at=recorded_at,
        data=data,
        texts=filled({"reason": reason}, names=codes.TEXTS),
    )
    record(row, CORRECT, entry, by=by)
    return row


@transaction.atomic
def adopt(
    assistance_request: AssistanceRequest, *, by: User, recorded_at: datetime, seen_version: int
) -> AssistanceRequest:
    """Take over imported history: from now on its deadlines remind; raises Refused where that was done before."""
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    if row.is_adopted:
        raise Refused(message("This request is adopted already: its deadlines remind."))
    row.is_adopted, row.officer = True, row.officer or in_charge_by(by)
    moment = Occurred.at_moment(recorded_at, row.office.time_zone)
    record(row, "adopt", Entry(occurred=moment, recorded_at=recorded_at), by=by)
    row.deadlines.update(remind_at=recorded_at)
    return row


def locked(assistance_request: AssistanceRequest, *, seen_version: int, at: datetime) -> AssistanceRequest:
    """The row, locked (PostgreSQL; SQLite locks the database), if nobody wrote since ``seen_version``.

    Dates that a calendar or a rule has moved meanwhile are counted anew first, so that what moved them is told apart
    from what is written now.
    """
    row = locked_row(assistance_request.pk)
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
    data = _completed(row, entry.data)
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
    decision = step(history, proposal, facts, definition)
    return _write(row, decision, entry)


def _objections(row: AssistanceRequest, action: str, entry: Entry) -> tuple[Message, ...]:
    """Against the law that the request rests on, on the day; what others did long ago is not judged."""
    rests = Need.LEGAL_BASIS in procedure_of(row).action(action).needs
    return objections_to(row, entry.occurred.on) if rests and entry.source is Source.HUMAN else ()


def _write(row: AssistanceRequest, decision: Decision, entry: Entry) -> Event:
    event = log.append(row, decision.event, entry.texts)
    _take_over(row, decision, entry)
    projection.project(row, decision.snapshot, at=entry.recorded_at)
    tell_of(row, decision.event, at=entry.recorded_at)
    if entry.source is not Source.IMPORT:
        announce(event.pk, decision.event.kind, office=row.office_id, at=entry.recorded_at)
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


def _completed(row: AssistanceRequest, data: Codes) -> dict[str, JSON]:
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


def _require_correctable(row: AssistanceRequest, event: Event, *, void: bool) -> None:
    procedure = procedure_of(row)
    if event.kind == EventKind.CORRECTED:
        if not void:
            raise Refused(message("A correction can only be taken back. Then correct the entry again."))
    elif not procedure.action(event.action).offered:
        raise Refused(
            message(
                "This entry tells of something with its own place on the page. Change it there, not here."
            )
        )
    elif event.sequence not in {entry.sequence for entry in effective(history_of(row))}:
        raise Refused(message("This entry was taken back already."))


def _amended(row: AssistanceRequest, event: Event, changes: Codes) -> dict[str, JSON]:
    """The changed codes of ``event`` as its correction keeps them; the dossier keeps what it had taken from it."""
    if not changes:
        return {}
    checked = _completed(row, codes.checked(procedure_of(row).action(event.action), changes))
    authority = checked.get(FieldName.AUTHORITY.value)
    if isinstance(authority, int) and event.kind == EventKind.DELIVERED:
        row.executing_authority_id = authority
    return {"changes": checked}
