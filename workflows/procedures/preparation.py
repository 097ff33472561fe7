"""From the first line to the sending; nobody approves their own."""

from workflows.engine.tables import Action, Move, Need
from workflows.messages import Message, message
from workflows.procedures.parts import MODE, NOTE, OFFICER, PREPARING, REASON, SUPERVISOR, WAITING
from workflows.vocabulary import EventKind, Flag, Stage

PREPARATION = (
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
        needs=frozenset({Need.LEGAL_BASIS}),
        done_here=frozenset({EventKind.APPROVED}),
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

TRANSLATED = Action(
    key="translate",
    label=message("Record the translation"),
    kind=EventKind.TRANSLATED,
    sources=PREPARING | {Stage.RETURNED},
    roles=OFFICER,
    fields=(NOTE,),
    hint=message("the certified translation is in hand"),
)


def formality(*, label: Message, hint: Message) -> Action:
    """A seal, signature or authentication that the paper needs after its approval and before it goes."""
    return Action(
        key="legalise",
        label=label,
        kind=EventKind.LEGALISED,
        sources=frozenset({Stage.READY, Stage.RETURNED}),
        roles=OFFICER,
        fields=(NOTE,),
        hint=hint,
    )


VALIDATED = Action(
    key="validate",
    label=message("Record the validation by a judge, court or prosecutor"),
    kind=EventKind.VALIDATED,
    sources=frozenset({Stage.APPROVAL, Stage.READY}),
    roles=OFFICER,
    fields=(NOTE,),
    hint=message("where the authority that asks may not order the measure itself"),
)

VALIDATED_AFTERWARDS = Action(
    key="validate_afterwards",
    label=message("Record the validation of what went in an emergency"),
    kind=EventKind.VALIDATED,
    sources=WAITING | {Stage.ANSWERED},
    roles=OFFICER,
    fields=(NOTE,),
    hint=message("within 48 hours: Regulation (EU) 2023/1543, Art. 4(5); otherwise the order is withdrawn"),
)


def formal_confirmation(*, label: Message) -> Action:
    """What went ahead by fast means is confirmed formally where the other side requires it (Budapest, Art. 25(3))."""
    return Action(
        key="confirm_formally",
        label=label,
        kind=EventKind.FORMALLY_CONFIRMED,
        sources=WAITING | {Stage.ANSWERED},
        roles=OFFICER,
        fields=(NOTE,),
        hint=message("where the requested side asks for it: Budapest Convention, Art. 25(3)"),
    )
