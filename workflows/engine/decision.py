"""Whether something may be done now, by this person, with this data: yes with its consequence, or every reason why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from workflows.errors import ActionNotAllowed
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Flag, Ground, ItemType, Role, Source

from .history import Data, Event, effective, ordered, place_of
from .replay import Definition, fold, not_from_here
from .snapshot import Snapshot
from .tables import Action, Field, FieldName, Need, Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the decision cannot see in the history: who asks, in which roles on this request, and the clock."""

    by: int | None
    roles: frozenset[Role]
    now: datetime
    source: Source = Source.HUMAN
    legal_basis: bool = True
    counterpart: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wants to record. ``given`` names the fields whose free text was filled in; texts stay outside."""

    action: str
    occurred: Occurred
    items: tuple[str, ...] = ()
    data: Data = field(default_factory=lambda: MappingProxyType({}))
    given: frozenset[FieldName] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The event to write and the request after the whole history, this event included."""

    event: Event
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One action as a page shows it. ``here``: the stage offers it, only something else may be missing."""

    action: Action
    reasons: tuple[Message, ...]
    here: bool

    @property
    def allowed(self) -> bool:
        return not self.reasons


def available_actions(snapshot: Snapshot, facts: Facts, definition: Definition) -> tuple[Offer, ...]:
    """Every offered action of the procedure with the reasons against it; no reasons means that it may be done."""
    procedure = definition.procedure
    today = Occurred.at_moment(facts.now, "UTC")
    return tuple(
        Offer(
            action=action,
            reasons=tuple(_blockers(action, snapshot, facts, procedure, today)),
            here=snapshot.stage in action.sources,
        )
        for action in procedure.actions
        if action.offered and action.key != procedure.create
    )


def step(events: Sequence[Event], proposal: Proposal, facts: Facts, definition: Definition) -> Decision:
    """Decide ``proposal`` against the whole history, also where it belongs in the middle of it.

    Returns the event with the next sequence and the snapshot after everything. Raises ActionNotAllowed with every
    reason, UnknownAction for an action that the table does not have.
    """
    action = definition.procedure.action(proposal.action)
    event = _event(events, proposal, action, facts)
    history = ordered(effective(events))
    before = _before(event, history, definition)
    reasons = [
        *_reasons_of_time(event, facts),
        *_reasons_of_data(action, proposal, before, definition.procedure),
    ]
    if before is not None:
        reasons += _blockers(action, before, facts, definition.procedure, event.occurred)
    if event.kind is EventKind.CORRECTED:
        reasons += _correction_reasons(event, events)
    if reasons:
        raise ActionNotAllowed(*reasons)
    after = fold(ordered(effective([*events, event])), definition)
    if after is None:
        raise ActionNotAllowed(
            message("A correction cannot take away the first entry. Withdraw the request instead.")
        )
    return Decision(event=event, snapshot=replace(after, sequence=event.sequence))


def _event(events: Sequence[Event], proposal: Proposal, action: Action, facts: Facts) -> Event:
    return Event(
        sequence=max((event.sequence for event in events), default=0) + 1,
        action=action.key,
        kind=action.kind,
        occurred=proposal.occurred,
        recorded_at=facts.now,
        by=facts.by,
        source=facts.source,
        items=proposal.items,
        data=proposal.data,
    )


def _before(event: Event, history: list[Event], definition: Definition) -> Snapshot | None:
    """The request as it was when ``event`` happened; for a correction, as it is now."""
    if event.kind is EventKind.CORRECTED:
        return fold(history, definition)
    return fold(history[: place_of(event, history)], definition)


def _reasons_of_time(event: Event, facts: Facts) -> Iterator[Message]:
    if event.occurred.earliest > facts.now:
        yield message("%(on)s lies in the future. Give the day on which it happened.", on=event.occurred.on)


def _blockers(
    action: Action, snapshot: Snapshot, facts: Facts, procedure: Procedure, occurred: Occurred
) -> Iterator[Message]:
    if snapshot.stage not in action.sources:
        yield not_from_here(action, occurred, snapshot, procedure)
    if facts.source is Source.HUMAN:
        yield from _reasons_of_person(action, snapshot, facts)
    for need in sorted(action.needs):
        met, words = NEEDS[need]
        if not met(snapshot, facts, procedure):
            yield words


def _reasons_of_person(action: Action, snapshot: Snapshot, facts: Facts) -> Iterator[Message]:
    if not action.roles & facts.roles:
        yield message("Your role on this request does not include “%(action)s”.", action=action.label)
    for kind in sorted(action.not_by):
        if facts.by is not None and snapshot.actors.get(kind) == facts.by:
            yield message(
                "You cannot do “%(action)s” for your own work. Ask a colleague.", action=action.label
            )
            return


def _reasons_of_data(
    action: Action, proposal: Proposal, before: Snapshot | None, procedure: Procedure
) -> Iterator[Message]:
    for entry in action.fields:
        present = entry.name in proposal.given or bool(_value(entry.name, proposal))
        if entry.required and not present:
            yield message(
                "“%(action)s” needs: %(field)s.", action=action.label, field=FIELD_WORDS[entry.name]
            )
        elif present:
            yield from _reasons_of_value(entry, proposal, before, procedure)


def _value(name: FieldName, proposal: Proposal) -> object:
    return proposal.items if name is FieldName.ITEMS else proposal.data.get(name.value)


def _reasons_of_value(
    entry: Field, proposal: Proposal, before: Snapshot | None, procedure: Procedure
) -> Iterator[Message]:
    checks: Mapping[FieldName, Callable[[], Iterable[Message]]] = {
        FieldName.ITEMS: lambda: _wrong_items(proposal, before),
        FieldName.GROUND: lambda: _wrong_ground(entry, proposal),
        FieldName.STOP: lambda: _wrong_stop(proposal, procedure),
        FieldName.UNTIL: lambda: _wrong_until(proposal),
        FieldName.DEADLINE: lambda: _wrong_deadline(proposal, before),
    }
    yield from checks.get(entry.name, lambda: ())()


def _wrong_items(proposal: Proposal, before: Snapshot | None) -> Iterator[Message]:
    known = before.items if before else {}
    if any(key not in known for key in proposal.items):
        yield message("One of the chosen items does not belong to this request. Choose among those listed.")


def _wrong_ground(entry: Field, proposal: Proposal) -> Iterator[Message]:
    ground = next((ground for ground in Ground if ground.value == proposal.data.get("ground")), None)
    if ground is None or (entry.grounds and ground.kind not in entry.grounds):
        yield message("This ground cannot be given here. Choose one of the listed grounds.")


def _wrong_stop(proposal: Proposal, procedure: Procedure) -> Iterator[Message]:
    if proposal.data.get("stop") not in {stop.key for stop in procedure.route}:
        yield message("This stop is not on the route of the channel. Choose one of the listed stops.")


def _wrong_until(proposal: Proposal) -> Iterator[Message]:
    try:
        until = date.fromisoformat(str(proposal.data["until"]))
    except ValueError:
        yield message("The date “until” is no date. Write it as 2026-03-12.")
        return
    if until <= proposal.occurred.on:
        yield message(
            "The date “until” (%(until)s) must lie after %(on)s.", until=until, on=proposal.occurred.on
        )


def _wrong_deadline(proposal: Proposal, before: Snapshot | None) -> Iterator[Message]:
    running = {deadline.rule for deadline in before.open_deadlines} if before else set()
    if proposal.data.get("deadline") not in running:
        yield message("This deadline is not running. Choose one of the running deadlines.")


def _correction_reasons(event: Event, events: Sequence[Event]) -> Iterator[Message]:
    target = event.number("target")
    if target not in {entry.sequence for entry in events}:
        yield message("The entry to correct does not exist. Reload the page and choose it again.")
    if not event.data.get("void") and not event.data.get("occurred") and not event.data.get("changes"):
        yield message("A correction must void the entry or change its date or data.")


Holds = Callable[[Snapshot, Facts, Procedure], bool]


def _flagged(flag: Flag) -> Holds:
    return lambda snapshot, facts, procedure: flag in snapshot.flags


NEEDS: Mapping[Need, tuple[Holds, Message]] = MappingProxyType(
    {
        Need.NEXT_STOP: (
            lambda snapshot, facts, procedure: procedure.next_stop(snapshot.holder.stop) is not None,
            message(
                "There is no further stop on the route from where the paper is. Choose a stop or an authority."
            ),
        ),
        Need.ITEMS: (
            lambda snapshot, facts, procedure: bool(snapshot.items),
            message("Nothing is asked for yet. Add at least one item."),
        ),
        Need.OPEN_ITEMS: (
            lambda snapshot, facts, procedure: bool(snapshot.open_items),
            message("Every item has its outcome already."),
        ),
        Need.NO_OPEN_ITEMS: (
            lambda snapshot, facts, procedure: not snapshot.open_items,
            message("Items are still open. Record their outcome, or withdraw them."),
        ),
        Need.LEGAL_BASIS: (
            lambda snapshot, facts, procedure: facts.legal_basis,
            message(
                "There is no legal basis yet. Name the instrument, or the reciprocity or comity relied on."
            ),
        ),
        Need.COUNTERPART: (
            lambda snapshot, facts, procedure: facts.counterpart,
            message("It is not said to whom this goes. Choose a jurisdiction or an authority."),
        ),
        Need.URGENT: (_flagged(Flag.URGENT), message("Only an urgent request may go before its approval.")),
        Need.ASKED: (_flagged(Flag.INFORMATION_ASKED), message("No question is open.")),
        Need.CONSULTING: (_flagged(Flag.CONSULTATION), message("No consultation is open.")),
        Need.POSTPONED: (_flagged(Flag.POSTPONED), message("It is not postponed.")),
        Need.UNAPPROVED: (_flagged(Flag.UNAPPROVED), message("It did not go without approval.")),
        Need.PRESERVED: (_flagged(Flag.PRESERVATION_RUNNING), message("No preservation is running.")),
        Need.APPEALED: (_flagged(Flag.APPEAL), message("No appeal is pending.")),
        Need.CONDITION: (_flagged(Flag.CONDITIONAL), message("No condition was proposed.")),
        Need.SENT: (
            lambda snapshot, facts, procedure: snapshot.spell.sent is not None,
            message("It was never sent. Take up the draft again."),
        ),
        Need.NOT_SENT: (
            lambda snapshot, facts, procedure: snapshot.spell.sent is None,
            message("It was sent already. Reopen it."),
        ),
        Need.NO_REPLY_OWED: (
            lambda snapshot, facts, procedure: all(
                item.type is ItemType.SPONTANEOUS for item in snapshot.items.values()
            ),
            message(
                "Something is asked for, so a reply is owed. Only information given unasked is closed like this."
            ),
        ),
        Need.NOT_PRESERVED: (
            lambda snapshot, facts, procedure: Flag.PRESERVATION_RUNNING not in snapshot.flags,
            message(
                "A preservation is still running: record the production request or the end of the preservation first."
            ),
        ),
    }
)

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
    }
)
