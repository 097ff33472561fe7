"""The filter of requests read back from an address that was kept: what is known of it, and what is not any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from tracker.casework import labels
from tracker.casework.filtering.asked import GIVEN
from tracker.casework.filtering.flow import Flow
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filtering.reached import Acknowledged, Completed
from tracker.casework.filtering.recorded import ANY
from tracker.casework.filtering.refused import Refused
from tracker.casework.filtering.stretched import NO, QUESTIONS, STILL, YES
from tracker.casework.filtering.urgent import Acted
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import LATE_BUCKETS, Owing
from tracker.casework.models.particulars import Contradiction, Particular
from workflows import registry
from workflows.vocabulary import DataType, ItemGroup, PreservationGroup, Resumption


def _values(members: Iterable[Enum], *beside: str) -> frozenset[str]:
    return frozenset({*(str(member.value) for member in members), *beside})


CHOICES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "state": _values(State),
        "late": frozenset(bucket.key for bucket in LATE_BUCKETS),
        "owing": _values(Owing),
        "rule": frozenset(registry.RULES),
        "waits_on": _values(labels.PARTY),
        "stage": _values(labels.STAGE),
        "direction": _values(labels.DIRECTION),
        "channel": frozenset(registry.CHANNELS),
        "instrument": frozenset({ABSENT, *registry.INSTRUMENTS}),
        "offence": _values(labels.OFFENCE_CATEGORY, ABSENT),
        "item_type": _values(labels.ITEM_TYPE, ABSENT),
        "first_type": _values(labels.ITEM_TYPE, ABSENT),
        "data_type": _values(DataType, ABSENT),
        "item_group": _values(ItemGroup, GIVEN),
        "result": _values(labels.RESULT_KIND),
        "urgency": _values(labels.URGENCY),
        "outcome": _values(labels.OUTCOME),
        "ended_as": _values(labels.OUTCOME),
        "outcome_group": _values(labels.OUTCOME_GROUP),
        "disposition": _values(labels.DISPOSITION),
        "adopted": frozenset({YES, NO}),
        "preservation": _values((*Preserving, *PreservationGroup)),
        "acknowledged": _values(Acknowledged),
        "completed": _values(Completed),
        "flow": _values(Flow),
        "stop": frozenset(registry.STOPS),
        "still": frozenset({YES}),
        "questions": frozenset(QUESTIONS),
        "returned": frozenset({YES}),
        "ground": _values(labels.GROUND),
        "consulted": frozenset({YES, NO}),
        "postponed": _values(Resumption, YES, STILL),
        "lacking": _values(Particular),
        "contrary": _values(Contradiction, ANY),
        "corrected": frozenset({YES}),
        "refused": _values(Refused),
        "closed": frozenset({YES, NO}),
        "acted": _values(Acted),
    }
)
"""What each filter takes that takes no other value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """``rows`` keep what is known. With anything ``unknown``, by its name, that may be more than was asked for."""

    rows: CaseFilter
    unknown: tuple[str, ...]


def understood(given: Mapping[str, str]) -> Understood:
    """A filter by its names in the address, of whatever version of the program wrote it."""
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in given.items():
        try:
            found[name] = _READ[name](value)
        except (KeyError, ValueError):
            unknown.append(name)
    return Understood(rows=CaseFilter(**found), unknown=tuple(unknown))


def _one_of(name: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in CHOICES[name]:
            raise ValueError
        return value

    return read


def _identity(value: str) -> str:
    return value if value == ABSENT else str(UUID(value))


def _readers() -> Iterator[tuple[str, Callable[[str], Any]]]:
    by_type: Mapping[str, Callable[[str], Any]] = {"int | None": int, "date | None": date.fromisoformat}
    for field in fields(CaseFilter):
        usual = _one_of(field.name) if field.name in CHOICES else str
        yield field.name, by_type.get(str(field.type), usual)


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict(_readers()),
    "officer": _identity,
    "authority": _identity,
}
"""How the text of an address is read."""
