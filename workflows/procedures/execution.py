"""What the side that executes does with it, up to its answer."""

from collections.abc import Mapping
from dataclasses import replace

from workflows.engine.tables import Action, Field, FieldName, Move, Need
from workflows.messages import Message, message
from workflows.procedures.parts import (
    ITEMS,
    NOTE,
    OFFICER,
    REASON,
    THEIR_REFERENCE,
    UNTIL_IF_KNOWN,
    WAITING,
    ground,
)
from workflows.vocabulary import EventKind, Flag, GroundKind, ItemOutcome, Role, Stage

Words = Mapping[str, Message]

ASKING: Words = {
    "acknowledge": message("Record their acknowledgement"),
    "accept": message("Record that they execute it"),
    "ask_information": message("Record a question of theirs"),
    "give_information": message("Give the information asked for"),
    "postpone": message("Record a postponement"),
    "notify_delay": message("Record a notified delay"),
    "execute": message("Record an answer: executed"),
    "execute_partly": message("Record an answer: executed in part"),
    "nil_return": message("Record an answer: nothing found"),
    "refuse": message("Record a refusal"),
    "return_deficient": message("Record its return as deficient"),
}

ASKED: Words = {
    "acknowledge": message("Acknowledge receipt"),
    "accept": message("Accept for execution"),
    "ask_information": message("Ask them for information"),
    "give_information": message("Record the information given"),
    "postpone": message("Postpone"),
    "notify_delay": message("Notify a delay"),
    "execute": message("Answer: executed"),
    "execute_partly": message("Answer: executed in part"),
    "nil_return": message("Answer: nothing found"),
    "refuse": message("Refuse"),
    "return_deficient": message("Return as deficient"),
}


def their_doings(words: Words) -> tuple[Action, ...]:
    """What the side that executes does: the same table for both directions, with words for who does it."""
    return (*_handling(words), *_talk(words))


def _handling(words: Words) -> tuple[Action, ...]:
    """Taken in hand: acknowledged, accepted, perhaps postponed or late."""
    return (
        Action(
            key="acknowledge",
            label=words["acknowledge"],
            kind=EventKind.ACKNOWLEDGED,
            sources=WAITING,
            roles=OFFICER,
            fields=(THEIR_REFERENCE, Field(name=FieldName.AUTHORITY, required=False), NOTE),
        ),
        Action(
            key="accept",
            label=words["accept"],
            kind=EventKind.ACCEPTED,
            sources=frozenset({Stage.UNDERWAY}),
            target=Stage.EXECUTION,
            roles=OFFICER,
            fields=(THEIR_REFERENCE, NOTE),
        ),
        Action(
            key="postpone",
            label=words["postpone"],
            kind=EventKind.POSTPONED,
            sources=WAITING,
            roles=OFFICER,
            fields=(ground(GroundKind.POSTPONEMENT), UNTIL_IF_KNOWN, NOTE),
            sets=frozenset({Flag.POSTPONED}),
        ),
        Action(
            key="resume",
            label=message("End the postponement"),
            kind=EventKind.RESUMED,
            sources=WAITING,
            roles=OFFICER,
            fields=(NOTE,),
            needs=frozenset({Need.POSTPONED}),
            clears=frozenset({Flag.POSTPONED}),
        ),
        Action(
            key="notify_delay",
            label=words["notify_delay"],
            kind=EventKind.DELAY_NOTIFIED,
            sources=WAITING,
            roles=OFFICER,
            fields=(REASON, UNTIL_IF_KNOWN),
        ),
    )


