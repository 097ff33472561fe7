"""The parts that a channel's table is made of: stops, stages, actions, and the procedure they form."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.errors import UnknownAction
from workflows.messages import Message
from workflows.vocabulary import (
    Direction,
    EventKind,
    Flag,
    GroundKind,
    ItemOutcome,
    ItemType,
    Party,
    Role,
    Stage,
)

FINAL = frozenset({Stage.CLOSED, Stage.WITHDRAWN, Stage.LAPSED})


class WaitsOn(StrEnum):
    """Who must act next in a stage; ``HOLDER`` means whoever has the paper."""

    US = "us"
    THEM = "them"
    HOLDER = "holder"
    NOBODY = "nobody"


class Move(StrEnum):
    """Where the paper goes when an action is done."""

    STAY = "stay"
    NEXT = "next"
    STOP = "stop"
    AUTHORITY = "authority"
    ADDRESSEE = "addressee"
    START = "start"
    HOME = "home"
    BACK = "back"


class Need(StrEnum):
    """What must hold before an action, beyond stage and role; each has its sentence in ``decision``."""

    NEXT_STOP = "next_stop"
    ITEMS = "items"
    OPEN_ITEMS = "open_items"
    NO_OPEN_ITEMS = "no_open_items"
    LEGAL_BASIS = "legal_basis"
    COUNTERPART = "counterpart"
    URGENT = "urgent"
    ASKED = "asked"
    CONSULTING = "consulting"
    POSTPONED = "postponed"
    UNAPPROVED = "unapproved"
    PRESERVATION_ASKED = "preservation_asked"
    PRESERVED = "preserved"
    NOT_PRESERVED = "not_preserved"
    APPEALED = "appealed"
    CONDITION = "condition"
    SENT = "sent"
    NOT_SENT = "not_sent"
    NO_REPLY_OWED = "no_reply_owed"
    APPROVED = "approved"
    RUNNING = "running"


class FieldName(StrEnum):
    """What an action may ask of whoever records it."""

    ITEMS = "items"
    GROUND = "ground"
    REASON = "reason"
    NOTE = "note"
    THEIR_REFERENCE = "their_reference"
    STOP = "stop"
    AUTHORITY = "authority"
    UNTIL = "until"
    MODE = "mode"
    DEADLINE = "deadline"
    OFFICER = "officer"
    GRANTED_BY = "granted_by"
    GRANTOR = "grantor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: FieldName
    required: bool = True
    grounds: frozenset[GroundKind] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One holder on the way. ``addressee`` marks the stop that has to act; ``optional`` ones may be left out."""

    key: str
    label: Message
    party: Party
    optional: bool = False
    addressee: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    stage: Stage
    label: Message
    waits_on: WaitsOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that can be done: from where, by whom, with what, and what follows.

    ``target`` None keeps the stage. An action with ``item_outcome`` decides the chosen items; once none is open the
    request is answered and the paper is home. Where none is chosen it decides those that are ``item_from``;
    ``item_types`` narrows both to items of those types. ``not_by``: whoever did one of these may not do this.
    ``done_here``: these must have been done by somebody here; having been loaded with imported history is not enough.
    """

    key: str
    label: Message
    kind: EventKind
    sources: frozenset[Stage]
    roles: frozenset[Role]
    target: Stage | None = None
    move: Move = Move.STAY
    fields: tuple[Field, ...] = ()
    needs: frozenset[Need] = frozenset()
    not_by: frozenset[EventKind] = frozenset()
    done_here: frozenset[EventKind] = frozenset()
    item_outcome: ItemOutcome | None = None
    item_from: ItemOutcome = ItemOutcome.OPEN
    item_types: frozenset[ItemType] = frozenset()
    sets: frozenset[Flag] = frozenset()
    clears: frozenset[Flag] = frozenset()
    hint: Message | None = None
    offered: bool = True

    @property
    def reopens(self) -> bool:
        return self.kind is EventKind.REOPENED

    @property
    def choosable(self) -> frozenset[ItemOutcome]:
        """The outcomes that an item may have to be chosen; ``item_types`` narrows that further."""
        if self.reopens:
            return frozenset(ItemOutcome) - {ItemOutcome.OPEN}
        return frozenset({self.item_from} if self.item_outcome is not None else ItemOutcome)

    def field(self, name: FieldName) -> Field | None:
        return next((entry for entry in self.fields if entry.name is name), None)

    def targets(self) -> frozenset[Stage]:
        """Stages this action can lead to besides staying."""
        found = {self.target} if self.target else set()
        if self.item_outcome is not None and self.target is None:
            found.add(Stage.ANSWERED)
        return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A channel in one direction: its stops out and back, its stages, its actions; ``create`` is the first one."""

    direction: Direction
    route: tuple[Stop, ...]
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    create: str

    def action(self, key: str) -> Action:
        for action in self.actions:
            if action.key == key:
                return action
        raise UnknownAction(_unknown(key))

    def actions_from(self, stage: Stage) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if stage in action.sources)

    def state(self, stage: Stage) -> State:
        return next(state for state in self.states if state.stage is stage)

    def stop(self, key: str) -> Stop:
        return next(stop for stop in self.route if stop.key == key)

    @property
    def initial(self) -> Stage:
        """The stage of a fresh request; a first action without a target is refused when the table is built."""
        return self.action(self.create).target or self.states[0].stage

    @property
    def addressee(self) -> Stop:
        return next(stop for stop in self.route if stop.addressee)

    def produces(self) -> frozenset[EventKind]:
        return frozenset(action.kind for action in self.actions)

    def next_stop(self, key: str | None) -> Stop | None:
        """The stop after ``key``; None at the end of the route or off it."""
        keys = [stop.key for stop in self.route]
        index = keys.index(key) + 1 if key in keys else len(keys)
        return self.route[index] if index < len(keys) else None


def _unknown(key: str) -> Message:
    return Message(
        "There is no action “%(key)s” in this channel. Choose one of those offered.", (("key", key),)
    )
