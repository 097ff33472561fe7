"""Stretches of keeping data, one event further: until when each item is kept as was known on any day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from workflows.engine.history import Event
from workflows.engine.snapshot import Deadline, PreservationSpell, Snapshot
from workflows.vocabulary import DeadlineKind, DeadlineState, EventKind, ItemOutcome, ItemType

Spells = tuple[PreservationSpell, ...]


def preservations_after(after: Snapshot, event: Event) -> Spells:
    """The stretches of ``after``, in which ``event`` has happened and its deadlines stand already."""
    spells = after.preservations
    for key, item in after.items.items():
        if item.type is ItemType.PRESERVATION:
            spells = _with(spells, key, after, event)
    return spells


def expiries_of(key: str, snapshot: Snapshot) -> list[Deadline]:
    """Every version of every date on which the data of an item may be lost."""
    return [entry for entry in snapshot.deadlines if entry.kind is DeadlineKind.EXPIRY and entry.item == key]


def decisive_of(expiries: Iterable[Deadline]) -> Deadline | None:
    """What is lost first while it runs; afterwards, what was lost last. Each by its last version."""
    latest = {entry.subject: entry for entry in expiries}.values()
    running = [entry for entry in latest if entry.is_open]
    return min(running, key=_end) if running else max(latest, key=_end, default=None)


def concerns_item(event: Event, key: str) -> bool:
    """Whether the event is about the item: it names it, or none."""
    return not event.items or key in event.items


def _end(deadline: Deadline) -> date:
    return deadline.due.due_on


def _with(spells: Spells, key: str, after: Snapshot, event: Event) -> Spells:
    expiries = expiries_of(key, after)
    begins = concerns_item(event, key) and event.kind is EventKind.PRESERVATION_CONFIRMED
    begins = begins or any(entry.opened_by == event.sequence for entry in expiries)
    last = next((spell for spell in reversed(spells) if spell.item == key), None)
    if last is None:
        return (*spells, _begun(key, expiries, event)) if begins else spells
    if last.is_over and not begins:
        return spells
    now = _resumed(last, expiries) if last.is_over else _gone_on(last, after, expiries, event)
    others = tuple(spell for spell in spells if spell is not last)
    if last.is_over or (now.until, now.renewals) != (last.until, last.renewals):
        ended = replace(last, superseded=event.occurred)
        return (*others, ended, replace(now, number=last.number + 1, since=event.occurred))
    return (*others, now)


def _begun(key: str, expiries: list[Deadline], event: Event) -> PreservationSpell:
    begun = min([event.occurred.on, *(entry.start.on for entry in expiries)])
    return PreservationSpell(item=key, begun=begun, since=event.occurred, until=_until(expiries, None))


def _resumed(last: PreservationSpell, expiries: list[Deadline]) -> PreservationSpell:
    """Kept once more, after what was lost or let go had been asked for again."""
    return replace(last, until=_until(expiries, None), lapsed=None, ended=None)


def _gone_on(
    last: PreservationSpell, after: Snapshot, expiries: list[Deadline], event: Event
) -> PreservationSpell:
    if last.covered is not None:
        return last
    until = _until(expiries, last.until)
    concerned = concerns_item(event, last.item)
    if concerned and event.kind is EventKind.PRODUCTION_REQUESTED:
        return replace(last, until=until, covered=event.occurred)
    if concerned and event.kind is EventKind.LAPSED and _is_lost(last.item, after):
        # Lost before its day, it was kept until then and no longer.
        lost = event.occurred.on
        return replace(last, until=min(until or lost, lost), lapsed=event.occurred)
    if after.is_final or (concerned and event.kind is EventKind.PRESERVATION_ENDED) or _let_go(expiries):
        return replace(last, until=until, ended=event.occurred)
    return replace(
        last,
        until=until,
        renewals=last.renewals + (concerned and event.kind is EventKind.PRESERVATION_RENEWED),
    )


def _until(expiries: list[Deadline], otherwise: date | None) -> date | None:
    decisive = decisive_of(expiries)
    return decisive.due.due_on if decisive else otherwise


def _is_lost(key: str, after: Snapshot) -> bool:
    return after.items[key].outcome is ItemOutcome.LAPSED


def _let_go(expiries: list[Deadline]) -> bool:
    decisive = decisive_of(expiries)
    return decisive is not None and decisive.state is DeadlineState.CANCELLED
