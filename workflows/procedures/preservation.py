"""Preservation: its own clock, which goes on running after the answer and ends with production, its end or its lapse.

Written for whoever asks; the words for whoever is asked are given beside them.
"""

from dataclasses import replace

from workflows.engine.tables import Action, Field, FieldName, Need, State, WaitsOn
from workflows.messages import message
from workflows.procedures.parts import (
    GRANTED_BY,
    GRANTOR,
    ITEMS,
    NOTE,
    OFFICER,
    REASON_IF_FURTHER,
    THEIR_REFERENCE,
    UNTIL_IF_KNOWN,
    WAITING,
)
from workflows.vocabulary import Direction, EventKind, Flag, ItemOutcome, ItemType, Stage

LAPSED = State(stage=Stage.LAPSED, label=message("preservation lapsed"), waits_on=WaitsOn.NOBODY)

_KEPT = WAITING | {Stage.ANSWERED}
_PRESERVED = frozenset({Need.PRESERVED})
_RUNNING = frozenset({Flag.PRESERVATION_RUNNING})
SOME = Field(name=FieldName.ITEMS, required=False)
_PRESERVATIONS = frozenset({ItemType.PRESERVATION})

_ACTIONS = (
    Action(
        key="confirm_preservation",
        label=message("Record that the data is preserved"),
        kind=EventKind.PRESERVATION_CONFIRMED,
        sources=WAITING,
        roles=OFFICER,
        fields=(ITEMS, UNTIL_IF_KNOWN, THEIR_REFERENCE, NOTE),
        needs=frozenset({Need.OPEN_ITEMS, Need.PRESERVATION_ASKED}),
        item_outcome=ItemOutcome.EXECUTED,
        item_types=_PRESERVATIONS,
        sets=_RUNNING,
        hint=message("the preservation expires unless the production request arrives before"),
    ),
    Action(
        key="renew_preservation",
        label=message("Record a renewal of the preservation"),
        kind=EventKind.PRESERVATION_RENEWED,
        sources=_KEPT,
        roles=OFFICER,
        fields=(SOME, UNTIL_IF_KNOWN, REASON_IF_FURTHER, GRANTED_BY, GRANTOR, NOTE),
        needs=_PRESERVED,
        item_types=_PRESERVATIONS,
        hint=message("the reason and who granted it, where it goes further than its law lets it"),
    ),
    Action(
        key="request_production",
        label=message("Record a production request from outside this register"),
        kind=EventKind.PRODUCTION_REQUESTED,
        sources=_KEPT,
        roles=OFFICER,
        fields=(NOTE,),
        needs=_PRESERVED,
        clears=_RUNNING,
        hint=message(
            "on the day on which whoever keeps the data received it or was told of it; a production request that stands"
            " here and is linked to this one covers it by itself once they received it"
        ),
    ),
    Action(
        key="end_preservation",
        label=message("Record the end of the preservation"),
        kind=EventKind.PRESERVATION_ENDED,
        sources=_KEPT,
        roles=OFFICER,
        fields=(NOTE,),
        needs=_PRESERVED,
        clears=_RUNNING,
        hint=message("the data is no longer needed or no longer kept"),
    ),
    Action(
        key="lapse",
        label=message("Record that the preservation lapsed"),
        kind=EventKind.LAPSED,
        sources=_KEPT,
        target=Stage.LAPSED,
        roles=OFFICER,
        fields=(SOME, NOTE),
        needs=_PRESERVED,
        item_outcome=ItemOutcome.LAPSED,
        item_types=_PRESERVATIONS,
        item_from=ItemOutcome.EXECUTED,
        hint=message("the data is lost before its day; once that day is over, the program records it"),
    ),
)

_ASKED = {
    "confirm_preservation": message("Answer: the data is preserved"),
    "renew_preservation": message("Renew the preservation"),
    "request_production": message("Record their production request from outside this register"),
    "end_preservation": message("End the preservation"),
    "lapse": message("Let the preservation lapse"),
}


def preservation(direction: Direction = Direction.OUTGOING) -> tuple[Action, ...]:
    """Confirm, renew, request production, end, lapse, in the words of whoever records it."""
    if direction is not Direction.INCOMING:
        return _ACTIONS
    return tuple(replace(action, label=_ASKED[action.key]) for action in _ACTIONS)
