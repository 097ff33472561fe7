"""Whether something may be done now, by this person, with this data: its consequence, or every reason why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflows.engine.fields import reasons_of_data
from workflows.engine.history import Event, amended, effective, ordered, place_of
from workflows.engine.items import wrong_items
from workflows.engine.moving import completed
from workflows.engine.needs import FACT_WORDS, unmet
from workflows.engine.people import own_work
from workflows.engine.procedure import Action, FieldName, Need, Procedure
from workflows.engine.proposal import Facts, Proposal
from workflows.engine.replay import Definition, fold, not_from_here
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.errors import ActionNotAllowed
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, EventKind, Source


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
    return tuple(
        Offer(
            action=action,
            reasons=(*_not_now(action, snapshot, procedure), *_blockers(action, snapshot, facts, procedure)),
            here=snapshot.stage in action.sources,
        )
        for action in procedure.actions
        if action.offered and action.key != procedure.create
    )


def _not_now(action: Action, snapshot: Snapshot, procedure: Procedure) -> Iterator[Message]:
    if snapshot.stage not in action.sources:
        yield message("Not in the stage “%(stage)s”.", stage=procedure.state(snapshot.stage).label)


def step(events: Sequence[Event], proposal: Proposal, facts: Facts, definition: Definition) -> Decision:
    """Decide ``proposal`` against the whole history, also where it belongs in the middle of it.

    Returns the event with the next sequence and the snapshot after everything. Raises ActionNotAllowed with every
    reason, UnknownAction for an action that the table does not have.
    """
    action = definition.procedure.action(proposal.action)
    event = _event(events, proposal, action, facts)
    history = ordered(effective(events))
    before = _before(event, history, definition)
    proposal = completed(proposal, action, before, definition.rules)
    event = replace(event, data=proposal.data)
    reasons = [
        *_reasons_of_time(event.occurred, facts),
        *reasons_of_data(action, proposal, before, definition),
        *_not_then(action, before, event.occurred, definition.procedure),
        *_blockers(action, before, facts, definition.procedure),
    ]
    if before is not None:
        reasons += wrong_items(before, action, event)
    if event.kind is EventKind.CORRECTED:
        reasons += _reasons_of_correction(event, history, events, facts, definition)
    if reasons:
        raise ActionNotAllowed(*reasons)
    after = fold(ordered(effective([*events, event])), definition)
    if after is None:
        raise ActionNotAllowed(
            message("A correction cannot take away the first entry. Withdraw the request instead.")
        )
    if facts.source is not Source.SYSTEM:
        _require_ends_in_order(after, history, definition)
    return Decision(event=event, snapshot=replace(after, sequence=event.sequence))


def _require_ends_in_order(after: Snapshot, history: Sequence[Event], definition: Definition) -> None:
    """A date that was told or set by hand must not come to lie before what another entry makes its beginning."""
    wrong = list(_backwards(after))
    before = fold(history, definition) if wrong else None
    known = {deadline.identity for deadline in _backwards(before)} if before else set()
    labels = {rule.key: rule.label for rule in definition.rules}
    reasons = [
        message(
            "“%(deadline)s” would begin on %(start)s and end before, on %(until)s. Correct that date first.",
            deadline=labels[deadline.rule],
            start=deadline.start.on,
            until=deadline.due.due_on,
        )
        for deadline in wrong
        if deadline.identity not in known
    ]
    if reasons:
        raise ActionNotAllowed(*reasons)


def _backwards(snapshot: Snapshot) -> Iterator[Deadline]:
    """Deadlines that end before they begin. Days of what counts hours differ by zone: their moments decide."""
    for deadline in snapshot.deadlines:
        is_expiry = deadline.kind is DeadlineKind.EXPIRY
        if deadline.due.soon_from > deadline.due.due_from or (
            is_expiry and deadline.due.due_on < deadline.start.on
        ):
            yield deadline


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


def _reasons_of_time(occurred: Occurred, facts: Facts) -> Iterator[Message]:
    if occurred.earliest > facts.now:
        yield message("%(on)s lies in the future. Give the day on which it happened.", on=occurred.on)


def _not_then(
    action: Action, before: Snapshot | None, occurred: Occurred, procedure: Procedure
) -> Iterator[Message]:
    if before is not None and before.stage not in action.sources:
        yield not_from_here(action, occurred, before, procedure)


def _blockers(
    action: Action, snapshot: Snapshot | None, facts: Facts, procedure: Procedure
) -> Iterator[Message]:
    if facts.source is Source.HUMAN:
        yield from _reasons_of_person(action, snapshot, facts)
    if snapshot is not None:
        yield from unmet(action, snapshot, procedure)
    yield from _reasons_of_facts(action, facts)


def _reasons_of_facts(action: Action, facts: Facts) -> Iterator[Message]:
    if Need.LEGAL_BASIS in action.needs and not facts.legal_basis:
        yield FACT_WORDS[Need.LEGAL_BASIS]
    if Need.LEGAL_BASIS in action.needs and facts.objections:
        yield from facts.objections
        yield message(
            "Name another treaty or law in the dossier, or none and the reciprocity or comity relied on."
        )
    if Need.COUNTERPART in action.needs and not facts.counterpart:
        yield FACT_WORDS[Need.COUNTERPART]


def _reasons_of_person(action: Action, snapshot: Snapshot | None, facts: Facts) -> Iterator[Message]:
    if not action.roles & facts.roles:
        yield message("Your role on this request does not include “%(action)s”.", action=action.label)
    if snapshot is not None:
        yield from own_work(action, snapshot, facts.by, facts.source)


def _reasons_of_correction(
    event: Event, history: Sequence[Event], events: Sequence[Event], facts: Facts, definition: Definition
) -> Iterator[Message]:
    """What is wrong with a correction itself; whether the history bears it, the replay says."""
    target = next((entry for entry in events if entry.sequence == event.number("target")), None)
    if target is None:
        yield message("The entry to correct does not exist. Reload the page and choose it again.")
        return
    if not event.data.get("void") and not event.data.get("occurred") and not event.data.get("changes"):
        yield message("A correction must void the entry or change its date or data.")
    try:
        mended = amended(target, event)
    except (ValueError, KeyError, TypeError):
        yield message("The corrected date is no date. Write it as 2026-03-12.")
        return
    yield from _reasons_of_time(mended.occurred, facts)
    if event.data.get("changes") or event.data.get("occurred"):
        yield from _reasons_of_mended(mended, history, definition)


def _reasons_of_mended(mended: Event, history: Sequence[Event], definition: Definition) -> Iterator[Message]:
    """What is amended is held to the same fields as new data, on its day; free texts are not touched by a
    correction."""
    others = [entry for entry in history if entry.sequence != mended.sequence]
    place = ordered([*others, mended]).index(mended)
    before = fold(ordered([*others, mended])[:place], definition)
    proposal = Proposal(
        action=mended.action,
        occurred=mended.occurred,
        items=mended.items,
        data=mended.data,
        given=frozenset({FieldName.REASON, FieldName.NOTE, FieldName.THEIR_REFERENCE}),
    )
    yield from reasons_of_data(definition.procedure.action(mended.action), proposal, before, definition)
