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
    """The latest move by hand that the date of ``row`` rests on, as corrections left that entry; None where the rule
    alone gives it, or did."""
    value = case.value_of(row)  # a row that was counted anew since says only that
    if value is None or value.hand_move is None or value.moved_by != row.moved_by:
        return None
    by_hand = value.hand_move
    entry = next(event for event in case.standing if event.sequence == by_hand.sequence)
    texts = case.texts(entry.sequence)
    return Move(
        sequence=entry.sequence,
        on=entry.occurred.on,
        shift=by_hand.shift,
        granted_by=case.authorities.get(entry.number("granted_by") or 0),
        grantor=str(texts.get("grantor", "")),
        reason=str(texts.get("reason", "")),
    )
