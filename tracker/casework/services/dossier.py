"""The dossier: its columns, items, persons, offences and references, set as a whole and logged by what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import models, transaction

from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.models import (
    AssistanceRequest,
    ForeignReference,
    Identifier,
    Item,
    Offence,
    Person,
    SearchEntry,
)
from tracker.casework.queries import procedure_of
from tracker.casework.services.performing import Entry, locked, record
from tracker.chain import JSON
from tracker.directory.text import normalise
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import ItemOutcome

COLUMNS: Final = frozenset(
    {
        "their_reference", "officer", "deputy", "supervisor", "country_desk", "instrument", "legal_basis", "fallback_basis",
        "jurisdiction", "requesting_authority", "investigating_authority", "requested_authority", "central_authority",
        "executing_authority", "title", "proceeding", "case_number", "facts", "purpose", "urgency", "urgency_reason",
        "needed_by", "is_confidential", "no_notification", "use_limitation", "use_accepted_by", "use_accepted_on",
        "language", "languages_required", "translation", "earlier_contacts", "illustrative",
    }
)  # fmt: skip
"""Columns of the request that a dossier may set; everything else is a projection of events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One thing asked for; ``number`` None for a new one. ``identifiers`` are (kind, value) pairs."""

    type: str
    number: int | None = None
    data_category: str = ""
    description: str = ""
    custodian: str = ""
    period_from: date | None = None
    period_until: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()

    def columns(self) -> dict[str, Any]:
        names = ("type", "data_category", "description", "custodian", "period_from", "period_until")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is said about a request. ``persons``, ``offences``, ``references`` are rows as column → value."""

    columns: Mapping[str, Any]
    items: tuple[ItemDraft, ...] = ()
    persons: tuple[Mapping[str, Any], ...] = ()
    offences: tuple[Mapping[str, Any], ...] = ()
    references: tuple[Mapping[str, Any], ...] = field(default=())


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
    row = locked(assistance_request, seen_version=seen_version)
    before = described(row)
    apply_columns(row, dossier.columns)
    _replace_items(row, dossier.items)
    _replace_rows(row, dossier)
    changes: dict[str, JSON] = {
        name: {"from": before[name], "to": now} for name, now in described(row).items() if now != before[name]
    }
    entry = Entry(
        occurred=Occurred.at_moment(recorded_at, row.office.time_zone),
        recorded_at=recorded_at,
        data={"changed": sorted(changes), **codes_of(row)},
        texts={"changes": changes} if changes else {},
    )
    record(row, "edit", entry, by=by)
    index(row)
    return row


def apply_columns(row: AssistanceRequest, columns: Mapping[str, Any]) -> None:
    """Set the dossier's columns and validate the row as a whole."""
    foreign = set(columns) - COLUMNS
    if foreign:
        raise ValueError(f"not columns of a dossier: {sorted(foreign)}")
    for name, value in columns.items():
        setattr(row, name, value)


def write_rows(row: AssistanceRequest, dossier: Dossier) -> None:
    """The rows under a new request."""
    for number, draft in enumerate(dossier.items, start=1):
        _write_item(row, draft, number)
    _replace_rows(row, dossier)


def codes_of(row: AssistanceRequest) -> dict[str, JSON]:
    """What the history needs to know of the dossier: items by number and type, urgency, confidentiality."""
    items: Sequence[tuple[int, str]] = list(row.items.order_by("number").values_list("number", "type"))
    return {
        "items": [[str(number), kind] for number, kind in items],
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


def index(row: AssistanceRequest) -> None:
    """Rewrite what quick search looks in."""
    identifiers = Identifier.objects.filter(item__request=row).values_list("value", flat=True)
    words: Iterable[str] = (
        row.reference,
        row.their_reference,
        row.title,
        row.case_number,
        *row.foreign_references.values_list("number", flat=True),
        *(text for person in row.persons.all() for text in (person.name, person.aliases, person.identifiers)),
        *identifiers,
    )
    SearchEntry.objects.update_or_create(request=row, defaults={"text": normalise(" \n ".join(words))})


def _replace_items(row: AssistanceRequest, drafts: tuple[ItemDraft, ...]) -> None:
    stored = {item.number: item for item in row.items.all()}
    kept = {draft.number for draft in drafts if draft.number is not None}
    if kept - set(stored):
        raise Refused(message("An item of the form does not belong to this request. Reload the page."))
    listed = [(draft.number, draft.type) for draft in drafts]
    if listed != [(item.number, item.type) for item in stored.values()]:
        _require_changeable(row, stored.values())
    Item.objects.filter(request=row).exclude(number__in=kept).delete()
    next_number = max(stored, default=0) + 1
    for draft in drafts:
        _write_item(row, draft, draft.number or next_number)
        next_number += draft.number is None


def _require_changeable(row: AssistanceRequest, items: Iterable[Item]) -> None:
    begun = row.stage != procedure_of(row).initial.value
    if begun or any(item.outcome != ItemOutcome.OPEN for item in items):
        raise Refused(
            message(
                "What is asked for can no longer be changed: it went out as it is. Log a supplementary request instead."
            )
        )


def _write_item(row: AssistanceRequest, draft: ItemDraft, number: int) -> None:
    item = Item.objects.filter(request=row, number=number).first() or Item(request=row, number=number)
    for name, value in draft.columns().items():
        setattr(item, name, value)
    _save(item)
    item.identifiers.all().delete()
    for kind, value in draft.identifiers:
        _save(Identifier(item=item, kind=kind, value=value))


def _replace_rows(row: AssistanceRequest, dossier: Dossier) -> None:
    for model, rows in (
        (Person, dossier.persons),
        (Offence, dossier.offences),
        (ForeignReference, dossier.references),
    ):
        model._default_manager.filter(request=row).delete()
        for columns in rows:
            _save(model(request=row, **columns))


def _save(row: models.Model) -> None:
    row.full_clean()
    row.save()
