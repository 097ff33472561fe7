"""What a deadline is of, and which deadlines an event is about."""

from collections.abc import Iterable, Iterator

from workflows.deadlines import DeadlineRule
from workflows.engine.history import Event
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.occurrence import Occurred
from workflows.vocabulary import Counts, DeadlineKind, EventKind, ItemOutcome

Subject = tuple[str, str | None, int | None]
Counted = tuple[str, str | None, int | None, int]
"""Rule, item, authority, and the sequence of the event that began it."""


def meant_by(
    rule: str | None, deadlines: Iterable[Deadline], *, items: tuple[str, ...], authority: int | None
) -> list[Deadline]:
    """The running deadlines of a rule: of the items, where some are named, and what the authority owes, where it is."""
    return [
        entry
        for entry in deadlines
        if entry.is_open
        and entry.rule == rule
        and (not items or entry.item is None or entry.item in items)
        and authority in (None, entry.authority)
    ]


# What was executed can still be lost; anything else is over for an item that has its outcome.
_ALIVE = frozenset({ItemOutcome.OPEN})
_KEPT = frozenset({ItemOutcome.OPEN, ItemOutcome.EXECUTED})


def authority_of(event: Event, snapshot: Snapshot) -> int | None:
    named = event.number("authority")
    return named if named is not None else snapshot.holder.authority


def concerns(deadline: Deadline, event: Event, snapshot: Snapshot) -> bool:
    """Whether ``event`` is about the item and the authority that ``deadline`` is for."""
    if not deadline.is_alive or (
        deadline.item is not None and event.items and deadline.item not in event.items
    ):
        return False
    return deadline.authority is None or deadline.authority == authority_of(event, snapshot)


def is_incomplete(rule: DeadlineRule, event: Event, snapshot: Snapshot) -> bool:
    return rule.until_complete and event.kind.counts is Counts.ANSWER and bool(snapshot.open_items)


def items_of(rule: DeadlineRule, event: Event, snapshot: Snapshot) -> Iterator[str | None]:
    if not rule.item_types:
        yield None
        return
    fitting = _KEPT if rule.kind is DeadlineKind.EXPIRY else _ALIVE
    for key, item in snapshot.items.items():
        if (
            item.type in rule.item_types
            and item.outcome in fitting
            and (not event.items or key in event.items)
        ):
            yield key


def running_of(deadlines: list[Deadline], subject: Subject) -> Deadline | None:
    return next((entry for entry in deadlines if entry.is_alive and entry.subject == subject), None)


def renews(rule: DeadlineRule, kind: EventKind, occurred: Occurred, running: Deadline) -> bool:
    """Whether a renewal comes in time for a period that its law lets be extended."""
    renewal = kind is EventKind.PRESERVATION_RENEWED and rule.extension is not None
    return renewal and occurred.on < running.due.due_on
