"""Which particulars are asked of a record, which of them it lacks, and what in it contradicts itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from tracker.casework.models import AssistanceRequest, Item
from tracker.casework.models.particulars import Contradiction, Particular, Record
from workflows.vocabulary import DataType, Direction, ItemType, Outcome, Urgency, data_type_of

OF_DATA: Final = frozenset(kind for kind in ItemType if data_type_of(kind, "") is not DataType.NONE)
"""Items that are counted by the category of their data."""


def record_of(row: AssistanceRequest, items: Sequence[Item], categories: Collection[str]) -> Record:
    """How the request is kept. ``items`` and the ``categories`` of its offences are those that it has."""
    asked = {**_of_all(row, categories), **dict(_of_some(row, items))}
    return Record(
        asked=frozenset(asked),
        missing=frozenset(key for key, is_said in asked.items() if not is_said),
        contrary=frozenset(_contrary(row)),
    )


def _of_all(row: AssistanceRequest, categories: Collection[str]) -> dict[Particular, bool]:
    """What is asked of every request, and whether it is said."""
    is_incoming = row.direction == Direction.INCOMING.value
    whom = row.requesting_authority_id if is_incoming else row.requested_authority_id
    return {
        Particular.AUTHORITY: whom is not None,
        Particular.OFFICER: row.officer_id is not None,
        Particular.INSTRUMENT: bool(row.instrument),
        Particular.LEGAL_BASIS: bool(row.instrument or row.legal_basis or row.fallback_basis),
        Particular.FACTS: bool(row.facts),
        Particular.PURPOSE: bool(row.purpose),
        Particular.PROCEEDING: bool(row.proceeding),
        Particular.OFFENCE: bool(categories),
    }


def _of_some(row: AssistanceRequest, items: Sequence[Item]) -> Iterator[tuple[Particular, bool]]:
    """What is asked of some, of these alone."""
    of_data = [item for item in items if item.type in OF_DATA]
    if of_data:
        yield Particular.DATA_CATEGORY, all(item.data_category for item in of_data)
    if row.urgency != Urgency.ROUTINE.value:
        yield Particular.NEEDED_BY, row.needed_by is not None
    if row.direction == Direction.INCOMING.value or row.acknowledged_on or row.answered_on:
        yield Particular.THEIR_REFERENCE, bool(row.their_reference)
    if row.answered_on:
        yield Particular.ACKNOWLEDGED, row.acknowledged_on is not None
    if row.closed_on:
        yield Particular.OUTCOME, row.outcome != Outcome.OPEN.value


def _contrary(row: AssistanceRequest) -> Iterator[Contradiction]:
    if _lies_before(row.acknowledged_on, row.sent_on):
        yield Contradiction.ACKNOWLEDGED_UNSENT
    if _lies_before(row.answered_on, row.sent_on):
        yield Contradiction.ANSWERED_UNSENT
    if _lies_before(row.closed_on, row.answered_on):
        yield Contradiction.CLOSED_UNANSWERED
    if _lies_before(row.needed_by, row.opened_on):
        yield Contradiction.NEEDED_BEFORE


def _lies_before(day: date | None, other: date | None) -> bool:
    """False where one of them is not known."""
    return day is not None and other is not None and day < other
