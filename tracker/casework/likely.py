"""What is likeliest to be done next: one order, for the page of a request and for the worklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.casework.models import AssistanceRequest
from tracker.casework.queries import procedure_of
from workflows.engine import Action, Move, Need, Procedure, Snapshot
from workflows.vocabulary import EventKind, Flag, Outcome, Party

LIKELY: Final = (
    EventKind.APPROVED,
    EventKind.SUBMITTED,
    EventKind.SENT,
    EventKind.SENT_AGAIN,
    EventKind.INFORMATION_GIVEN,
    EventKind.PRESERVATION_CONFIRMED,
    EventKind.PRODUCTION_REQUESTED,
    EventKind.EXECUTED,
    EventKind.CLOSED,
    EventKind.ACKNOWLEDGED,
    EventKind.STATUS_ENQUIRY_SENT,
    EventKind.HANDED_OVER,
    EventKind.DELIVERED,
    EventKind.INFORMATION_ASKED,
)
"""What is likeliest to be recorded next comes first; the rest follows in the order of the channel's table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """As much of a request as decides. ``moves_on``: the paper is with us, and it is not we who must act on it."""

    moves_on: bool
    is_acknowledged: bool


def situation_of(snapshot: Snapshot, procedure: Procedure) -> Situation:
    """The situation of a request whose history was read."""
    return Situation(
        moves_on=_moves_on(procedure, snapshot.holder.party, snapshot.holder.stop, snapshot.outcome),
        is_acknowledged=snapshot.spell.acknowledged is not None,
    )


def rank(action: Action, situation: Situation) -> int:
    """The smaller the likelier. What moves the paper on comes early while it has to go on from us."""
    if action.kind is EventKind.HANDED_OVER and action.move is Move.NEXT and situation.moves_on:
        return 2 * LIKELY.index(EventKind.INFORMATION_GIVEN) + 1
    seen = action.kind is EventKind.ACKNOWLEDGED and situation.is_acknowledged
    return 2 * (LIKELY.index(action.kind) if action.kind in LIKELY and not seen else len(LIKELY))


def likeliest(row: AssistanceRequest) -> Action | None:
    """The likeliest action as far as the row alone tells, without its history; None where nothing is likely."""
    procedure = procedure_of(row)
    outcome = Outcome(row.outcome)
    situation = Situation(
        moves_on=_moves_on(procedure, Party(row.holder_party), row.holder_stop, outcome),
        is_acknowledged=row.acknowledged_on is not None,
    )
    open_to_us = [
        action
        for action in procedure.actions
        if action.offered
        and action.kind in LIKELY
        and row.stage in action.sources
        and _may(row, action, procedure)
    ]
    return min(open_to_us, key=lambda action: rank(action, situation), default=None)


def _moves_on(procedure: Procedure, party: Party, stop: str | None, outcome: Outcome) -> bool:
    is_ours_to_do = stop == procedure.addressee.key and outcome is Outcome.OPEN
    return party is Party.US and not is_ours_to_do


def _may(row: AssistanceRequest, action: Action, procedure: Procedure) -> bool:
    """Whether what the row shows is no reason against it. Of which kinds its items are, the row does not tell."""
    return not action.item_types and all(
        _HOLDS[need](row, procedure) for need in action.needs & _HOLDS.keys()
    )


def _flagged(flag: Flag) -> Callable[[AssistanceRequest, Procedure], bool]:
    return lambda row, procedure: flag.value in row.flags


_HOLDS: Mapping[Need, Callable[[AssistanceRequest, Procedure], bool]] = {
    Need.NEXT_STOP: lambda row, procedure: procedure.next_stop(row.holder_stop) is not None,
    Need.OPEN_ITEMS: lambda row, procedure: row.outcome == Outcome.OPEN,
    Need.NO_OPEN_ITEMS: lambda row, procedure: row.outcome != Outcome.OPEN,
    Need.ASKED: _flagged(Flag.INFORMATION_ASKED),
    Need.URGENT: _flagged(Flag.URGENT),
    Need.PRESERVED: _flagged(Flag.PRESERVATION_RUNNING),
    Need.NOT_PRESERVED: lambda row, procedure: Flag.PRESERVATION_RUNNING.value not in row.flags,
    Need.APPROVED: lambda row, procedure: Flag.UNAPPROVED.value not in row.flags,
}
