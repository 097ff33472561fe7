"""The whole procedure of a channel in one direction, made of the shared parts and what the channel adds.

The common life of a request: drafted, approved by somebody else, sent, handed from stop to stop,
acknowledged, questioned, executed item by item or refused with a ground, closed; returned as deficient and sent again;
reopened with a reason. Incoming requests mirror it: what they owe us there, we owe them here.
"""

from workflows.engine.tables import Action, Field, FieldName, Move, Procedure, State, Stop
from workflows.messages import message
from workflows.procedures.carriage import carriage, deliver
from workflows.procedures.endings import (
    CLOSE,
    CLOSE_WITHOUT_ANSWER,
    NO_REPLY_OWED,
    REOPEN_DRAFT,
    close_returned,
    refer,
    reopen,
    withdraw,
)
from workflows.procedures.execution import ASKED, ASKING, answers, their_doings
from workflows.procedures.paperwork import paperwork
from workflows.procedures.parts import (
    INCOMING_STATES,
    MODE,
    NOTE,
    OFFICER,
    OUTGOING_STATES,
    PREPARING,
    SUPERVISOR,
    THEIR_REFERENCE,
    WAITING,
)
from workflows.procedures.preparation import PREPARATION, TRANSLATED
from workflows.vocabulary import Direction, EventKind, Stage

ENQUIRE = Action(
    key="enquire",
    label=message("Send a status enquiry"),
    kind=EventKind.STATUS_ENQUIRY_SENT,
    sources=WAITING,
    roles=OFFICER,
    fields=(MODE, NOTE),
)
STATUS_ANSWERED = Action(
    key="status_answered",
    label=message("Record an answer to a status enquiry"),
    kind=EventKind.STATUS_ANSWERED,
    sources=WAITING,
    roles=OFFICER,
    fields=(Field(name=FieldName.NOTE),),
)
SEND_AGAIN = Action(
    key="send_again",
    label=message("Send again, mended"),
    kind=EventKind.SENT_AGAIN,
    sources=frozenset({Stage.RETURNED}),
    target=Stage.UNDERWAY,
    move=Move.NEXT,
    roles=OFFICER,
    fields=(MODE, NOTE),
)

RECEIVE = Action(
    key="receive",
    label=message("Register what was received"),
    kind=EventKind.RECEIVED,
    sources=frozenset(),
    target=Stage.UNDERWAY,
    roles=OFFICER,
    fields=(THEIR_REFERENCE,),
)
ANSWER_STATUS = Action(
    key="answer_status",
    label=message("Answer a status enquiry of theirs"),
    kind=EventKind.STATUS_ANSWERED,
    sources=WAITING,
    roles=OFFICER,
    fields=(Field(name=FieldName.NOTE),),
)
RECEIVE_AGAIN = Action(
    key="receive_again",
    label=message("Register it, mended by them"),
    kind=EventKind.SENT_AGAIN,
    sources=frozenset({Stage.RETURNED}),
    target=Stage.UNDERWAY,
    move=Move.START,
    roles=OFFICER,
    fields=(NOTE,),
)


def outgoing(
    *,
    route: tuple[Stop, ...],
    direction: Direction = Direction.OUTGOING,
    extra: tuple[Action, ...] = (),
    without: frozenset[str] = frozenset(),
    extra_states: tuple[State, ...] = (),
) -> Procedure:
    """We ask (or, in transit, pass on what a third asks): approval before sending, then their answer.

    ``extra`` actions replace common ones of the same key; ``without`` leaves out common actions by key.
    """
    states = (*OUTGOING_STATES, *extra_states)
    stages = frozenset(state.stage for state in states)
    actions = (
        *PREPARATION,
        TRANSLATED,
        *answers(ASKING, refuse_roles=OFFICER, send_back=Move.START),
        *carriage(sources=WAITING),
        deliver(label=message("Record delivery to whoever must act")),
        *their_doings(ASKING),
        ENQUIRE,
        STATUS_ANSWERED,
        SEND_AGAIN,
        CLOSE,
        NO_REPLY_OWED,
        withdraw(sources=PREPARING | WAITING | {Stage.RETURNED}, label=message("Withdraw")),
        CLOSE_WITHOUT_ANSWER,
        close_returned(label=message("Close: returned, and not sent again")),
        refer(label=message("Record that they refer us elsewhere"), roles=OFFICER),
        reopen(target=Stage.UNDERWAY, stages=stages),
        REOPEN_DRAFT,
        *paperwork(stages),
    )
    return _procedure(direction, route, states, actions, extra, without, create="draft")


def incoming(
    *,
    route: tuple[Stop, ...],
    extra: tuple[Action, ...] = (),
    without: frozenset[str] = frozenset(),
    extra_states: tuple[State, ...] = (),
) -> Procedure:
    """They ask, we owe: received, acknowledged, executed item by item or refused by a supervisor.

    The answer still has its way back to travel, so it can be handed on after it was given.
    """
    states = (*INCOMING_STATES, *extra_states)
    stages = frozenset(state.stage for state in states)
    actions = (
        RECEIVE,
        *answers(ASKED, refuse_roles=SUPERVISOR, send_back=Move.BACK),
        deliver(label=message("Record receipt by whoever must execute")),
        *their_doings(ASKED),
        *carriage(sources=WAITING | {Stage.ANSWERED}),
        ANSWER_STATUS,
        RECEIVE_AGAIN,
        CLOSE,
        NO_REPLY_OWED,
        withdraw(sources=WAITING | {Stage.RETURNED}, label=message("Record their withdrawal")),
        close_returned(label=message("Close: returned to them, and not mended")),
        refer(label=message("Refer elsewhere"), roles=SUPERVISOR),
        reopen(target=Stage.EXECUTION, stages=stages),
        *paperwork(stages),
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
