"""What a law or a figure asks of a record, what the record lacks, and what contradicts itself: one number a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Particular(StrEnum):
    """What a law or a figure asks of a record. Rows keep the places: a new one comes last."""

    AUTHORITY = "authority"
    OFFICER = "officer"
    INSTRUMENT = "instrument"
    LEGAL_BASIS = "legal_basis"
    FACTS = "facts"
    PURPOSE = "purpose"
    PROCEEDING = "proceeding"
    OFFENCE = "offence"
    DATA_CATEGORY = "data_category"
    NEEDED_BY = "needed_by"
    THEIR_REFERENCE = "their_reference"
    ACKNOWLEDGED = "acknowledged"
    OUTCOME = "outcome"


class Contradiction(StrEnum):
    """What cannot be true together; days known by month only can look so. Places are kept, too."""

    ACKNOWLEDGED_UNSENT = "acknowledged_unsent"
    ANSWERED_UNSENT = "answered_unsent"
    CLOSED_UNANSWERED = "closed_unanswered"
    NEEDED_BEFORE = "needed_before"


_HIGHEST: Final = 30
"""The last bit that every database keeps in a whole number of four bytes."""
ASKED_BIT: Final[Mapping[Particular, int]] = MappingProxyType(
    {key: 1 << 2 * place for place, key in enumerate(Particular)}
)
MISSING_BIT: Final[Mapping[Particular, int]] = MappingProxyType(
    {key: bit << 1 for key, bit in ASKED_BIT.items()}
)
CONTRARY_BIT: Final[Mapping[Contradiction, int]] = MappingProxyType(
    {key: 1 << _HIGHEST - place for place, key in enumerate(Contradiction)}
)
"""Particulars from the lowest bit upwards, two each; contradictions from the highest downwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How one request is kept: the particulars asked of it, those of them that are missing, what is contrary."""

    asked: frozenset[Particular]
    missing: frozenset[Particular]
    contrary: frozenset[Contradiction]

    @property
    def flags(self) -> int:
        """All of it as one number, which groups a million requests more cheaply than texts or conditions."""
        asked = (ASKED_BIT[key] for key in self.asked)
        missing = (MISSING_BIT[key] for key in self.missing)
        return sum(asked) + sum(missing) + sum(CONTRARY_BIT[key] for key in self.contrary)

    @classmethod
    def of(cls, flags: int) -> Record:
        """The same again."""
        return cls(
            asked=frozenset(key for key, bit in ASKED_BIT.items() if flags & bit),
            missing=frozenset(key for key, bit in MISSING_BIT.items() if flags & bit),
            contrary=frozenset(key for key, bit in CONTRARY_BIT.items() if flags & bit),
        )
