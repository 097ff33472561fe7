"""The parts of a channel's table. A table that contradicts itself cannot be imported."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.deadlines import Citation, DeadlineRule, Period
from workflows.errors import DefinitionError, UnknownAction
from workflows.messages import Message
from workflows.vocabulary import Direction, EventKind, Flag, GroundKind, ItemOutcome, Party, Role, Stage


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
    PRESERVED = "preserved"
    HELD_BY_US = "held_by_us"
    NOT_PRESERVED = "not_preserved"
    APPEALED = "appealed"
    CONDITION = "condition"


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
    request is answered and the paper is home. ``not_by``: whoever did one of these may not do this.
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
    item_outcome: ItemOutcome | None = None
    sets: frozenset[Flag] = frozenset()
    clears: frozenset[Flag] = frozenset()
    hint: Message | None = None
    offered: bool = True

    @property
    def reopens(self) -> bool:
        return self.kind is EventKind.REOPENED

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
    """A channel in one direction: its stops out and back, its stages, its actions. ``create`` names the first action."""

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

    def state(self, stage: Stage) -> State:
        return next(state for state in self.states if state.stage is stage)

    def stop(self, key: str) -> Stop:
        return next(stop for stop in self.route if stop.key == key)

    @property
    def initial(self) -> Stage:
        target = self.action(self.create).target
        assert target is not None  # _procedure_faults has refused a first action without a target
        return target

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


class Court(StrEnum):
    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admissibility:
    """Whether evidence obtained this way can be used in court, and why."""

    court: Court
    words: Message
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is published or customary about how long an answer takes."""

    words: Message
    citation: Citation
    lower: Period | None = None
    upper: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How a request travels, in each direction that the channel knows; ``version`` is stored with each request."""

    key: str
    version: int
    label: Message
    summary: Message
    admissibility: Admissibility
    expectation: Expectation
    procedures: tuple[Procedure, ...]
    rules: tuple[DeadlineRule, ...] = ()

    def __post_init__(self) -> None:
        faults = list(_channel_faults(self))
        if faults:
            raise DefinitionError(f"channel {self.key}", faults)

    def procedure(self, direction: Direction) -> Procedure:
        for procedure in self.procedures:
            if procedure.direction is direction:
                return procedure
        raise KeyError(direction)

    @property
    def directions(self) -> frozenset[Direction]:
        return frozenset(procedure.direction for procedure in self.procedures)


def _unknown(key: str) -> Message:
    return Message("There is no action “%(key)s” in this channel. Choose one of those offered.", (("key", key),))


def _channel_faults(channel: Channel) -> Iterator[str]:
    if not channel.key.isidentifier():
        yield f"its key {channel.key!r} is no identifier"
    if not channel.procedures:
        yield "it has no direction"
    yield from _twice("direction", (procedure.direction for procedure in channel.procedures))
    yield from _twice("rule", (rule.key for rule in channel.rules))
    for citation in (channel.admissibility.citation, channel.expectation.citation):
        if not citation.article.strip():
            yield "a statement without a source"
    for procedure in channel.procedures:
        for fault in _procedure_faults(procedure):
            yield f"{procedure.direction}: {fault}"
    yield from _rule_faults(channel)


def _rule_faults(channel: Channel) -> Iterator[str]:
    for rule in channel.rules:
        for direction in sorted(rule.directions & channel.directions):
            produced = channel.procedure(direction).produces()
            if not rule.opens_on & produced:
                yield f"rule {rule.key} waits in {direction} for events that no action makes"
        if not rule.directions & channel.directions:
            yield f"rule {rule.key} is for directions the channel does not have"


def _procedure_faults(procedure: Procedure) -> Iterator[str]:
    yield from _twice("stop", (stop.key for stop in procedure.route))
    yield from _twice("stage", (state.stage for state in procedure.states))
    yield from _twice("action", (action.key for action in procedure.actions))
    if Party.THEM not in {stop.party for stop in procedure.route}:
        yield "the route never reaches them"
    if sum(stop.addressee for stop in procedure.route) != 1:
        yield "the route needs exactly one addressee"
    for action in procedure.actions:
        yield from _action_faults(procedure, action)
    if procedure.create not in {action.key for action in procedure.actions}:
        yield f"its first action {procedure.create} is missing"
    elif procedure.action(procedure.create).target is None:
        yield "its first action leads nowhere"
    else:
        yield from _graph_faults(procedure)


def _action_faults(procedure: Procedure, action: Action) -> Iterator[str]:
    known = {state.stage for state in procedure.states}
    if not action.roles:
        yield f"action {action.key} has no role"
    for stage in sorted((action.sources | action.targets()) - known):
        yield f"action {action.key} names the stage {stage}, which is not declared"
    if not action.sources and action.key != procedure.create:
        yield f"action {action.key} starts nowhere"
    ways_out = action.sources & FINAL
    if ways_out and not action.reopens and action.targets() - ways_out:
        yield f"action {action.key} leads out of the final stage {min(ways_out)}"
    if action.reopens and action.sources - FINAL:
        yield f"action {action.key} reopens what is not closed"


def _graph_faults(procedure: Procedure) -> Iterator[str]:
    edges = {(source, target) for action in procedure.actions for source in action.sources for target in action.targets()}
    stages = {state.stage for state in procedure.states}
    forward = _closure({procedure.initial}, edges)
    backward = _closure(stages & FINAL, {(target, source) for source, target in edges})
    for stage in sorted(stages - forward):
        yield f"the stage {stage} cannot be reached"
    for stage in sorted(stages - backward):
        yield f"the stage {stage} is a dead end"


def _closure(start: set[Stage], edges: set[tuple[Stage, Stage]]) -> set[Stage]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {target for source, target in edges if source in fresh} - found
        found |= fresh
    return found


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in sorted(Counter(names).items()):
        if count > 1:
            yield f"{what} {name} is declared {count} times"
