"""Logging a new request: its reference, its first event, its dossier."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from tracker.accounts.models import Office, User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import local_date, offices_of
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, ReferenceCounter
from tracker.casework.queries import procedure_of
from tracker.casework.services.checking import NOT_STORABLE, require_valid
from tracker.casework.services.dossier import (
    apply_columns,
    codes_of,
    require_days,
    require_travels_by,
    write_rows,
)
from tracker.casework.services.drafts import Dossier
from tracker.casework.services.recording import Entry, record
from tracker.casework.services.search import index
from tracker.casework.services.staff import in_charge_by, require_works_in
from workflows import registry
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Party, Source


@transaction.atomic
def open_request(
    *,
    office: Office,
    direction: Direction,
    channel: str,
    dossier: Dossier,
    by: User,
    occurred: Occurred,
    recorded_at: datetime,
    source: Source = Source.HUMAN,
    reference: str = "",
    uuid: UUID | None = None,
) -> AssistanceRequest:
    """Log a request in ``office`` and return it with its first event written.

    ``occurred`` is the day of the draft (outgoing) or of the receipt (incoming). ``reference`` only for imported
    history that already has one. ``uuid`` where it was given out with the form: a form sent twice opens one request,
    the second time a ValidationError says so. Raises Refused, ActionNotAllowed, UnknownChannel, ValidationError.
    """
    _require_carries(channel, direction)
    today = local_date(office, recorded_at)
    scope = offices_of(by, today)
    _require_works_here(office, scope)
    row = _fresh(office, channel, direction, occurred=occurred, recorded_at=recorded_at)
    row.uuid = uuid or row.uuid
    row.is_adopted = source is not Source.IMPORT
    row.officer = in_charge_by(by) if source is Source.HUMAN else None
    apply_columns(row, dossier.columns)
    require_travels_by(row.instrument, channel)
    if row.officer and source is Source.HUMAN:
        require_works_in(office, row.officer, today, scope=scope if row.officer == by else None)
    row.reference = _plain(reference) or _next_reference(office, occurred.on.year)
    require_days(row, dossier, today=today)
    require_valid(row)
    row.save()
    write_rows(row, dossier)
    entry = Entry(
        occurred=occurred,
        recorded_at=recorded_at,
        data=codes_of(row),
        texts={"their_reference": row.their_reference} if row.their_reference else {},
        source=source,
    )
    record(row, procedure_of(row).create, entry, by=by, scope=scope)
    index(row)
    return row


def _require_carries(channel: str, direction: Direction) -> None:
    table = registry.channel(channel)
    if direction not in table.directions:
        raise Refused(
            message(
                "The channel “%(channel)s” does not carry requests in this direction.", channel=table.label
            )
        )


def _require_works_here(office: Office, scope: OfficeScope) -> None:
    if office.pk not in scope.working:
        raise Refused(
            message(
                "You have no role in this office that lets you log requests. Choose one of your own offices."
            )
        )


def _fresh(
    office: Office, channel: str, direction: Direction, *, occurred: Occurred, recorded_at: datetime
) -> AssistanceRequest:
    """A request before its first event, not saved: with us, at the first stage of its procedure."""
    table = registry.channel(channel)
    return AssistanceRequest(
        office=office,
        direction=direction.value,
        channel=channel,
        channel_version=table.version,
        stage=table.procedure(direction).initial.value,
        holder_party=Party.US.value,
        holder_since=occurred.on,
        opened_on=occurred.on,
        last_event_on=occurred.on,
        created_at=recorded_at,
    )


def _plain(reference: str) -> str:
    """A number of theirs stands in subjects of mails, lines of calendars and names of files: visible signs only."""
    if not reference.isprintable():
        raise ValidationError({"reference": NOT_STORABLE})
    return reference


def _next_reference(office: Office, year: int) -> str:
    """The next number of the office's year, from a locked counter: no two requests ever share one.

    Numbers that imported history has brought along are passed over.
    """
    rows = ReferenceCounter.objects.select_for_update(of=("self",)).select_related("office")
    counter, _is_new = rows.get_or_create(office=office, year=year)
    reference = ""
    while not reference or AssistanceRequest.objects.filter(reference=reference).exists():
        counter.last += 1
        reference = counter.reference
    counter.save(update_fields=["last"])
    return reference
