"""One event applied to a snapshot, and the fold over a whole history. Pure: the same events give the same snapshot."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from workflows.deadlines import DeadlineRule, Places
from workflows.engine.clocks import Clocks
from workflows.engine.history import Event, effective, is_movement, ordered
from workflows.engine.items import items_after, listed_items, unknown_types, wrong_items
from workflows.engine.keeping import preservations_after
from workflows.engine.needs import unmet
from workflows.engine.people import own_work
from workflows.engine.procedure import FINAL, Action, Move, Procedure
from workflows.engine.snapshot import Holder, Hop, ItemState, Snapshot, Spell
from workflows.engine.stretches import waits_after
from workflows.engine.subjects import Counted
from workflows.errors import ActionNotAllowed
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import ACTS, Counts, EventKind, Flag, ItemOutcome, Party, Source, Stage, Urgency

_BEGINNINGS = frozenset({EventKind.SENT, EventKind.RECEIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What decides about one request: its channel in its direction, the rules that bind it, both calendars.

    ``counted``: the versions by which its deadlines were counted when they began, where today's tables have others.
    """

    procedure: Procedure
    rules: tuple[DeadlineRule, ...] = ()
    places: Places = field(default_factory=Places)
    counted: Mapping[Counted, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def clocks(self) -> Clocks:
        return Clocks(
            rules=self.rules,
            direction=self.procedure.direction,
            places=self.places,
            counted=self.counted,
        )


def replay(events: Iterable[Event], definition: Definition) -> Snapshot:
    """The snapshot after ``events``, corrections applied, in the order in which they happened.

    Raises ActionNotAllowed where an event was not possible at its place, ValueError where there is none.
    """
    recorded = list(events)
    snapshot = fold(ordered(effective(recorded)), definition)
    if snapshot is None:
        raise ValueError("A history has at least one event that stands.")
    return replace(snapshot, sequence=max(event.sequence for event in recorded))


def fold(history: Sequence[Event], definition: Definition) -> Snapshot | None:
    """``history`` is already effective and in order; None for no event."""
    snapshot: Snapshot | None = None
    for event in history:
        snapshot = apply(snapshot, event, definition)
    return snapshot


def apply(snapshot: Snapshot | None, event: Event, definition: Definition) -> Snapshot:
    """``snapshot`` after one more event; raises ActionNotAllowed where it was not possible then."""
    procedure = definition.procedure
    action = procedure.action(event.action)
    if snapshot is None:
        return _run_clocks(_begun(action, event, procedure), event, definition)
    reasons = list(_impossible(action, event, snapshot, procedure))
    if reasons:
        raise ActionNotAllowed(*reasons)
    items = items_after(snapshot, action, event)
    stage = _stage_after(snapshot, action, items)
    hops = _hops_after(snapshot, action, event, procedure, answered=stage is Stage.ANSWERED)
    after = replace(
        snapshot,
        stage=stage,
        holder=hops[-1].holder,
        hops=hops,
        last=event.occurred if is_movement(event) else snapshot.last,
        sequence=max(snapshot.sequence, event.sequence),
        flags=_flags_after(snapshot.flags, action, event, stage),
        items=items,
        actors={**snapshot.actors, event.kind: event.by},
        loaded=_loaded_after(snapshot.loaded, event),
    )
    after = replace(after, spells=_spells_after(after, event))
    return _run_clocks(replace(after, waits=waits_after(after.waits, after, event)), event, definition)


def _impossible(action: Action, event: Event, snapshot: Snapshot, procedure: Procedure) -> Iterator[Message]:
    """Why ``event`` cannot have happened in ``snapshot``: asked of new entries and of every replayed one."""
    if snapshot.stage not in action.sources:
        yield not_from_here(action, event.occurred, snapshot, procedure)
        return
    for words in (
        *unmet(action, snapshot, procedure),
        *wrong_items(snapshot, action, event),
        *own_work(action, snapshot, event.by, event.source),
    ):
        yield message(
            "“%(action)s” on %(on)s is not possible: %(why)s",
            action=action.label,
            on=event.occurred.on,
            why=words,
        )


def _loaded_after(loaded: frozenset[EventKind], event: Event) -> frozenset[EventKind]:
    return loaded | {event.kind} if event.source is Source.IMPORT else loaded - {event.kind}


def not_from_here(action: Action, occurred: Occurred, snapshot: Snapshot, procedure: Procedure) -> Message:
    """The refusal of an action that the stage at that time did not offer."""
    return message(
        "“%(action)s” on %(on)s is not possible: the request was then in the stage “%(stage)s”.",
        action=action.label,
        on=occurred.on,
        stage=procedure.state(snapshot.stage).label,
    )


def _run_clocks(snapshot: Snapshot, event: Event, definition: Definition) -> Snapshot:
    after = replace(snapshot, deadlines=definition.clocks.run(event, snapshot))
    after = replace(after, preservations=preservations_after(after, event))
    if after.open_expiries:
        return replace(after, flags=after.flags | {Flag.PRESERVATION_RUNNING})
    # Where a date is known, something is kept as long as that date runs and no longer.
    return (
        replace(after, flags=after.flags - {Flag.PRESERVATION_RUNNING}) if snapshot.open_expiries else after
    )


def _begun(action: Action, event: Event, procedure: Procedure) -> Snapshot:
    if action.key != procedure.create or action.target is None:
        raise ActionNotAllowed(
            message(
                "“%(action)s” on %(on)s lies before the request began.",
                action=action.label,
                on=event.occurred.on,
            )
        )
    unknown = list(unknown_types(event))
    if unknown:
        raise ActionNotAllowed(*unknown)
    first = next(stop for stop in procedure.route if stop.party is Party.US)
    holder = Holder(stop=first.key, party=first.party, since=event.occurred)
    spell = Spell(number=1, opened=event.occurred)
    begun = Snapshot(
        stage=action.target,
        holder=holder,
        last=event.occurred,
        sequence=event.sequence,
        flags=_flags_after(frozenset(), action, event, action.target),
        items=listed_items({}, event),
        spells=(spell,),
        hops=(Hop(holder=holder, sequence=event.sequence),),
        actors=MappingProxyType({event.kind: event.by}),
        loaded=_loaded_after(frozenset(), event),
    )
    return replace(begun, spells=_spells_after(begun, event))


def _stage_after(snapshot: Snapshot, action: Action, items: Mapping[str, ItemState]) -> Stage:
    complete = all(item.outcome is not ItemOutcome.OPEN for item in items.values())
    if action.target is not None and not _lapsed_in_part(action, items):
        return action.target
    if action.item_outcome is not None and complete:
        return Stage.ANSWERED
    return snapshot.stage


def _lapsed_in_part(action: Action, items: Mapping[str, ItemState]) -> bool:
    """Whether something else of the request is still open or kept."""
    left = any(
        item.outcome is ItemOutcome.OPEN
        or (item.outcome is action.item_from and item.type in action.item_types)
        for item in items.values()
    )
    return action.target is Stage.LAPSED and left


def _hops_after(
    snapshot: Snapshot, action: Action, event: Event, procedure: Procedure, *, answered: bool
) -> tuple[Hop, ...]:
    home = answered and action.item_outcome is not None
    holder = _moved_to(Move.HOME if home else action.move, snapshot, event, procedure)
    if holder is None:
        return snapshot.hops
    *earlier, present = snapshot.hops
    fresh = Hop(holder=holder, sequence=event.sequence)
    return (*earlier, replace(present, until=event.occurred), fresh)


def _moved_to(move: Move, snapshot: Snapshot, event: Event, procedure: Procedure) -> Holder | None:
    """The new holder; None where the paper stays, also where a route has no further stop."""
    ours = [stop for stop in procedure.route if stop.party is Party.US]
    if move is Move.AUTHORITY:
        return Holder(
            stop=None,
            party=Party(event.text("party") or Party.THEM),
            since=event.occurred,
            authority=event.number("authority"),
        )
    stop = {
        Move.STAY: None,
        Move.NEXT: procedure.next_stop(snapshot.holder.stop),
        Move.STOP: next((entry for entry in procedure.route if entry.key == event.text("stop")), None),
        Move.ADDRESSEE: procedure.addressee,
        Move.START: ours[0],
        Move.HOME: ours[-1],
        Move.BACK: procedure.route[-1],
    }[move]
    authority = event.number("authority")
    if stop is None or (stop.key == snapshot.holder.stop and authority in (None, snapshot.holder.authority)):
        return None
    return Holder(stop=stop.key, party=stop.party, since=event.occurred, authority=authority)


_UNTIL_ANSWERED = frozenset(
    {Flag.INFORMATION_ASKED, Flag.CONSULTATION, Flag.POSTPONED, Flag.APPEAL, Flag.DELIVERY_FAILED}
)
_UNTIL_CLOSED = _UNTIL_ANSWERED | {Flag.PRESERVATION_RUNNING, Flag.UNAPPROVED}


def _flags_after(flags: frozenset[Flag], action: Action, event: Event, stage: Stage) -> frozenset[Flag]:
    """Flags set and cleared by the action, raised by the dossier, and gone with what they were about."""
    flags = (flags - action.clears) | action.sets
    for flag, raised in _dossier_flags(event).items():
        flags = flags | {flag} if raised else flags - {flag}
    if stage in FINAL:
        return flags - _UNTIL_CLOSED
    return flags - _UNTIL_ANSWERED if stage is Stage.ANSWERED else flags


def _dossier_flags(event: Event) -> Mapping[Flag, bool]:
    found: dict[Flag, bool] = {}
    if "urgency" in event.data:
        found[Flag.URGENT] = event.text("urgency") in (Urgency.URGENT, Urgency.EMERGENCY)
    if "confidential" in event.data:
        found[Flag.CONFIDENTIAL] = bool(event.data["confidential"])
    return found


def _spells_after(after: Snapshot, event: Event) -> tuple[Spell, ...]:
    *earlier, spell = after.spells
    if event.kind is EventKind.REOPENED:
        ended = replace(spell, superseded=event.occurred)
        fresh = Spell(
            number=spell.number + 1,
            opened=event.occurred,
            sent=spell.sent,
            acted=spell.acted,
            first_deadline=len(after.deadlines),
        )
        return (*earlier, ended, fresh)
    spell = replace(
        spell,
        outcome=after.outcome,
        completed=after.completed,
        loops=spell.loops + (event.kind is EventKind.INFORMATION_ASKED),
    )
    if event.kind in _BEGINNINGS and spell.sent is None:
        spell = replace(spell, sent=event.occurred)
    if event.kind in ACTS and spell.acted is None:
        spell = replace(spell, acted=event.occurred)
    if event.kind.counts is Counts.ACKNOWLEDGEMENT and spell.acknowledged is None:
        spell = replace(spell, acknowledged=event.occurred)
    if event.kind.counts is Counts.ANSWER and spell.answered is None:
        spell = replace(spell, answered=event.occurred)
    if after.is_final and spell.closed is None:
        spell = replace(spell, closed=event.occurred)
    return (*earlier, spell)
