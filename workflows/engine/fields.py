"""Whether what was filled in fits what the action asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from workflows.engine.moving import until_of, wrong_move, wrong_renewal
from workflows.engine.procedure import Action, Field, FieldName, Procedure
from workflows.engine.proposal import Proposal
from workflows.engine.replay import Definition
from workflows.engine.snapshot import Snapshot
from workflows.messages import Message, message
from workflows.vocabulary import Ground

FIELD_WORDS: Mapping[FieldName, Message] = MappingProxyType(
    {
        FieldName.ITEMS: message("the items it is about"),
        FieldName.GROUND: message("the ground"),
        FieldName.REASON: message("the reason"),
        FieldName.NOTE: message("a note"),
        FieldName.THEIR_REFERENCE: message("their reference"),
        FieldName.STOP: message("the stop"),
        FieldName.AUTHORITY: message("the authority"),
        FieldName.UNTIL: message("the date until which it holds"),
        FieldName.MODE: message("how it was transmitted"),
        FieldName.DEADLINE: message("the deadline"),
        FieldName.OFFICER: message("the officer"),
        FieldName.GRANTED_BY: message("the authority that granted it"),
        FieldName.GRANTOR: message("who granted it, where the directory does not have them"),
    }
)


def reasons_of_data(
    action: Action, proposal: Proposal, before: Snapshot | None, definition: Definition
) -> Iterator[Message]:
    """Every field that is missing or cannot be as it is; ``before`` is the request just before."""
    for entry in action.fields:
        present = entry.name in proposal.given or bool(_value(entry.name, proposal))
        if entry.required and not present:
            yield message(
                "“%(action)s” needs: %(field)s.", action=action.label, field=FIELD_WORDS[entry.name]
            )
        elif present:
            yield from _reasons_of_value(entry, action, proposal, before, definition)
    yield from wrong_renewal(proposal, action, before, definition.rules)


def _value(name: FieldName, proposal: Proposal) -> object:
    return proposal.items if name is FieldName.ITEMS else proposal.data.get(name.value)


def _reasons_of_value(
    entry: Field, action: Action, proposal: Proposal, before: Snapshot | None, definition: Definition
) -> Iterator[Message]:
    checks: Mapping[FieldName, Callable[[], Iterable[Message]]] = {
        FieldName.GROUND: lambda: _wrong_ground(entry, proposal),
        FieldName.STOP: lambda: _wrong_stop(proposal, definition.procedure),
        FieldName.AUTHORITY: lambda: _wrong_authority(entry.name, proposal),
        FieldName.GRANTED_BY: lambda: _wrong_authority(entry.name, proposal),
        FieldName.UNTIL: lambda: _wrong_until(action, proposal),
        FieldName.DEADLINE: lambda: wrong_move(proposal, until_of(proposal), before),
    }
    yield from checks.get(entry.name, tuple)()


def _wrong_ground(entry: Field, proposal: Proposal) -> Iterator[Message]:
    ground = next((ground for ground in Ground if ground.value == proposal.data.get("ground")), None)
    if ground is None or ground.kind not in entry.grounds:
        yield message("This ground cannot be given here. Choose one of the listed grounds.")


def _wrong_stop(proposal: Proposal, procedure: Procedure) -> Iterator[Message]:
    if proposal.data.get("stop") not in {stop.key for stop in procedure.route}:
        yield message("This stop is not on the route of the channel. Choose one of the listed stops.")


def _wrong_authority(name: FieldName, proposal: Proposal) -> Iterator[Message]:
    if not isinstance(proposal.data.get(name.value), int):
        yield message("This authority is not known. Choose one of the directory.")


def _wrong_until(action: Action, proposal: Proposal) -> Iterator[Message]:
    until = until_of(proposal)
    if until is None:
        yield message("The date “until” is no date. Write it as 2026-03-12.")
    elif until <= proposal.occurred.on and action.field(FieldName.DEADLINE) is None:
        yield message(
            "The date “until” (%(until)s) must lie after %(on)s.", until=until, on=proposal.occurred.on
        )
