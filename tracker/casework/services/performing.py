"""Doing one thing to a request, correcting an entry, taking over imported history."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Event
from tracker.casework.queries import history_of, procedure_of
from tracker.casework.services import codes, covering
from tracker.casework.services.checking import filled
from tracker.casework.services.recording import Codes, Entry, Texts, completed_codes, locked, record
from tracker.casework.services.staff import in_charge_by
from tracker.chain import JSON
from workflows.engine import FieldName, effective
from workflows.errors import UnknownAction
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Source

CORRECT: Final = "correct"


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
    also = covering.preservations_of(assistance_request)
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at, also=also)
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
    covering.settle(row, also, at=recorded_at)
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
    also = covering.preservations_of(assistance_request)
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at, also=also)
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
    covering.settle(row, also, at=recorded_at)
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


def _require_correctable(row: AssistanceRequest, event: Event, *, void: bool) -> None:
    procedure = procedure_of(row)
    if event.kind == EventKind.CORRECTED:
        if not void:
            raise Refused(message("A correction can only be taken back. Then correct the entry again."))
    elif event.source == Source.SYSTEM:
        raise Refused(message("The program recorded this from other entries. Correct those."))
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
    checked = completed_codes(row, codes.checked(procedure_of(row).action(event.action), changes))
    authority = checked.get(FieldName.AUTHORITY.value)
    if isinstance(authority, int) and event.kind == EventKind.DELIVERED:
        row.executing_authority_id = authority
    return {"changes": checked}
