"""What a history amounts to: the value that the request row projects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from workflows.deadlines import Due, Pause
from workflows.engine.procedure import FINAL, Procedure, WaitsOn
from workflows.messages import Message
from workflows.occurrence import Occurred
from workflows.vocabulary import (
    DeadlineKind,
    DeadlineState,
    Direction,
    EventKind,
    Flag,
    ItemOutcome,
    ItemType,
    Outcome,
    Party,
    Resumption,
    Shift,
    Stage,
    StretchKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the paper: a stop of the route, or a named authority (id) off it."""

    stop: str | None
    party: Party
    since: Occurred
    authority: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One stretch of holding, begun by the event ``sequence``; ``until`` None for the present holder."""

    holder: Holder
    sequence: int
    until: Occurred | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A question, consultation, return or postponement in the spell ``spell``, or the moment of a refusal.

    ``until`` None: open; ``ending`` says what ended a postponement.
    """

    kind: StretchKind
    spell: int
    since: Occurred
    until: Occurred | None = None
    ground: str = ""
    ending: Resumption | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    type: ItemType
    outcome: ItemOutcome = ItemOutcome.OPEN
    decided: Occurred | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandMove:
    """A date set by hand: by which entry, and what kind of move that was."""

    sequence: int
    shift: Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One version of one deadline; a moved date supersedes it and opens the next version.

    ``awaits_answer``: nothing but an answer fulfils it, so that figures measure the answer by it;
    ``awaits_acknowledgement``: an acknowledgement fulfils it. ``opened_by``: the entry that made this version.
    ``limit``: the last date to which its law lets it be moved. ``moved_by``: the entry that moved it there by hand.
    ``hand_move``: the latest move that its date rests on, also after a clock that stood
    still since. ``by_calendar``: holidays decide about its date.
    ``pauses``: when its clock stood still, None where its rule lets no clock stop.
    """

    rule: str
    rule_version: int
    kind: DeadlineKind
    due: Due
    start: Occurred
    start_sequence: int
    limit: date
    moved_by: int | None = None
    hand_move: HandMove | None = None
    by_calendar: bool = False
    pauses: tuple[Pause, ...] | None = None
    version: int = 1
    opened_by: int = 0
    item: str | None = None
    authority: int | None = None
    awaits_answer: bool = False
    awaits_acknowledgement: bool = False
    state: DeadlineState = DeadlineState.OPEN
    reason: Message | None = None
    closed_by: int | None = None

    @property
    def subject(self) -> tuple[str, str | None, int | None]:
        return self.rule, self.item, self.authority

    @property
    def identity(self) -> tuple[str, str | None, int | None, int]:
        return (*self.subject, self.version)

    @property
    def is_open(self) -> bool:
        return self.state is DeadlineState.OPEN

    @property
    def is_alive(self) -> bool:
        """Open, or standing still until a question is answered."""
        return self.state in (DeadlineState.OPEN, DeadlineState.PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One stretch of being open. ``sent`` is the sending (outgoing, transit) or the receipt (incoming).

    ``acted``: the first act of the side that is asked, also where it was before a reopening.
    ``completed``: since when nothing asked for is open any more.
    ``first_deadline`` is the place in the request's deadlines from which on they belong to this stretch.
    """

    number: int
    opened: Occurred
    sent: Occurred | None = None
    acted: Occurred | None = None
    acknowledged: Occurred | None = None
    answered: Occurred | None = None
    completed: Occurred | None = None
    closed: Occurred | None = None
    superseded: Occurred | None = None
    outcome: Outcome = Outcome.OPEN
    loops: int = 0
    first_deadline: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PreservationSpell:
    """One stretch of keeping the data of one item until one day, as was known since ``since``.

    A renewal or another date ends it as ``superseded`` and begins the next one. ``until`` is the day on which the data
    may be lost, None where nobody says; ``covered`` the receipt of a production request, ``ended`` the day since which
    nothing is kept any more although nothing was lost.
    """

    item: str
    number: int = 1
    begun: date
    since: Occurred
    until: date | None
    renewals: int = 0
    superseded: Occurred | None = None
    covered: Occurred | None = None
    lapsed: Occurred | None = None
    ended: Occurred | None = None

    @property
    def is_over(self) -> bool:
        return self.lapsed is not None or self.ended is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A request after its events.

    ``last`` is its last movement. ``actors`` tells who last did what, ``loaded`` which of it was imported history.
    """

    stage: Stage
    holder: Holder
    last: Occurred
    sequence: int
    flags: frozenset[Flag] = frozenset()
    items: Mapping[str, ItemState] = field(default_factory=lambda: MappingProxyType({}))
    deadlines: tuple[Deadline, ...] = ()
    spells: tuple[Spell, ...] = ()
    preservations: tuple[PreservationSpell, ...] = ()
    hops: tuple[Hop, ...] = ()
    waits: tuple[Wait, ...] = ()
    actors: Mapping[EventKind, int | None] = field(default_factory=lambda: MappingProxyType({}))
    loaded: frozenset[EventKind] = frozenset()

    @property
    def spell(self) -> Spell:
        return self.spells[-1]

    @property
    def open_items(self) -> tuple[str, ...]:
        return tuple(key for key, item in self.items.items() if item.outcome is ItemOutcome.OPEN)

    @property
    def is_final(self) -> bool:
        return self.stage in FINAL

    @property
    def open_deadlines(self) -> tuple[Deadline, ...]:
        return tuple(deadline for deadline in self.deadlines if deadline.is_open)

    @property
    def open_expiries(self) -> tuple[Deadline, ...]:
        """What is kept for a time, each by the date on which it may be lost."""
        return tuple(entry for entry in self.open_deadlines if entry.kind is DeadlineKind.EXPIRY)

    @property
    def outcome(self) -> Outcome:
        """Derived from the items; open while one of them is."""
        return outcome_of([item.outcome for item in self.items.values()])

    @property
    def completed(self) -> Occurred | None:
        """When the last item was decided; None while one is open."""
        decided = [item.decided for item in self.items.values() if item.decided]
        if self.outcome is Outcome.OPEN:
            return None
        return max(decided, key=lambda occurred: occurred.on, default=None)

    def waits_on(self, procedure: Procedure) -> Party | None:
        """Who must act next; a question put to the side that waits turns it round. None: nobody."""
        if Flag.INFORMATION_ASKED in self.flags and not self.is_final:
            return Party.THEM if procedure.direction is Direction.INCOMING else Party.US
        waits = procedure.state(self.stage).waits_on
        fixed = {WaitsOn.US: Party.US, WaitsOn.THEM: Party.THEM, WaitsOn.NOBODY: None}
        return self.holder.party if waits is WaitsOn.HOLDER else fixed[waits]


_GIVEN = frozenset({ItemOutcome.EXECUTED, ItemOutcome.PARTLY_EXECUTED})
_SILENT = (
    ItemOutcome.NIL,
    ItemOutcome.REFUSED,
    ItemOutcome.REFERRED,
    ItemOutcome.RETURNED,
    ItemOutcome.NO_ANSWER,
    ItemOutcome.LAPSED,
    ItemOutcome.WITHDRAWN,
)


def outcome_of(outcomes: list[ItemOutcome]) -> Outcome:
    """A request's outcome: nothing else decides it.

    Open while an item is open or there is none; executed if all were; partly executed if some were; otherwise the
    outcome of the items that were not withdrawn, a refusal before a nil return.
    """
    found = set(outcomes)
    if not found or ItemOutcome.OPEN in found:
        return Outcome.OPEN
    if found & _GIVEN:
        return Outcome.EXECUTED if found == {ItemOutcome.EXECUTED} else Outcome.PARTLY_EXECUTED
    ranked = (ItemOutcome.REFUSED, *(outcome for outcome in _SILENT if outcome is not ItemOutcome.REFUSED))
    return Outcome(next(outcome for outcome in ranked if outcome in found))
