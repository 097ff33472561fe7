"""The dossier: its columns, items, persons, offences and references, set as a whole and logged by what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, ForeignReference, Item, Offence, Person
from tracker.casework.services.checking import assign, require_valid, save
from tracker.casework.services.drafts import COLUMNS, Dossier, columns_of
from tracker.casework.services.items import add_items, replace_items
from tracker.casework.services.recording import Entry, locked, record
from tracker.casework.services.search import index
from tracker.casework.services.staff import require_works_in
from tracker.chain import JSON
from workflows import registry
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@transaction.atomic
def edit_dossier(
    assistance_request: AssistanceRequest,
    dossier: Dossier,
    *,
    by: User,
    recorded_at: datetime,
    seen_version: int,
) -> AssistanceRequest:
    """Replace the dossier; the log says which columns changed, from what to what.

    Items may change only until the first sending: afterwards a supplementary request asks for more.
    Raises StaleVersion, Refused, ActionNotAllowed, ValidationError.
    """
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    now = Occurred.at_moment(recorded_at, row.office.time_zone)
    before, officer, instrument = described(row), row.officer, row.instrument
    apply_columns(row, dossier.columns)
    if row.instrument != instrument:
        require_travels_by(row.instrument, row.channel)
    if row.officer and row.officer != officer:
        require_works_in(row.office, row.officer, now.on)
    require_days(row, dossier, today=now.on)
    require_valid(row)
    replace_items(row, dossier.items)
    _replace_rows(row, dossier)
    changes: dict[str, JSON] = {
        name: {"from": before[name], "to": text}
        for name, text in described(row).items()
        if text != before[name]
    }
    entry = Entry(
        occurred=now,
        recorded_at=recorded_at,
        data={"changed": sorted(changes), **codes_of(row)},
        texts={"changes": changes} if changes else {},
    )
    record(row, "edit", entry, by=by)
    index(row)
    return row


def apply_columns(row: AssistanceRequest, columns: Mapping[str, Any]) -> None:
    """Set the dossier's columns; raises ValidationError for a column that is none of these."""
    assign(row, columns, allowed=COLUMNS)


def require_travels_by(instrument: str, channel: str) -> None:
    """Raise Refused unless the treaty or law, where one is named, opens the channel for criminal matters."""
    law = registry.instrument(instrument) if instrument else None
    if law is not None and not (law.criminal and channel in law.channels):
        raise Refused(message("This treaty or law does not go by this channel. Choose another."))


def require_days(row: AssistanceRequest, dossier: Dossier, *, today: date) -> None:
    """Refuse days that cannot be; raises ValidationError with each where it was typed.

    They may have needed it before it reached us; we do not ask for what is needed before we ask.
    """
    faults: dict[str, list[StrPromise]] = {}
    if _lies_after(row.use_accepted_on, today):
        faults["use_accepted_on"] = [_("This lies in the future. Give the day on which it was accepted.")]
    if row.direction == Direction.OUTGOING and _lies_after(row.opened_on, row.needed_by):
        faults["needed_by"] = [_("This lies before the request itself. Give a later day, or none.")]
    if any(_lies_after(person.get("born_on"), today) for person in dossier.persons):
        faults["born_on"] = [_("A day of birth lies in the future. Correct it, or leave it empty.")]
    if faults:
        raise ValidationError(faults)


def _lies_after(day: object, other: object) -> bool:
    """False where one of them is not given, or is no day: that is refused by its column."""
    return isinstance(day, date) and isinstance(other, date) and day > other


def write_rows(row: AssistanceRequest, dossier: Dossier) -> None:
    """The rows under a new request."""
    add_items(row, dossier.items)
    _add_rows(row, dossier)


def codes_of(row: AssistanceRequest, items: Iterable[Item] | None = None) -> dict[str, JSON]:
    """What the history needs to know of the dossier: items by number and type, urgency, confidentiality.

    ``items`` where they are not in the database yet.
    """
    listed = row.items.order_by("number") if items is None else items
    return {
        "items": [[str(item.number), item.type] for item in listed],
        "urgency": row.urgency,
        "confidential": row.is_confidential,
    }


def described(row: AssistanceRequest) -> dict[str, JSON]:
    """The dossier as plain text by column, for the log's before and after."""
    found: dict[str, JSON] = {name: str(getattr(row, name) or "") for name in sorted(COLUMNS)}
    found["items"] = [f"{item}: {item.description}" for item in row.items.order_by("number")]
    found["persons"] = [f"{person} ({person.role})" for person in row.persons.order_by("pk")]
    found["offences"] = [f"{offence.category} {offence.provision}" for offence in row.offences.order_by("pk")]
    found["references"] = [str(reference) for reference in row.foreign_references.order_by("pk")]
    return found


def _replace_rows(row: AssistanceRequest, dossier: Dossier) -> None:
    for model in (Person, Offence, ForeignReference):
        model._default_manager.filter(request=row).delete()
    _add_rows(row, dossier)


def _add_rows(row: AssistanceRequest, dossier: Dossier) -> None:
    for model, rows in (
        (Person, dossier.persons),
        (Offence, dossier.offences),
        (ForeignReference, dossier.references),
    ):
        for columns in rows:
            fresh = model(request=row)
            assign(fresh, columns, allowed=columns_of(model))
            save(fresh)
