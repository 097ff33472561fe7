"""Events as they were recorded, and the history that follows from them after corrections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import cast

from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Source

Data = Mapping[str, object]

_OF_DATES = frozenset({EventKind.DEADLINE_EXTENDED, EventKind.DEADLINE_RECOUNTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the log, codes only.

    ``items`` are the keys of the items it is about (empty: all). ``data`` may hold ``stop``, ``authority`` (id),
    ``party``, ``until`` (ISO date), ``ground``, ``mode``, ``deadline`` (rule key), ``officer`` (id), ``granted_by``
    (authority id), ``granted`` (somebody granted it); a first or edited
    dossier holds ``items`` ([key, type] pairs), ``urgency``, ``confidential``; what the program records of a
    preservation ``production`` (id of the request that covers it) and ``received`` (ISO date); a correction holds
    ``target`` (sequence) and either ``void`` or ``occurred`` / ``changes``.
    """

    sequence: int
    action: str
    kind: EventKind
    occurred: Occurred
    recorded_at: datetime
    by: int | None
    source: Source = Source.HUMAN
    items: tuple[str, ...] = ()
    data: Data = field(default_factory=lambda: MappingProxyType({}))

    def text(self, key: str) -> str | None:
        """``data[key]`` where it is a string, otherwise None."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def number(self, key: str) -> int | None:
        value = self.data.get(key)
        return value if isinstance(value, int) else None


def is_movement(event: Event) -> bool:
    """Whether somebody did or received something; a date that was moved, and what the program enters by itself, leave
    the request where it stands. The one definition of how long it has stood still."""
    return event.kind not in _OF_DATES and event.source is not Source.SYSTEM


def effective(events: Iterable[Event]) -> list[Event]:
    """The events that stand: voided ones gone, amended ones as amended, corrections themselves left out.

    A later correction decides over an earlier one, also over a correction of a correction.
    """
    standing: dict[int, Event] = {event.sequence: event for event in events}
    voided: set[int] = set()
    corrections = [event for event in standing.values() if event.kind is EventKind.CORRECTED]
    for correction in sorted(corrections, key=lambda event: -event.sequence):
        if correction.sequence not in voided and correction.data.get("void"):
            voided.add(correction.number("target") or 0)
    for correction in sorted(corrections, key=lambda event: event.sequence):
        target = correction.number("target") or 0
        if correction.sequence not in voided and target in standing:
            standing[target] = amended(standing[target], correction)
    return [
        event
        for event in standing.values()
        if event.kind is not EventKind.CORRECTED and event.sequence not in voided
    ]


def amended(event: Event, correction: Event) -> Event:
    """``event`` as ``correction`` amends its date or data."""
    occurred = correction.data.get("occurred")
    changes = correction.data.get("changes")
    if isinstance(occurred, Mapping):
        event = replace(event, occurred=Occurred.from_data(cast(Mapping[str, str | None], occurred)))
    if isinstance(changes, Mapping):
        event = replace(event, data={**event.data, **changes})
    return event


def ordered(events: Iterable[Event]) -> list[Event]:
    """Events in the order in which they happened; where that cannot be told apart, as they were entered."""
    history: list[Event] = []
    for event in sorted(events, key=lambda entry: entry.sequence):
        history.insert(place_of(event, history), event)
    return history


def place_of(event: Event, history: Sequence[Event]) -> int:
    """The index at which ``event`` belongs: just before the first of the later ones."""
    index = len(history)
    while index > 0 and event.occurred.precedes(history[index - 1].occurred):
        index -= 1
    return index
