"""What must hold before an action, each need with the sentence that says what to do where it does not."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from workflows.engine.procedure import Action, Need, Procedure
from workflows.engine.snapshot import Snapshot
from workflows.messages import Message, message
from workflows.vocabulary import Flag, ItemType

Holds = Callable[[Snapshot, Procedure], bool]

FACT_WORDS: Mapping[Need, Message] = MappingProxyType(
    {
        Need.LEGAL_BASIS: message(
            "There is no legal basis yet. Name the instrument, or the reciprocity or comity relied on."
        ),
        Need.COUNTERPART: message("It is not said to whom this goes. Choose a jurisdiction or an authority."),
    }
)
"""The sentences of the needs that are outside facts: what the dossier says, not the history."""


def unmet(action: Action, snapshot: Snapshot, procedure: Procedure) -> Iterator[Message]:
    """The sentences of the needs that ``snapshot`` does not meet; outside facts are left to the decision."""
    for need in sorted(action.needs & NEEDS.keys()):
        holds, words = NEEDS[need]
        if not holds(snapshot, procedure):
            yield words


def _flagged(flag: Flag) -> Holds:
    return lambda snapshot, procedure: flag in snapshot.flags


NEEDS: Mapping[Need, tuple[Holds, Message]] = MappingProxyType(
    {
        Need.NEXT_STOP: (
            lambda snapshot, procedure: procedure.next_stop(snapshot.holder.stop) is not None,
            message(
                "There is no further stop on the route from where the paper is. Choose a stop or an authority."
            ),
        ),
        Need.RUNNING: (
            lambda snapshot, procedure: bool(snapshot.open_deadlines),
            message("No deadline is running."),
        ),
        Need.ITEMS: (
            lambda snapshot, procedure: bool(snapshot.items),
            message("Nothing is asked for yet. Add at least one item."),
        ),
        Need.OPEN_ITEMS: (
            lambda snapshot, procedure: bool(snapshot.open_items),
            message("Every item has its outcome already."),
        ),
        Need.NO_OPEN_ITEMS: (
            lambda snapshot, procedure: not snapshot.open_items,
            message("Items are still open. Record their outcome, or withdraw the request."),
        ),
        Need.NO_REPLY_OWED: (
            lambda snapshot, procedure: (
                {item.type for item in snapshot.items.values()} == {ItemType.SPONTANEOUS}
            ),
            message("A reply is owed. Only information given unasked is closed like this."),
        ),
        Need.SENT: (
            lambda snapshot, procedure: snapshot.spell.sent is not None,
            message("It was never sent. Take up the draft again."),
        ),
        Need.NOT_SENT: (
            lambda snapshot, procedure: snapshot.spell.sent is None,
            message("It was sent already. Reopen it."),
        ),
        Need.NOT_PRESERVED: (
            lambda snapshot, procedure: Flag.PRESERVATION_RUNNING not in snapshot.flags,
            message(
                "A preservation is still running: record the production request, its end or its lapse first."
            ),
        ),
        Need.APPROVED: (
            lambda snapshot, procedure: Flag.UNAPPROVED not in snapshot.flags,
            message("It went without approval. A supervisor has to approve it first."),
        ),
        Need.URGENT: (_flagged(Flag.URGENT), message("Only an urgent request may go before its approval.")),
        Need.ASKED: (_flagged(Flag.INFORMATION_ASKED), message("No question is open.")),
        Need.CONSULTING: (_flagged(Flag.CONSULTATION), message("No consultation is open.")),
        Need.POSTPONED: (_flagged(Flag.POSTPONED), message("It is not postponed.")),
        Need.UNAPPROVED: (_flagged(Flag.UNAPPROVED), message("It did not go without approval.")),
        Need.PRESERVATION_ASKED: (
            lambda snapshot, procedure: any(
                item.type is ItemType.PRESERVATION for item in snapshot.items.values()
            ),
            message("No preservation is asked for."),
        ),
        Need.PRESERVED: (_flagged(Flag.PRESERVATION_RUNNING), message("No preservation is running.")),
        Need.APPEALED: (_flagged(Flag.APPEAL), message("No appeal is pending.")),
        Need.CONDITION: (_flagged(Flag.CONDITIONAL), message("No condition was proposed.")),
    }
)

NEED_WORDS: Mapping[Need, Message] = MappingProxyType(
    {**{need: words for need, (_holds, words) in NEEDS.items()}, **FACT_WORDS}
)
"""Every need with its sentence."""
