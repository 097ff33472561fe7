"""Dates moved by hand, in the words of whoever moved them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.casework.case import Case
from tracker.casework.models import Deadline
from tracker.directory.models import Authority
from workflows.vocabulary import Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """By which entry a date was moved and when, who granted it, and why; erased words are empty."""

    sequence: int
    on: date
    shift: Shift
    granted_by: Authority | None
    grantor: str
    reason: str


def move_of(case: Case, row: Deadline) -> Move | None:
    """How the date of ``row`` was set by hand, as corrections left that entry; None where the rule gives it, or did."""
    if row.moved_by is None:
        return None
    entry = next((event for event in case.standing if event.sequence == row.moved_by), None)
    value = case.value_of(row)  # a row that was counted anew since says only that
    if entry is None or value is None or value.shift is None:
        return None
    texts = case.texts(entry.sequence)
    return Move(
        sequence=entry.sequence,
        on=entry.occurred.on,
        shift=value.shift,
        granted_by=case.authorities.get(entry.number("granted_by") or 0),
        grantor=str(texts.get("grantor", "")),
        reason=str(texts.get("reason", "")),
    )
