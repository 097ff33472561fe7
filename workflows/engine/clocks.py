"""Deadlines as events start, end and move them: each moved date is a new version, nothing is overwritten."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workflows.deadlines import DeadlineRule, Places, due_on
from workflows.messages import Message, message
from workflows.vocabulary import Counts, DeadlineState, Direction, EventKind, Flag

from .history import Event
from .snapshot import Deadline, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The rules that bind a request, with the calendars of both sides."""

    rules: tuple[DeadlineRule, ...]
    direction: Direction
    places: Places

    def run(self, event: Event, snapshot: Snapshot) -> tuple[Deadline, ...]:
        """All deadlines after ``event``; ``snapshot`` is the state after it, with the deadlines from before it.

        1. End those that the event fulfils. 2. Start those that it triggers. 3. Move the one that it extends.
        4. Where the request has ended, cancel what is still open.
        """
        deadlines = [self._ended(deadline, event, snapshot) for deadline in snapshot.deadlines]
        if snapshot.is_final:
            return tuple(_cancelled(deadline, event) for deadline in deadlines)
        for rule in self.rules:
            if event.kind in rule.opens_on and self._binds(rule, snapshot):
                deadlines = self._started(rule, event, snapshot, deadlines)
        if event.kind is EventKind.DEADLINE_EXTENDED:
            deadlines = self._extended(event, deadlines)
        return tuple(deadlines)

    def _binds(self, rule: DeadlineRule, snapshot: Snapshot) -> bool:
        return self.direction in rule.directions and (
            not rule.unapproved_only or Flag.UNAPPROVED in snapshot.flags
        )

    def _rule(self, key: str) -> DeadlineRule:
        return next(rule for rule in self.rules if rule.key == key)

    def _ended(self, deadline: Deadline, event: Event, snapshot: Snapshot) -> Deadline:
        rule = self._rule(deadline.rule)
        if not deadline.is_open or event.kind not in rule.closes_on:
            return deadline
        if deadline.item is not None and event.items and deadline.item not in event.items:
            return deadline
        if rule.until_complete and event.kind.counts is Counts.ANSWER and snapshot.open_items:
            return deadline
        return replace(deadline, state=DeadlineState.MET, closed_by=event.sequence)

    def _started(
        self, rule: DeadlineRule, event: Event, snapshot: Snapshot, deadlines: list[Deadline]
    ) -> list[Deadline]:
        for item in _items(rule, event, snapshot):
            authority = snapshot.holder.authority if rule.each_authority else None
            fresh = self._deadline(rule, event, item=item, authority=authority, until=_until(rule, event))
            deadlines = _superseding(deadlines, fresh, message("counted again from a later event"), event)
        return deadlines

    def _deadline(
        self, rule: DeadlineRule, event: Event, *, item: str | None, authority: int | None, until: date | None
    ) -> Deadline:
        kind = rule.kind_for(self.direction)
        return Deadline(
            rule=rule.key,
            rule_version=rule.version,
            kind=kind,
            due=due_on(rule, event.occurred, kind=kind, places=self.places, until=until),
            start=event.occurred,
            start_sequence=event.sequence,
            item=item,
            authority=authority,
            awaits_answer=rule.until_complete,
        )

    def _extended(self, event: Event, deadlines: list[Deadline]) -> list[Deadline]:
        until = event.text("until")
        moved = [
            deadline for deadline in deadlines if deadline.is_open and deadline.rule == event.text("deadline")
        ]
        for deadline in moved:
            rule = self._rule(deadline.rule)
            day = date.fromisoformat(until) if until else None
            due = due_on(rule, deadline.start, kind=deadline.kind, places=self.places, until=day)
            fresh = replace(deadline, due=due, start_sequence=event.sequence)
            deadlines = _superseding(deadlines, fresh, message("the date was moved by hand"), event)
        return deadlines


def _items(rule: DeadlineRule, event: Event, snapshot: Snapshot) -> Iterator[str | None]:
    if not rule.item_types:
        yield None
        return
    for key, item in snapshot.items.items():
        if item.type in rule.item_types and (not event.items or key in event.items):
            yield key


def _until(rule: DeadlineRule, event: Event) -> date | None:
    until = event.text("until")
    return date.fromisoformat(until) if until and rule.dated_by_event else None


def _superseding(deadlines: list[Deadline], fresh: Deadline, reason: Message, event: Event) -> list[Deadline]:
    """``fresh`` added as the next version of its subject, the open one before it closed as superseded."""
    versions = [deadline.version for deadline in deadlines if deadline.subject == fresh.subject]
    kept = [
        _superseded(deadline, event) if deadline.subject == fresh.subject else deadline
        for deadline in deadlines
    ]
    moved = (
        reason
        if any(deadline.is_open and deadline.subject == fresh.subject for deadline in deadlines)
        else None
    )
    return [*kept, replace(fresh, version=max(versions, default=0) + 1, reason=moved)]


def _superseded(deadline: Deadline, event: Event) -> Deadline:
    return (
        replace(deadline, state=DeadlineState.SUPERSEDED, closed_by=event.sequence)
        if deadline.is_open
        else deadline
    )


def _cancelled(deadline: Deadline, event: Event) -> Deadline:
    return (
        replace(deadline, state=DeadlineState.CANCELLED, closed_by=event.sequence)
        if deadline.is_open
        else deadline
    )
