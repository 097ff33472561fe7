"""How a request ends, and how it begins again."""

from workflows.engine.tables import FINAL, Action, Field, FieldName, Move, Need
from workflows.messages import Message, message
from workflows.procedures.parts import ITEMS, NOTE, OFFICER, REASON, SUPERVISOR, WAITING
from workflows.vocabulary import EventKind, ItemOutcome, ItemType, Role, Stage

CLOSE = Action(
    key="close",
    label=message("Close"),
    kind=EventKind.CLOSED,
    sources=frozenset({Stage.ANSWERED}),
    target=Stage.CLOSED,
    roles=OFFICER,
    fields=(NOTE,),
    needs=frozenset({Need.NO_OPEN_ITEMS, Need.NOT_PRESERVED, Need.APPROVED}),
)

REOPEN_DRAFT = Action(
    key="reopen_draft",
    label=message("Take up the draft again"),
    kind=EventKind.REOPENED,
    sources=frozenset({Stage.WITHDRAWN}),
    target=Stage.DRAFT,
    move=Move.START,
    roles=SUPERVISOR,
    fields=(REASON, ITEMS),
    needs=frozenset({Need.NOT_SENT}),
)

CLOSE_WITHOUT_ANSWER = Action(
    key="close_without_answer",
    label=message("Close without an answer"),
    kind=EventKind.CLOSED_WITHOUT_ANSWER,
    sources=WAITING,
    target=Stage.CLOSED,
    move=Move.HOME,
    roles=SUPERVISOR,
    fields=(REASON,),
    item_outcome=ItemOutcome.NO_ANSWER,
)


def close_returned(*, label: Message) -> Action:
    """What was returned as deficient and stays so ends without an answer, in either direction."""
    return Action(
        key="close_returned",
        label=label,
        kind=EventKind.CLOSED_WITHOUT_ANSWER,
        sources=frozenset({Stage.RETURNED}),
        target=Stage.CLOSED,
        move=Move.HOME,
        roles=SUPERVISOR,
        fields=(REASON,),
        item_outcome=ItemOutcome.RETURNED,
    )


def refer(*, label: Message, roles: frozenset[Role]) -> Action:
    """Whoever was asked is not the one to ask: no refusal, since nothing was decided, and no answer."""
    return Action(
        key="refer",
        label=label,
        kind=EventKind.REFERRED,
        sources=WAITING,
        target=Stage.CLOSED,
        move=Move.HOME,
        roles=roles,
        fields=(REASON, Field(name=FieldName.AUTHORITY, required=False)),
        item_outcome=ItemOutcome.REFERRED,
        hint=message("it ends here; name the authority to turn to where the directory has it"),
    )


def reopen(*, target: Stage, stages: frozenset[Stage]) -> Action:
    """A new spell for the chosen items; only what was sent once can be under way again."""
    return Action(
        key="reopen",
        label=message("Reopen"),
        kind=EventKind.REOPENED,
        sources=FINAL & stages,
        target=target,
        move=Move.START,
        roles=SUPERVISOR,
        fields=(REASON, ITEMS),
        needs=frozenset({Need.SENT}),
    )


def withdraw(*, sources: frozenset[Stage], label: Message) -> Action:
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


# Information given unasked (Budapest Convention, Art. 26) is owed no reply: it is done once it has been passed on.
NO_REPLY_OWED = Action(
    key="close_passed_on",
    label=message("Close: information passed on, no reply owed"),
    kind=EventKind.CLOSED,
    sources=WAITING,
    target=Stage.CLOSED,
    move=Move.HOME,
    roles=OFFICER,
    fields=(NOTE,),
    needs=frozenset({Need.NO_REPLY_OWED}),
    item_outcome=ItemOutcome.EXECUTED,
    item_types=frozenset({ItemType.SPONTANEOUS}),
)
