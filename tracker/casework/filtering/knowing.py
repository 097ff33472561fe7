"""What was known at a moment: requests that look back different by now, rebuilt from what had been recorded by then.

Most of what is recorded after a moment happened after it, and a day before that is not touched. Rebuilt are only the
requests of which something was entered late or corrected since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import Q

from tracker.casework.filtering.flow import Flow, FlowFilter, flowed
from tracker.casework.models import AssistanceRequest, Event, Spell
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import procedure_of
from workflows.engine import Definition, Snapshot, effective, replay
from workflows.engine import Event as HistoryEvent
from workflows.engine import Spell as SpellValue
from workflows.errors import ActionNotAllowed
from workflows.vocabulary import EventKind, Outcome

ABOUT_DATES: Final = frozenset({EventKind.DEADLINE_EXTENDED, EventKind.DEADLINE_RECOUNTED})
"""Entries that move deadlines, and nothing else: left out, no rule has to be counted."""
AT_A_TIME: Final = 500
EXAMINED: Final = 2_000
"""So many requests with late entries are looked at to tell why figures changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch of being open as it was known: the values on which `flowed` decides for rows."""

    entered: date
    left: date | None
    is_closed: bool
    is_again: bool
    outcome: Outcome

    def flowed(self, flow: Flow, first: date, last: date, outcome: Outcome | None = None) -> bool:
        """What `tracker.casework.filtering.flow.flowed` asks of a row."""
        gone = self.left is not None and self.left < first
        within = first <= self.entered <= last
        carried = self.entered < first and not gone
        pending = self.entered <= last and (self.left is None or self.left > last)
        closed = self.is_closed and self.left is not None and first <= self.left <= last
        return {
            Flow.CARRIED: carried,
            Flow.NEW: within and not self.is_again,
            Flow.REOPENED: within and self.is_again,
            Flow.CLOSED: closed and outcome in (None, self.outcome),
            Flow.PENDING: pending,
            Flow.AMISS: (carried or within) != (closed or pending),
        }[flow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Ids of requests that look different; ``is_partial``: there were more to look at than are looked at."""

    requests: tuple[int, ...]
    is_partial: bool


def end_of(day: date) -> datetime:
    """The first moment after the day (UTC)."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)


def late_entries(since: datetime, until: date) -> Q:
    """Entries made since a moment about days up to ``until``, and corrections, whatever day they are about."""
    about = Q(occurred_on__lte=until) | Q(kind=EventKind.CORRECTED.value)
    return Q(recorded_at__gte=since) & about


def is_late(event: Event, since: datetime, until: date) -> bool:
    """The same of one entry at hand."""
    about = event.occurred_on <= until or event.kind == EventKind.CORRECTED
    return event.recorded_at >= since and about


def looking_back_different(
    requests: AssistanceRequestQuerySet, since: datetime, until: date
) -> AssistanceRequestQuerySet:
    """Requests of which something about a day up to ``until`` was recorded at ``since`` or afterwards."""
    late = Event.objects.filter(late_entries(since, until)).order_by()
    return requests.filter(pk__in=late.values("request")).order_by("pk")


def looking_different_since(
    requests: AssistanceRequestQuerySet, since: datetime, until: date, *, examined: int
) -> Differing:
    """The requests of which other stretches, hops or items are known now, up to a day, than before a moment.

    Of very many with late entries the first are looked at. A query for each five hundred.
    """
    rows = _bare(looking_back_different(requests, since, until)[: examined + 1])
    found = []
    for row, history in _histories(rows[:examined]):
        before = [event for event in history if event.recorded_at < since]
        if _facts(row, before, until) != _facts(row, history, until):
            found.append(row.pk)
    return Differing(requests=tuple(found), is_partial=len(rows) > examined)


def stretches_known_on(
    requests: AssistanceRequestQuerySet, known_on: date
) -> Mapping[int, tuple[Stretch, ...]]:
    """The stretches, as known at the end of the day, of the requests that look different by now; the others are as
    their spells say. One query, and one for each five hundred of them."""
    since = end_of(known_on)
    rows = _bare(looking_back_different(requests.filter(created_at__lt=since), since, known_on))
    return {row.pk: tuple(_stretches(row, history)) for row, history in _histories(rows, before=since)}


def moving(
    requests: AssistanceRequestQuerySet, wanted: FlowFilter, *, at: datetime
) -> AssistanceRequestQuerySet:
    """``requests`` narrowed to those that moved as wanted, as is known now or was known on a day."""
    if wanted.known_on:
        requests = requests.filter(created_at__lt=end_of(wanted.known_on))
    if not wanted.flow:
        return requests
    flow, first = Flow(wanted.flow), wanted.flow_from or date.min
    last = min(day for day in (wanted.flow_until or at.date(), wanted.known_on) if day)
    outcome = Outcome(wanted.ended_as) if wanted.ended_as else None
    rows = Spell.objects.filter(flowed(flow, first, last, outcome))
    if not wanted.known_on:
        return requests.filter(pk__in=rows.values("request"))
    known = stretches_known_on(requests, wanted.known_on)
    moved = [
        pk for pk, all_of_it in known.items() if any(s.flowed(flow, first, last, outcome) for s in all_of_it)
    ]
    return requests.filter(
        Q(pk__in=rows.exclude(request__in=list(known)).values("request")) | Q(pk__in=moved)
    )


def _bare(requests: AssistanceRequestQuerySet) -> list[AssistanceRequest]:
    """What it takes to know how a request travels."""
    return list(requests.only("pk", "channel", "direction"))


def _histories(
    rows: Sequence[AssistanceRequest], before: datetime | None = None
) -> Iterator[tuple[AssistanceRequest, list[HistoryEvent]]]:
    """Each request with its entries, those recorded before a moment if one is given."""
    for start in range(0, len(rows), AT_A_TIME):
        some = rows[start : start + AT_A_TIME]
        entries = Event.objects.filter(request__in=some).order_by("request", "sequence")
        histories: dict[int, list[HistoryEvent]] = defaultdict(list)
        for entry in entries.filter(recorded_at__lt=before) if before else entries:
            histories[entry.request_id].append(entry.value())
        yield from ((row, histories[row.pk]) for row in some)


def _facts(row: AssistanceRequest, history: Iterable[HistoryEvent], until: date) -> tuple[object, ...]:
    """Stretches, hops and items as they had happened by the day; nothing where that is no history."""
    happened = [event for event in effective(history) if event.occurred.on <= until]
    try:
        snapshot = _rebuilt(row, happened)
    except ActionNotAllowed:  # cut between entries that are dated by month or year only
        return ()
    return (snapshot.spells, snapshot.hops, dict(snapshot.items)) if snapshot else ()


def _rebuilt(row: AssistanceRequest, history: Iterable[HistoryEvent]) -> Snapshot | None:
    """The request as these entries make it, without its deadlines; None of no entry."""
    told = [event for event in history if event.kind not in ABOUT_DATES]
    return replay(told, Definition(procedure=procedure_of(row))) if told else None


def _stretches(row: AssistanceRequest, history: Iterable[HistoryEvent]) -> Iterator[Stretch]:
    snapshot = _rebuilt(row, history)
    for spell in snapshot.spells if snapshot else ():
        if spell.sent is not None:
            yield _stretch(spell, spell.sent.on)


def _stretch(spell: SpellValue, sent: date) -> Stretch:
    over = spell.closed or spell.superseded
    return Stretch(
        entered=max(spell.opened.on, sent),
        left=over.on if over else None,
        is_closed=spell.closed is not None,
        is_again=spell.number > 1 and sent <= spell.opened.on,
        outcome=spell.outcome,
    )
