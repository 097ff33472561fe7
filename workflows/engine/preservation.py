"""What is preserved: from when until when, what covers it, when it lapses. Read off the history, kept nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import groupby
from zoneinfo import ZoneInfo

from workflows.deadlines import Places
from workflows.engine.history import Event, effective, ordered, place_of
from workflows.engine.keeping import concerns_item, decisive_of, expiries_of
from workflows.engine.replay import Definition, apply, fold
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.engine.tables import Channel
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineState, EventKind, Flag, ItemType, Outcome, Source, Stage

RECEIPTS = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.DELIVERED,
        EventKind.SERVED,
        EventKind.ACKNOWLEDGED,
        EventKind.ACCEPTED,
        EventKind.INFORMATION_ASKED,
        EventKind.POSTPONED,
        EventKind.EXECUTED,
        EventKind.PARTLY_EXECUTED,
    }
)
"""What shows that whoever is asked has the request and has not sent it away. A hand-over may still be on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserved:
    """How long the data of one item is kept.

    ``until`` is the day on which it may be lost, None where neither law nor anybody says; ``state`` that of its date.
    """

    begun: date
    until: date | None
    renewals: int
    state: DeadlineState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Items of which the last day is over, since ``occurred``."""

    items: tuple[str, ...]
    occurred: Occurred


_GIVEN_BACK = frozenset(
    {
        Outcome.NIL,
        Outcome.REFUSED,
        Outcome.WITHDRAWN,
        Outcome.RETURNED,
        Outcome.REFERRED,
        Outcome.NO_ANSWER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What a production request holds from its ``receipt`` on, until the event that ``ended`` it, if there is one."""

    receipt: Event
    ended: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """A preservation held for a production request: since when, and of which items (none named: of all)."""

    occurred: Occurred
    items: tuple[str, ...]


def preserved(standing: Iterable[Event], snapshot: Snapshot) -> dict[str, Preserved]:
    """By item what is or was kept of it; ``standing`` are the events that corrections let stand."""
    events = tuple(standing)
    found: dict[str, Preserved] = {}
    for key, item in snapshot.items.items():
        if item.type is ItemType.PRESERVATION:
            kept = _kept(key, events, snapshot)
            if kept is not None:
                found[key] = kept
    return found


def _kept(key: str, events: Sequence[Event], snapshot: Snapshot) -> Preserved | None:
    about = [event for event in events if concerns_item(event, key)]
    expiries = expiries_of(key, snapshot)
    starts = [entry.start.on for entry in expiries]
    starts += [event.occurred.on for event in about if event.kind is EventKind.PRESERVATION_CONFIRMED]
    if not starts:
        return None
    decisive = decisive_of(expiries)
    return Preserved(
        begun=min(starts),
        until=decisive.due.due_on if decisive else None,
        renewals=sum(event.kind is EventKind.PRESERVATION_RENEWED for event in about),
        state=decisive.state if decisive else None,
    )


def _end(deadline: Deadline) -> date:
    return deadline.due.due_on


def lapses(snapshot: Snapshot, places: Places) -> list[Lapse]:
    """What lapses if nothing happens, the first one first, each when its last day is over on both sides."""
    last = {entry.item: entry for entry in sorted(snapshot.open_expiries, key=_end)}
    moments = sorted((_over(entry.due.due_on, places), key) for key, entry in last.items() if key)
    return [
        Lapse(items=tuple(key for _moment, key in group), occurred=Occurred.at_moment(*moment))
        for moment, group in groupby(moments, key=lambda entry: entry[0])
    ]


def _over(due_on: date, places: Places) -> tuple[datetime, str]:
    """The end of the day where it ends later, so that nobody can say that it still was that day."""
    next_day = due_on + timedelta(days=1)
    zones = (places.us.zone, places.them.zone)
    return max(
        (datetime.combine(next_day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC), zone) for zone in zones
    )


def lapses_recorded(events: Iterable[Event]) -> list[Event]:
    """The lapses that the program recorded and that stand; not those that a reopening rests on."""
    found: list[Event] = []
    for event in ordered(effective(events)):
        if event.kind is EventKind.REOPENED:
            found = []
        elif event.kind is EventKind.LAPSED and event.source is Source.SYSTEM:
            found.append(event)
    return found


def overtaken(events: Iterable[Event], lapsed: Iterable[Event], definition: Definition) -> Iterator[Event]:
    """Those of ``lapsed`` that would not have come in the history of ``events``, which must be without them."""
    history = ordered(effective(events))
    for lapse in lapsed:
        before = fold(history[: place_of(lapse, history)], definition)
        ends = {entry.item: _end(entry) for entry in sorted(before.open_expiries if before else (), key=_end)}
        if not all(key in ends and ends[key] < lapse.occurred.on for key in lapse.items):
            yield lapse


def covers(production: Channel, preservation: Channel) -> bool:
    """Whether who receives the production is who keeps the data: a provider told nothing lets it go."""
    return production.asks_keeper is preservation.asks_keeper


def receipt_of(events: Iterable[Event]) -> Event | None:
    """The first event that shows that whoever is asked has the request."""
    return next((event for event in ordered(effective(events)) if event.kind in RECEIPTS), None)


def holds(events: Iterable[Event], definition: Definition) -> list[Hold]:
    """Every time that whoever is asked had a production request, until all of it was refused, came to nothing, was
    returned or withdrawn: from then on it keeps nobody from letting the data go."""
    found: list[Hold] = []
    snapshot: Snapshot | None = None
    for event in ordered(effective(events)):
        snapshot = apply(snapshot, event, definition)
        gone = snapshot.stage is Stage.RETURNED or snapshot.outcome in _GIVEN_BACK
        holding = bool(found) and found[-1].ended is None
        if gone and holding:
            found[-1] = replace(found[-1], ended=event)
        elif event.kind in RECEIPTS and not gone and not holding:
            found.append(Hold(receipt=event))
    return found


def covering(events: Iterable[Event], hold: Hold, definition: Definition) -> Covering | None:
    """What a production request holds: what was kept and not over when it was received; None where nothing was.

    Where something was preserved or renewed only after the receipt, it is held from then on. What was not over yet when
    the hold ended is held no longer: its own date counts again.
    """
    recorded = list(events)
    lapsed = {event.sequence for event in lapses_recorded(recorded)}
    history = [event for event in ordered(effective(recorded)) if event.sequence not in lapsed]
    snapshot = fold(history, definition)
    if snapshot is None or Flag.PRESERVATION_RUNNING not in snapshot.flags:
        return None
    since = reduce(_later, _openings(history, snapshot), hold.receipt.occurred)
    running = snapshot.open_expiries
    held = {entry.item for entry in running if entry.item and _end(entry) >= since.on}
    if hold.ended:
        held -= {entry.item for entry in running if _end(entry) >= hold.ended.occurred.on}
    if not held and (running or hold.ended):
        return None
    everything = held == {entry.item for entry in running}
    return Covering(occurred=since, items=() if everything else tuple(sorted(held)))


def _openings(history: Iterable[Event], snapshot: Snapshot) -> Iterator[Occurred]:
    """When what runs began to run."""
    opened = {entry.opened_by for entry in snapshot.open_expiries}
    for event in history:
        if event.sequence in opened or event.kind is EventKind.PRESERVATION_CONFIRMED:
            yield event.occurred


def _later(first: Occurred, second: Occurred) -> Occurred:
    return second if first.precedes(second) else first
