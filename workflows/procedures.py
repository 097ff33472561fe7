"""The events that every channel shares, written once: a channel's table takes a procedure and adds or leaves out.

The common life of a request (domain notes 3.2-3.4): drafted, approved by somebody else, sent, handed from stop to stop,
acknowledged, questioned, executed item by item or refused with a ground, closed; returned as deficient and sent again;
reopened with a reason. Incoming requests mirror it: what they owe us there, we owe them here.
"""

from collections.abc import Iterable
from dataclasses import replace

from workflows.engine.tables import FINAL, Action, Field, FieldName, Move, Need, Procedure, State, Stop, WaitsOn
from workflows.messages import Message, message
from workflows.vocabulary import Direction, EventKind, Flag, GroundKind, ItemOutcome, Role, Stage

OFFICER = frozenset({Role.OFFICER, Role.SUPERVISOR})
SUPERVISOR = frozenset({Role.SUPERVISOR})

WAITING = frozenset({Stage.UNDERWAY, Stage.EXECUTION})
PREPARING = frozenset({Stage.DRAFT, Stage.APPROVAL, Stage.READY})

REASON = Field(name=FieldName.REASON)
NOTE = Field(name=FieldName.NOTE, required=False)
ITEMS = Field(name=FieldName.ITEMS)
UNTIL = Field(name=FieldName.UNTIL)
UNTIL_IF_KNOWN = Field(name=FieldName.UNTIL, required=False)
MODE = Field(name=FieldName.MODE, required=False)
THEIR_REFERENCE = Field(name=FieldName.THEIR_REFERENCE, required=False)
STOP = Field(name=FieldName.STOP)
AUTHORITY = Field(name=FieldName.AUTHORITY)
DEADLINE = Field(name=FieldName.DEADLINE)


def ground(*kinds: GroundKind) -> Field:
    return Field(name=FieldName.GROUND, grounds=frozenset(kinds))


