"""What somebody fills in about a request, as values: its columns, and the rows under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import models

from tracker.casework.models import AssistanceRequest, ForeignReference, Item, Offence, Person

COLUMNS: Final = frozenset(
    {
        "their_reference", "officer", "deputy", "supervisor", "country_desk", "instrument", "legal_basis",
        "fallback_basis", "jurisdiction", "requesting_authority", "investigating_authority",
        "requested_authority", "central_authority", "executing_authority", "title", "proceeding",
        "case_number", "facts", "purpose", "urgency", "urgency_reason", "needed_by", "is_confidential",
        "no_notification", "use_limitation", "use_accepted_by", "use_accepted_on", "language",
        "languages_required", "translation", "translator", "translation_cost", "earlier_contacts", "illustrative",
    }
)  # fmt: skip
"""Columns of the request that a dossier may set; everything else is a projection of events."""

ITEM_COLUMNS: Final = ("type", "data_category", "description", "custodian", "period_from", "period_until")


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
        return {name: getattr(self, name) for name in ITEM_COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is said about a request. ``persons``, ``offences``, ``references`` are rows as column → value."""

    columns: Mapping[str, Any]
    items: tuple[ItemDraft, ...] = ()
    persons: tuple[Mapping[str, Any], ...] = ()
    offences: tuple[Mapping[str, Any], ...] = ()
    references: tuple[Mapping[str, Any], ...] = ()


def dossier_of(row: AssistanceRequest) -> Dossier:
    """The dossier of a request as it stands: what a change that says nothing of a part leaves alone."""
    items = row.items.prefetch_related("identifiers")
    return Dossier(
        columns={name: getattr(row, name) for name in COLUMNS},
        items=tuple(_item(item) for item in items),
        persons=_rows(row.persons, Person),
        offences=_rows(row.offences, Offence),
        references=_rows(row.foreign_references, ForeignReference),
    )


def with_columns(dossier: Dossier, **columns: Any) -> Dossier:
    """The dossier with these of its columns set."""
    return replace(dossier, columns={**dossier.columns, **columns})


def columns_of(model: type[models.Model]) -> frozenset[str]:
    """What of a row under a request is filled in."""
    return frozenset(field.name for field in model._meta.concrete_fields) - {"id", "request"}


def _item(item: Item) -> ItemDraft:
    pairs = tuple((found.kind, found.value) for found in item.identifiers.all())
    columns = {name: getattr(item, name) for name in ITEM_COLUMNS}
    return ItemDraft(number=item.number, identifiers=pairs, **columns)


def _rows(rows: models.Manager[Any], model: type[models.Model]) -> tuple[Mapping[str, Any], ...]:
    return tuple({name: getattr(row, name) for name in columns_of(model)} for row in rows.all())
