"""What somebody fills in about a request, as values: its columns, and the rows under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

COLUMNS: Final = frozenset(
    {
        "their_reference", "officer", "deputy", "supervisor", "country_desk", "instrument", "legal_basis",
        "fallback_basis", "jurisdiction", "requesting_authority", "investigating_authority",
        "requested_authority", "central_authority", "executing_authority", "title", "proceeding",
        "case_number", "facts", "purpose", "urgency", "urgency_reason", "needed_by", "is_confidential",
        "no_notification", "use_limitation", "use_accepted_by", "use_accepted_on", "language",
        "languages_required", "translation", "earlier_contacts", "illustrative",
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
    references: tuple[Mapping[str, Any], ...] = ()
