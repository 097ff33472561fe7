"""The paper on its way, from hand to hand, on the route and off it."""

from workflows.engine.tables import Action, Field, FieldName, Move, Need
from workflows.messages import Message, message
from workflows.procedures.parts import AUTHORITY, MODE, NOTE, OFFICER, REASON, STOP, WAITING
from workflows.vocabulary import EventKind, Flag, Stage


def carriage(*, sources: frozenset[Stage]) -> tuple[Action, ...]:
    """Whose hands the paper passes through."""
    return (*_hand_overs(sources), *_mishaps(sources))


def _hand_overs(sources: frozenset[Stage]) -> tuple[Action, ...]:
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
    )


def _mishaps(sources: frozenset[Stage]) -> tuple[Action, ...]:
    return (
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


def deliver(*, label: Message) -> Action:
    """The arrival at whoever must act; the law's clocks that run from receipt start on it."""
    return Action(
        key="deliver",
        label=label,
        kind=EventKind.DELIVERED,
        sources=WAITING,
        move=Move.ADDRESSEE,
        roles=OFFICER,
        fields=(Field(name=FieldName.AUTHORITY, required=False), MODE, NOTE),
        clears=frozenset({Flag.DELIVERY_FAILED}),
        hint=message("proof of delivery; the clocks that run from receipt start here"),
    )


def serve(*, label: Message) -> Action:
    """The service of an order on a provider, from which its time to answer runs."""
    return Action(
        key="serve",
        label=label,
        kind=EventKind.SERVED,
        sources=WAITING,
        move=Move.STOP,
        roles=OFFICER,
        fields=(STOP, MODE, NOTE),
        clears=frozenset({Flag.DELIVERY_FAILED}),
        hint=message("the provider's time to answer runs from here"),
    )