def _talk(words: Words) -> tuple[Action, ...]:
    """Questions and consultations between the two sides."""
    return (
        Action(
            key="ask_information",
            label=words["ask_information"],
            kind=EventKind.INFORMATION_ASKED,
            sources=WAITING,
            roles=OFFICER,
            fields=(Field(name=FieldName.NOTE),),
            sets=frozenset({Flag.INFORMATION_ASKED}),
        ),
        Action(
            key="give_information",
            label=words["give_information"],
            kind=EventKind.INFORMATION_GIVEN,
            sources=WAITING,
            roles=OFFICER,
            fields=(NOTE,),
            needs=frozenset({Need.ASKED}),
            clears=frozenset({Flag.INFORMATION_ASKED}),
        ),
        Action(
            key="open_consultation",
            label=message("Open a consultation"),
            kind=EventKind.CONSULTATION_OPENED,
            sources=WAITING,
            roles=OFFICER,
            fields=(NOTE,),
            sets=frozenset({Flag.CONSULTATION}),
        ),
        Action(
            key="close_consultation",
            label=message("Close the consultation"),
            kind=EventKind.CONSULTATION_CLOSED,
            sources=WAITING,
            roles=OFFICER,
            fields=(NOTE,),
            needs=frozenset({Need.CONSULTING}),
            clears=frozenset({Flag.CONSULTATION}),
        ),
    )


def answers(words: Words, *, refuse_roles: frozenset[Role], send_back: Move) -> tuple[Action, ...]:
    """Substantive answers, item by item; a deficiency is no answer."""
    return (
        _answer("execute", words["execute"], EventKind.EXECUTED, ItemOutcome.EXECUTED, (ITEMS, NOTE)),
        _answer(
            "execute_partly",
            words["execute_partly"],
            EventKind.PARTLY_EXECUTED,
            ItemOutcome.PARTLY_EXECUTED,
            (ITEMS, NOTE),
        ),
        _answer(
            "nil_return",
            words["nil_return"],
            EventKind.NIL_RETURN,
            ItemOutcome.NIL,
            (ITEMS, ground(GroundKind.NO_DATA), NOTE),
        ),
        replace(
            _answer(
                "refuse",
                words["refuse"],
                EventKind.REFUSED,
                ItemOutcome.REFUSED,
                (ITEMS, ground(GroundKind.REFUSAL), NOTE),
            ),
            roles=refuse_roles,
        ),
        Action(
            key="return_deficient",
            label=words["return_deficient"],
            kind=EventKind.RETURNED_DEFICIENT,
            sources=WAITING,
            target=Stage.RETURNED,
            move=send_back,
            roles=OFFICER,
            fields=(ground(GroundKind.DEFICIENCY), NOTE),
            clears=frozenset({Flag.INFORMATION_ASKED, Flag.CONSULTATION}),
        ),
    )


def _answer(
    key: str, label: Message, kind: EventKind, outcome: ItemOutcome, fields: tuple[Field, ...]
) -> Action:
    return Action(
        key=key,
        label=label,
        kind=kind,
        sources=WAITING,
        roles=OFFICER,
        fields=fields,
        item_outcome=outcome,
        needs=frozenset({Need.OPEN_ITEMS}),
        clears=frozenset({Flag.POSTPONED}),
    )


APPEALS = (
    Action(
        key="lodge_appeal",
        label=message("Record an appeal against the execution"),
        kind=EventKind.APPEAL_LODGED,
        sources=WAITING,
        roles=OFFICER,
        fields=(NOTE,),
        sets=frozenset({Flag.APPEAL}),
        hint=message("an appeal may show the request to the person concerned"),
    ),
    Action(
        key="decide_appeal",
        label=message("Record the decision on the appeal"),
        kind=EventKind.APPEAL_DECIDED,
        sources=WAITING,
        roles=OFFICER,
        fields=(Field(name=FieldName.NOTE),),
        needs=frozenset({Need.APPEALED}),
        clears=frozenset({Flag.APPEAL}),
    ),
)

CONDITIONS = (
    Action(
        key="propose_condition",
        label=message("Record a proposed condition"),
        kind=EventKind.CONDITION_PROPOSED,
        sources=WAITING,
        roles=OFFICER,
        fields=(Field(name=FieldName.NOTE),),
        sets=frozenset({Flag.CONDITIONAL}),
    ),
    Action(
        key="accept_condition",
        label=message("Record that the condition was accepted"),
        kind=EventKind.CONDITION_ACCEPTED,
        sources=WAITING,
        roles=OFFICER,
        fields=(NOTE,),
        needs=frozenset({Need.CONDITION}),
    ),
)
