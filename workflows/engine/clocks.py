"""Deadlines as events start, end and move them: each moved date is a new version, nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

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
from workflows.engine.snapshot import Deadline, HandMove, Snapshot
from workflows.engine.subjects import (
    Counted,
    authority_of,
    concerns,
    is_incomplete,
    items_of,
    meant_by,
    renews,
    running_of,
)
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import (
    ANSWERS,
    HAPPENED,
    DeadlineKind,
    DeadlineState,
    Direction,
    EventKind,
    Flag,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The rules that bind a request, with the calendars of both sides, and by which earlier versions it was counted."""

    rules: tuple[DeadlineRule, ...]
    direction: Direction
    places: Places
    counted: Mapping[Counted, int] = field(default_factory=lambda: MappingProxyType({}))

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
        asked = {item.type for item in snapshot.items.values()}
        return (
            self.direction in rule.directions
            and rule.binds(event.occurred.on)
            and not rule.unless & snapshot.actors.keys()
            and not (asked and asked <= rule.never_of)
            and (not rule.unapproved_only or Flag.UNAPPROVED in snapshot.flags)
            and (event.kind not in rule.only_dated or event.text("until") is not None)
        )

    def _rule(self, deadline: Deadline) -> DeadlineRule:
        """The version by which it was counted."""
        named = (deadline.rule, deadline.rule_version)
        versions = (version for rule in self.rules for version in (rule, *rule.before))
        return next(version for version in versions if (version.key, version.version) == named)

    def _ended(self, deadline: Deadline, event: Event, snapshot: Snapshot) -> Deadline:
        rule = self._rule(deadline)
        if deadline.item is not None and deadline.item not in snapshot.items:
            return _closed(deadline, DeadlineState.CANCELLED, event)
        if not concerns(deadline, event, snapshot):
            return deadline
        if event.kind is EventKind.LAPSED and deadline.kind is DeadlineKind.EXPIRY:
            return _closed(deadline, DeadlineState.LAPSED, event)
        if event.kind in rule.closes_on and not is_incomplete(rule, event, snapshot):
            return _closed(deadline, DeadlineState.MET, event)
        if event.kind in rule.cancels_on:
            return _closed(deadline, DeadlineState.CANCELLED, event)
        return deadline

    def _started(
        self, rule: DeadlineRule, event: Event, snapshot: Snapshot, deadlines: list[Deadline]
    ) -> list[Deadline]:
        authority = authority_of(event, snapshot) if rule.each_authority else None
        for item in items_of(rule, event, snapshot):
            running = running_of(deadlines, (rule.key, item, authority))
            if running is not None and rule.each_authority:
                continue
            version = self.counted.get((rule.key, item, authority, event.sequence))
            fresh = self._deadline(rule.as_of(version), event, running)
            fresh = replace(fresh, item=item, authority=authority)
            deadlines = _superseding(deadlines, fresh, message("counted again from a later event"), event)
        return deadlines

    def _deadline(self, rule: DeadlineRule, event: Event, running: Deadline | None) -> Deadline:
        if running is not None and renews(rule, event.kind, event.occurred, running):
            return self._renewed(rule, event, running)
        return self._counted(rule, event, event.occurred, _until(rule, event))

    def _renewed(self, rule: DeadlineRule, event: Event, running: Deadline) -> Deadline:
        """Counted from the end of the period, it is the one extension that the law knows. One that goes further rests
        on whoever granted it."""
        start = Occurred(on=running.due.due_on, zone=running.due.zone)
        once = replace(rule, period=rule.extension or rule.period, extension=None, extended_by="")
        fresh = self._counted(once, event, start, _until(rule, event))
        until, limit = fresh.due.due_on, running.limit
        fresh = replace(fresh, limit=limit)
        if until <= limit:
            return fresh
        due, by_hand = self._by_hand(rule, event, fresh, before=start.on, until=until, limit=limit)
        return replace(fresh, due=due, hand_move=by_hand)

    def _counted(self, rule: DeadlineRule, event: Event, start: Occurred, until: date | None) -> Deadline:
        kind = rule.kind_for(self.direction)
        due = due_on(rule, start, kind=kind, places=self.places, until=until)
        return Deadline(
            rule=rule.key,
            rule_version=rule.version,
            kind=kind,
            due=_begun_by(event, due),
            start=start,
            start_sequence=event.sequence,
            limit=furthest(rule, due, kind=kind, places=self.places),
            awaits_answer=rule.closes_on <= ANSWERS,
            awaits_acknowledgement=EventKind.ACKNOWLEDGED in rule.closes_on - rule.opens_on,
            pauses=() if rule.pauses else None,
            by_calendar=rule.hangs_on_calendar and until is None,
        )

    def _moved(self, event: Event, deadlines: list[Deadline]) -> list[Deadline]:
        """A date that a correction of the history has made the date anyway is not moved."""
        until = date.fromisoformat(str(event.data["until"]))
        meant = meant_by(
            event.text("deadline"), deadlines, items=event.items, authority=event.number("authority")
        )
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
                moved_by=None,
            )
            deadlines = _superseding(deadlines, fresh, RESUMED, event)
        return deadlines

    def _to(self, until: date, deadline: Deadline, event: Event, deadlines: list[Deadline]) -> list[Deadline]:
        rule, before, limit = self._rule(deadline), deadline.due.due_on, deadline.limit
        due, by_hand = self._by_hand(rule, event, deadline, before=before, until=until, limit=limit)
        fresh = replace(deadline, due=due, moved_by=event.sequence, hand_move=by_hand, by_calendar=False)
        return _superseding(deadlines, fresh, SHIFT_WORDS[by_hand.shift], event)

    def _by_hand(
        self, rule: DeadlineRule, event: Event, deadline: Deadline, *, before: date, until: date, limit: date
    ) -> tuple[Due, HandMove]:
        """The date that ``event`` gives, with what kind of move that is in its explanation."""
        # A correction may have added who granted it.
        granted = bool(event.data.get("granted") or event.data.get("granted_by"))
        shift = shift_of(before=before, until=until, limit=limit, granted=granted)
        why = explained(
            rule, deadline.kind, shift, before=before, until=until, on=event.occurred.on, limit=limit
        )
        due = moved(
            deadline.due, deadline.start, kind=deadline.kind, places=self.places, until=until, why=why
        )
        return due, HandMove(sequence=event.sequence, shift=shift)


RESUMED = message("the clock runs again after a question")


def _stopped(deadline: Deadline, event: Event) -> Deadline:
    if deadline.pauses is None or not deadline.is_open:
        return deadline
    begun = Pause(begun=event.occurred.on)
    paused = _closed(deadline, DeadlineState.PAUSED, event)
    return replace(paused, pauses=(*deadline.pauses, begun))


def _begun_by(event: Event, due: Due) -> Due:
    begun = message("begun by: %(event)s, %(on)s", event=HAPPENED[event.kind], on=event.occurred.on)
    return replace(due, explanation=(begun, *due.explanation))


def _until(rule: DeadlineRule, event: Event) -> date | None:
    until = event.text("until")
    return date.fromisoformat(until) if until and rule.dated_by_event else None


def _superseding(deadlines: list[Deadline], fresh: Deadline, reason: Message, event: Event) -> list[Deadline]:
    """``fresh`` added as the next version of its subject, the open one before it closed as superseded."""
    versions = [deadline.version for deadline in deadlines if deadline.subject == fresh.subject]
    running = running_of(deadlines, fresh.subject)
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
