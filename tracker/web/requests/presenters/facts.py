"""The dossier's columns as terms and what they are, in sections; what is empty is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.casework.models import AssistanceRequest
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import TranslationState, Urgency

COLUMNS: Final = (
    "requesting_authority",
    "investigating_authority",
    "requested_authority",
    "central_authority",
    "executing_authority",
    "instrument",
    "legal_basis",
    "fallback_basis",
    "proceeding",
    "case_number",
    "urgency",
    "urgency_reason",
    "needed_by",
    "is_confidential",
    "no_notification",
    "facts",
    "purpose",
    "use_limitation",
    "use_accepted_by",
    "use_accepted_on",
    "language",
    "languages_required",
    "translation",
    "translator",
    "translation_cost",
    "earlier_contacts",
    "officer",
    "deputy",
    "supervisor",
    "country_desk",
)
UNREMARKABLE: Final = {"urgency": Urgency.ROUTINE.value, "translation": TranslationState.NOT_NEEDED.value}
"""Values that say nothing worth a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term with its words, or with its day."""

    name: str
    words: str = ""
    on: date | None = None


def facts_of(row: AssistanceRequest) -> tuple[Fact, ...]:
    """Every column that says something, in the order of the form."""
    return tuple(_facts(row))


def _facts(row: AssistanceRequest) -> Iterator[Fact]:
    for column in COLUMNS:
        value = getattr(row, column)
        if not value or UNREMARKABLE.get(column) == value:
            continue
        name = _name(row, column)
        yield (
            Fact(name=name, on=value)
            if isinstance(value, date)
            else Fact(name=name, words=_words(row, column))
        )


def _name(row: AssistanceRequest, column: str) -> str:
    words = str(row._meta.get_field(column).verbose_name)  # type: ignore[union-attr]  # columns, not relations back
    return words[:1].upper() + words[1:]


def _words(row: AssistanceRequest, column: str) -> str:
    value = getattr(row, column)
    if column == "instrument":
        return spoken(registry.instrument(value).label) if value in registry.INSTRUMENTS else value
    display = getattr(row, f"get_{column}_display", None)
    if display is not None:
        return str(display())
    return str(_("yes")) if value is True else str(value)
