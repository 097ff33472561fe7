"""Deadlines as events start, end and move them: each moved date is a new version, nothing is overwritten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflows.deadlines import (
    SHIFT_WORDS,
    DeadlineRule,
    Due,
    Pause,
    Places,
    due_on,
    explained,
    furthest,
    moved,
    resumed,
    shift_of,
)
from workflows.engine.history import Event
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import (
    ANSWERS,
    HAPPENED,
    Counts,
    DeadlineKind,
    DeadlineState,
    Direction,
    EventKind,
    Flag,
    ItemOutcome,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The rules that bind a request, with the calendars of both sides."""

    rules: tuple[DeadlineRule, ...]
    direction: Direction
    places: Places

    def run(self, event: Event, snapshot: Snapshot) -> tuple[Deadline, ...]:
        """All deadlines after ``event``; ``snapshot`` is the state after it, with the deadlines from before it.

        1. End those that the event fulfils or takes away. 2. Where the request has ended, cancel what is still open.
        3. Otherwise start those that it triggers, move those whose date it gives, and stop or resume clocks.
        """
        deadlines = [self._ended(deadline, event, snapshot) for deadline in snapshot.deadlines]
        if snapshot.is_final:
            return tuple(_closed(deadline, DeadlineState.CANCELLED, event) for deadline in deadlines)
        for rule in self.rules:
            if event.kind in rule.opens_on and self._binds(rule, event, snapshot):
                deadlines = self._started(rule, event, snapshot, deadlines)
        if event.kind is EventKind.DEADLINE_EXTENDED:
            deadlines = self._moved(event, deadlines)
        if event.kind is EventKind.INFORMATION_ASKED:
            deadlines = [_stopped(deadline, event) for deadline in deadlines]
        if event.kind is EventKind.INFORMATION_GIVEN:
            deadlines = self._resumed(event, deadlines)
        return tuple(deadlines)

    def _binds(self, rule: DeadlineRule, event: Event, snapshot: Snapshot) -> bool:
        return (
            self.direction in rule.directions
            and rule.binds(event.occurred.on)
            and not rule.unless & snapshot.actors.keys()
            and (not rule.unapproved_only or Flag.UNAPPROVED in snapshot.flags)
            and (event.kind not in rule.only_dated or event.text("until") is not None)
        )

    def _rule(self, deadline: Deadline) -> DeadlineRule:
        """The version by which it was counted."""
        named = (deadline.rule, deadline.rule_version)
        return next(rule for rule in self.rules if (rule.key, rule.version) == named)

    def _ended(self, deadline: Deadline, event: Event, snapshot: Snapshot) -> Deadline:
        rule = self._rule(deadline)
        if deadline.item is not None and deadline.item not in snapshot.items:
            return _closed(deadline, DeadlineState.CANCELLED, event)
        if not _concerns(deadline, event, snapshot):
            return deadline
        if event.kind is EventKind.LAPSED and deadline.kind is DeadlineKind.EXPIRY:
            return _closed(deadline, DeadlineState.LAPSED, event)
        if event.kind in rule.closes_on and not _incomplete(rule, event, snapshot):
            return _closed(deadline, DeadlineState.MET, event)
        if event.kind in rule.cancels_on:
            return _closed(deadline, DeadlineState.CANCELLED, event)
        return deadline

    def _started(
        self, rule: DeadlineRule, event: Event, snapshot: Snapshot, deadlines: list[Deadline]
    ) -> list[Deadline]:
        authority = _authority(event, snapshot) if rule.each_authority else None
        for item in _items(rule, event, snapshot):
            running = _running(deadlines, (rule.key, item, authority))
            if running is not None and rule.each_authority:
                continue
            fresh = self._deadline(rule, event, running)
            fresh = replace(fresh, item=item, authority=authority)
            deadlines = _superseding(deadlines, fresh, message("counted again from a later event"), event)
        return deadlines

    def _deadline(self, rule: DeadlineRule, event: Event, running: Deadline | None) -> Deadline:
        """A renewal in time of a period that can be extended is counted from the end of that period, and is the one
        extension that its law knows."""
        kind = rule.kind_for(self.direction)
        start, counted = event.occurred, rule
        renewed = event.kind is EventKind.PRESERVATION_RENEWED and rule.extension is not None
        if renewed and running is not None and event.occurred.on < running.due.due_on:
            start = Occurred(on=running.due.due_on, zone=running.due.zone)
            counted = replace(rule, period=rule.extension or rule.period, extension=None, extended_by="")
        due = due_on(counted, start, kind=kind, places=self.places, until=_until(rule, event))
        return Deadline(
            rule=rule.key,
            rule_version=rule.version,
            kind=kind,
            due=_begun_by(event, due),
            start=start,
            start_sequence=event.sequence,
            limit=furthest(counted, due, kind=kind, places=self.places),
            awaits_answer=rule.closes_on <= ANSWERS,
            pauses=() if rule.pauses else None,
            by_calendar=counted.hangs_on_calendar and _until(rule, event) is None,
        )

    def _moved(self, event: Event, deadlines: list[Deadline]) -> list[Deadline]:
        """A date that a correction of the history has made the date anyway is not moved."""
        until = date.fromisoformat(str(event.data["until"]))
        meant = meant_by(event.text("deadline"), event.items, deadlines)
        for deadline in (entry for entry in meant if entry.due.due_on != until):
            deadlines = self._to(until, deadline, event, deadlines)
        return deadlines

    def _resumed(self, event: Event, deadlines: list[Deadline]) -> list[Deadline]:
        for deadline in [entry for entry in deadlines if entry.state is DeadlineState.PAUSED]:
            *earlier, last = deadline.pauses or ()
            pause = replace(last, until=event.occurred.on)
            still = timedelta(days=pause.days(event.occurred.on))
            due = resumed(
                self._rule(deadline),
                deadline.due,
                deadline.start,
                pause,
                kind=deadline.kind,
                places=self.places,
            )
            fresh = replace(
                deadline,
                due=due,
                state=DeadlineState.OPEN,
                closed_by=None,
                limit=deadline.limit + still,
                pauses=(*earlier, pause),
                shift=None,
                moved_by=None,
            )
            deadlines = _superseding(deadlines, fresh, RESUMED, event)
        return deadlines

    def _to(self, until: date, deadline: Deadline, event: Event, deadlines: list[Deadline]) -> list[Deadline]:
        rule, before, limit = self._rule(deadline), deadline.due.due_on, deadline.limit
        shift = shift_of(before=before, until=until, limit=limit, granted=bool(event.data.get("granted")))
        why = explained(
            rule, deadline.kind, shift, before=before, until=until, on=event.occurred.on, limit=limit
        )
        due = moved(
            deadline.due, deadline.start, kind=deadline.kind, places=self.places, until=until, why=why
        )
        fresh = replace(deadline, due=due, moved_by=event.sequence, shift=shift, by_calendar=False)
        return _superseding(deadlines, fresh, SHIFT_WORDS[shift], event)