OUTGOING_STATES = (
    State(stage=Stage.DRAFT, label=message("draft"), waits_on=WaitsOn.US),
    State(stage=Stage.APPROVAL, label=message("awaiting approval"), waits_on=WaitsOn.US),
    State(stage=Stage.READY, label=message("approved, to be sent"), waits_on=WaitsOn.US),
    State(stage=Stage.UNDERWAY, label=message("under way"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.EXECUTION, label=message("being executed"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.RETURNED, label=message("returned as deficient"), waits_on=WaitsOn.US),
    State(stage=Stage.ANSWERED, label=message("answered"), waits_on=WaitsOn.US),
    State(stage=Stage.CLOSED, label=message("closed"), waits_on=WaitsOn.NOBODY),
    State(stage=Stage.WITHDRAWN, label=message("withdrawn"), waits_on=WaitsOn.NOBODY),
)

INCOMING_STATES = (
    State(stage=Stage.UNDERWAY, label=message("received"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.EXECUTION, label=message("being executed"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.RETURNED, label=message("returned to them as deficient"), waits_on=WaitsOn.THEM),
    State(stage=Stage.ANSWERED, label=message("answered"), waits_on=WaitsOn.US),
    State(stage=Stage.CLOSED, label=message("closed"), waits_on=WaitsOn.NOBODY),
    State(stage=Stage.WITHDRAWN, label=message("withdrawn by them"), waits_on=WaitsOn.NOBODY),
)


def _preparation() -> tuple[Action, ...]:
    """From the first line to the sending; nobody approves their own."""
    return (
        Action(
            key="draft",
            label=message("Draft"),
            kind=EventKind.DRAFTED,
            sources=frozenset(),
            target=Stage.DRAFT,
            roles=OFFICER,
        ),
        Action(
            key="submit",
            label=message("Submit for approval"),
            kind=EventKind.SUBMITTED,
            sources=frozenset({Stage.DRAFT}),
            target=Stage.APPROVAL,
            roles=OFFICER,
            fields=(NOTE,),
            needs=frozenset({Need.ITEMS, Need.LEGAL_BASIS, Need.COUNTERPART}),
        ),
        Action(
            key="approve",
            label=message("Approve"),
            kind=EventKind.APPROVED,
            sources=frozenset({Stage.APPROVAL}),
            target=Stage.READY,
            roles=SUPERVISOR,
            fields=(NOTE,),
            not_by=frozenset({EventKind.SUBMITTED, EventKind.DRAFTED}),
        ),
        Action(
            key="return_to_drafter",
            label=message("Return to the drafter"),
            kind=EventKind.RETURNED_TO_DRAFTER,
            sources=frozenset({Stage.APPROVAL, Stage.READY}),
            target=Stage.DRAFT,
            roles=OFFICER,
            fields=(REASON,),
        ),
        Action(
            key="send",
            label=message("Record the sending"),
            kind=EventKind.SENT,
            sources=frozenset({Stage.READY}),
            target=Stage.UNDERWAY,
            move=Move.NEXT,
            roles=OFFICER,
            fields=(MODE, NOTE),
            hint=message("the paper goes to the next stop"),
        ),
        Action(
            key="send_urgently",
            label=message("Send before approval"),
            kind=EventKind.SENT,
            sources=frozenset({Stage.DRAFT, Stage.APPROVAL}),
            target=Stage.UNDERWAY,
            move=Move.NEXT,
            roles=OFFICER,
            fields=(REASON, MODE),
            needs=frozenset({Need.URGENT, Need.ITEMS, Need.LEGAL_BASIS, Need.COUNTERPART}),
            sets=frozenset({Flag.UNAPPROVED}),
            hint=message("only when urgent; a supervisor approves afterwards"),
        ),
        Action(
            key="approve_afterwards",
            label=message("Approve the urgent sending"),
            kind=EventKind.APPROVED_AFTERWARDS,
            sources=WAITING | {Stage.ANSWERED, Stage.RETURNED},
            roles=SUPERVISOR,
            fields=(NOTE,),
            needs=frozenset({Need.UNAPPROVED}),
            not_by=frozenset({EventKind.SENT, EventKind.DRAFTED}),
            clears=frozenset({Flag.UNAPPROVED}),
        ),
    )


def _carriage(*, sources: frozenset[Stage]) -> tuple[Action, ...]:
    """Whose hands the paper passes through, on the route and off it."""
    return (
        Action(
            key="hand_over",
            label=message("Hand over to the next stop"),
            kind=EventKind.HANDED_OVER,
            sources=sources,
            move=Move.NEXT,
            roles=OFFICER,
            fields=(MODE, NOTE),
            needs=frozenset({Need.NEXT_STOP}),
            clears=frozenset({Flag.DELIVERY_FAILED}),
        ),
        Action(
            key="hand_over_to_stop",
            label=message("Hand over to another stop"),
            kind=EventKind.HANDED_OVER,
            sources=sources,
            move=Move.STOP,
            roles=OFFICER,
            fields=(STOP, MODE, NOTE),
            clears=frozenset({Flag.DELIVERY_FAILED}),
        ),
        Action(
            key="hand_over_off_route",
            label=message("Hand over to an authority off the route"),
            kind=EventKind.HANDED_OVER,
            sources=sources,
            move=Move.AUTHORITY,
            roles=OFFICER,
            fields=(AUTHORITY, MODE, NOTE),
            clears=frozenset({Flag.DELIVERY_FAILED}),
        ),
        Action(
            key="delivery_failed",
            label=message("Record a failed delivery"),
            kind=EventKind.DELIVERY_FAILED,
            sources=sources,
            roles=OFFICER,
            fields=(REASON,),
            sets=frozenset({Flag.DELIVERY_FAILED}),
        ),
        Action(
            key="misaddressed",
            label=message("Record that it went to the wrong authority"),
            kind=EventKind.MISADDRESSED,
            sources=sources,
            move=Move.AUTHORITY,
            roles=OFFICER,
            fields=(AUTHORITY, NOTE),
            hint=message("name the authority that it was passed on to"),
        ),
    )


def _their_doings(words: dict[str, Message]) -> tuple[Action, ...]:
    """What the side that executes does: the same table for both directions, with words for who does it."""
    return (
        Action(
            key="acknowledge",
            label=words["acknowledge"],
            kind=EventKind.ACKNOWLEDGED,
            sources=WAITING,
            roles=OFFICER,
            fields=(THEIR_REFERENCE, NOTE),
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


def _answers(words: dict[str, Message], *, refuse_roles: frozenset[Role]) -> tuple[Action, ...]:
    """Substantive answers, item by item; a deficiency is no answer."""
    return (
        _answer("execute", words["execute"], EventKind.EXECUTED, ItemOutcome.EXECUTED, (ITEMS, NOTE)),
        _answer("execute_partly", words["execute_partly"], EventKind.PARTLY_EXECUTED, ItemOutcome.PARTLY_EXECUTED, (ITEMS, NOTE)),
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
            move=Move.START,
            roles=OFFICER,
            fields=(ground(GroundKind.DEFICIENCY), NOTE),
            clears=frozenset({Flag.INFORMATION_ASKED, Flag.CONSULTATION}),
        ),
    )


def _answer(key: str, label: Message, kind: EventKind, outcome: ItemOutcome, fields: tuple[Field, ...]) -> Action:
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


def _endings(*, reopen_to: Stage) -> tuple[Action, ...]:
    return (
        Action(
            key="close",
            label=message("Close"),
            kind=EventKind.CLOSED,
            sources=frozenset({Stage.ANSWERED}),
            target=Stage.CLOSED,
            roles=OFFICER,
            fields=(NOTE,),
            needs=frozenset({Need.NO_OPEN_ITEMS, Need.NOT_PRESERVED}),
        ),
        Action(
            key="reopen",
            label=message("Reopen"),
            kind=EventKind.REOPENED,
            sources=FINAL & {Stage.CLOSED, Stage.WITHDRAWN},
            target=reopen_to,
            roles=SUPERVISOR,
            fields=(REASON, ITEMS),
        ),
    )


def _withdrawal(*, sources: frozenset[Stage], label: Message) -> Action:
    return Action(
        key="withdraw",
        label=label,
        kind=EventKind.WITHDRAWN,
        sources=sources,
        target=Stage.WITHDRAWN,
        move=Move.HOME,
        roles=OFFICER,
        fields=(REASON,),
        item_outcome=ItemOutcome.WITHDRAWN,
    )


def _paperwork(states: Iterable[State]) -> tuple[Action, ...]:
    """What may be recorded at any time and moves nothing; those not offered belong to their own places on the page."""
    everywhere = frozenset(state.stage for state in states)
    alive = everywhere - FINAL
    return (
        _record("note", message("Write a note"), EventKind.NOTED, everywhere, fields=(Field(name=FieldName.NOTE),), offered=True),
        _record("extend_deadline", message("Move a deadline"), EventKind.DEADLINE_EXTENDED, alive, fields=(DEADLINE, UNTIL, REASON), offered=True),
        _record("edit", message("Change the dossier"), EventKind.EDITED, alive),
        _record("reassign", message("Reassign"), EventKind.REASSIGNED, alive, fields=(Field(name=FieldName.OFFICER), NOTE)),
        _record("correct", message("Correct an entry"), EventKind.CORRECTED, everywhere, fields=(REASON,)),
        _record("add_document", message("Add a document"), EventKind.DOCUMENT_ADDED, everywhere),
        _record("record_result", message("Record a result"), EventKind.RESULT_RECORDED, everywhere),
        _record("link", message("Link to another request"), EventKind.LINKED, everywhere),
        _record("grant_access", message("Give access"), EventKind.ACCESS_GRANTED, everywhere, roles=SUPERVISOR),
        _record("revoke_access", message("Take access away"), EventKind.ACCESS_REVOKED, everywhere, roles=SUPERVISOR),
        _record("adopt", message("Adopt imported history"), EventKind.ADOPTED, everywhere),
    )


def _record(
    key: str,
    label: Message,
    kind: EventKind,
    sources: frozenset[Stage],
    *,
    fields: tuple[Field, ...] = (),
    roles: frozenset[Role] = OFFICER,
    offered: bool = False,
) -> Action:
    return Action(key=key, label=label, kind=kind, sources=sources, roles=roles, fields=fields, offered=offered)


_ASKING_WORDS = {
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

_ASKED_WORDS = {
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


def outgoing(
    *,
    route: tuple[Stop, ...],
    direction: Direction = Direction.OUTGOING,
    extra: tuple[Action, ...] = (),
    without: frozenset[str] = frozenset(),
    extra_states: tuple[State, ...] = (),
) -> Procedure:
    """We ask (or, in transit, pass on what a third asks): approval before sending, then their answer.

    ``without`` leaves out common actions by key where the channel does not know them.
    """
    states = (*OUTGOING_STATES, *extra_states)
    actions = (
        *_preparation(),
        *_answers(_ASKING_WORDS, refuse_roles=OFFICER),
        *_carriage(sources=WAITING),
        Action(
            key="deliver",
            label=message("Record delivery to whoever must act"),
            kind=EventKind.DELIVERED,
            sources=WAITING,
            move=Move.ADDRESSEE,
            roles=OFFICER,
            fields=(Field(name=FieldName.AUTHORITY, required=False), MODE, NOTE),
            hint=message("proof of delivery; the clocks that run from receipt start here"),
        ),
        *_their_doings(_ASKING_WORDS),
        Action(
            key="enquire",
            label=message("Send a status enquiry"),
            kind=EventKind.STATUS_ENQUIRY_SENT,
            sources=WAITING,
            roles=OFFICER,
            fields=(MODE, NOTE),
        ),
        Action(
            key="status_answered",
            label=message("Record an answer to a status enquiry"),
            kind=EventKind.STATUS_ANSWERED,
            sources=WAITING,
            roles=OFFICER,
            fields=(Field(name=FieldName.NOTE),),
        ),
        Action(
            key="send_again",
            label=message("Send again, mended"),
            kind=EventKind.SENT_AGAIN,
            sources=frozenset({Stage.RETURNED}),
            target=Stage.UNDERWAY,
            move=Move.NEXT,
            roles=OFFICER,
            fields=(MODE, NOTE),
        ),
        _withdrawal(sources=PREPARING | WAITING | {Stage.RETURNED}, label=message("Withdraw")),
        Action(
            key="close_without_answer",
            label=message("Close without an answer"),
            kind=EventKind.CLOSED_WITHOUT_ANSWER,
            sources=WAITING | {Stage.RETURNED},
            target=Stage.CLOSED,
            move=Move.HOME,
            roles=SUPERVISOR,
            fields=(REASON,),
            item_outcome=ItemOutcome.NO_ANSWER,
        ),
        *_endings(reopen_to=Stage.UNDERWAY),
        *_paperwork(states),
    )
    return _procedure(direction, route, states, actions, extra, without, create="draft")


def incoming(
    *,
    route: tuple[Stop, ...],
    extra: tuple[Action, ...] = (),
    without: frozenset[str] = frozenset(),
    extra_states: tuple[State, ...] = (),
) -> Procedure:
    """They ask, we owe: received, acknowledged, executed item by item or refused by a supervisor."""
    states = (*INCOMING_STATES, *extra_states)
    actions = (
        Action(
            key="receive",
            label=message("Register what was received"),
            kind=EventKind.RECEIVED,
            sources=frozenset(),
            target=Stage.UNDERWAY,
            roles=OFFICER,
            fields=(THEIR_REFERENCE,),
        ),
        *_answers(_ASKED_WORDS, refuse_roles=SUPERVISOR),
        *_their_doings(_ASKED_WORDS),
        *_carriage(sources=WAITING),
        Action(
            key="answer_status",
            label=message("Answer a status enquiry of theirs"),
            kind=EventKind.STATUS_ANSWERED,
            sources=WAITING,
            roles=OFFICER,
            fields=(Field(name=FieldName.NOTE),),
        ),
        Action(
            key="receive_again",
            label=message("Register it, mended by them"),
            kind=EventKind.SENT_AGAIN,
            sources=frozenset({Stage.RETURNED}),
            target=Stage.UNDERWAY,
            move=Move.START,
            roles=OFFICER,
            fields=(NOTE,),
        ),
        _withdrawal(sources=WAITING | {Stage.RETURNED}, label=message("Record their withdrawal")),
        *_endings(reopen_to=Stage.EXECUTION),
        *_paperwork(states),
    )
    return _procedure(Direction.INCOMING, route, states, actions, extra, without, create="receive")


def _procedure(
    direction: Direction,
    route: tuple[Stop, ...],
    states: tuple[State, ...],
    actions: tuple[Action, ...],
    extra: tuple[Action, ...],
    without: frozenset[str],
    *,
    create: str,
) -> Procedure:
    replaced = {action.key for action in extra} | without
    kept = tuple(action for action in actions if action.key not in replaced)
    return Procedure(direction=direction, route=route, states=states, actions=(*kept, *extra), create=create)