RESUMED = message("the clock runs again after a question")


def _stopped(deadline: Deadline, event: Event) -> Deadline:
    if deadline.pauses is None or not deadline.is_open:
        return deadline
    begun = Pause(begun=event.occurred.on)
    paused = _closed(deadline, DeadlineState.PAUSED, event)
    return replace(paused, pauses=(*deadline.pauses, begun))


def meant_by(rule: str | None, items: tuple[str, ...], deadlines: Iterable[Deadline]) -> list[Deadline]:
    """The running deadlines of a rule, where items are named those of these items."""
    return [
        entry
        for entry in deadlines
        if entry.is_open and entry.rule == rule and (not items or entry.item is None or entry.item in items)
    ]


def _begun_by(event: Event, due: Due) -> Due:
    begun = message("begun by: %(event)s, %(on)s", event=HAPPENED[event.kind], on=event.occurred.on)
    return replace(due, explanation=(begun, *due.explanation))


Subject = tuple[str, str | None, int | None]

# What was executed can still be lost; anything else is over for an item that has its outcome.
_ALIVE = frozenset({ItemOutcome.OPEN})
_KEPT = frozenset({ItemOutcome.OPEN, ItemOutcome.EXECUTED})


def _authority(event: Event, snapshot: Snapshot) -> int | None:
    named = event.number("authority")
    return named if named is not None else snapshot.holder.authority


def _concerns(deadline: Deadline, event: Event, snapshot: Snapshot) -> bool:
    """Whether ``event`` is about the item and the authority that ``deadline`` is for."""
    if not deadline.is_alive or (
        deadline.item is not None and event.items and deadline.item not in event.items
    ):
        return False
    return deadline.authority is None or deadline.authority == _authority(event, snapshot)


def _incomplete(rule: DeadlineRule, event: Event, snapshot: Snapshot) -> bool:
    return rule.until_complete and event.kind.counts is Counts.ANSWER and bool(snapshot.open_items)


def _items(rule: DeadlineRule, event: Event, snapshot: Snapshot) -> Iterator[str | None]:
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


def _running(deadlines: list[Deadline], subject: Subject) -> Deadline | None:
    return next((entry for entry in deadlines if entry.is_alive and entry.subject == subject), None)


def _until(rule: DeadlineRule, event: Event) -> date | None:
    until = event.text("until")
    return date.fromisoformat(until) if until and rule.dated_by_event else None


def _superseding(deadlines: list[Deadline], fresh: Deadline, reason: Message, event: Event) -> list[Deadline]:
    """``fresh`` added as the next version of its subject, the open one before it closed as superseded."""
    versions = [deadline.version for deadline in deadlines if deadline.subject == fresh.subject]
    running = _running(deadlines, fresh.subject)
    kept = [
        _closed(deadline, DeadlineState.SUPERSEDED, event) if deadline is running else deadline
        for deadline in deadlines
    ]
    version = max(versions, default=0) + 1
    return [
        *kept,
        replace(fresh, version=version, opened_by=event.sequence, reason=reason if running else None),
    ]


def _closed(deadline: Deadline, state: DeadlineState, event: Event) -> Deadline:
    return replace(deadline, state=state, closed_by=event.sequence) if deadline.is_alive else deadline
