"""Why published figures are others by now: the entries made since, each with what it corrects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import time_format
from django.utils.translation import gettext

from tracker.casework.filtering.knowing import is_late
from tracker.casework.models import AssistanceRequest, Event
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.table_labels import HAPPENED
from tracker.words import day_words
from workflows.engine import Event as HistoryEvent
from workflows.engine import effective
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry made since the publication about a day that the figures cover, or a correction.

    ``corrects``: of a correction, what the corrected entry tells of; ``was``: when that had happened until then, where
    its date is another now.
    """

    event: Event
    happened: Occurred
    corrects: EventKind | None = None
    was: Occurred | None = None

    @property
    def is_taken_back(self) -> bool:
        """Whether what was recorded does not stand any more."""
        return bool(self.event.data.get("void"))

    @property
    def label(self) -> str:
        """What it tells, in words."""
        if self.corrects is None:
            return str(HAPPENED[EventKind(self.event.kind)])
        what = {"what": HAPPENED[self.corrects]}
        if self.is_taken_back:
            return gettext("%(what)s: taken back") % what
        if self.was is None:
            return gettext("%(what)s: corrected") % what
        moved = self.was.on != self.happened.on
        return (
            gettext("%(what)s: date corrected") % what
            if moved
            else gettext("%(what)s: time corrected") % what
        )

    @property
    def days(self) -> str:
        """When it happened, and when it had happened before it was corrected."""
        if self.was is None:
            return day_words(self.happened)
        told = day_words if self.was.on != self.happened.on else _exactly
        return gettext("%(day)s, was %(before)s") % {"day": told(self.happened), "before": told(self.was)}


def _exactly(occurred: Occurred) -> str:
    time = f", {time_format(occurred.at)}" if occurred.at else ""
    return f"{day_words(occurred)}{time}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A request that looks different by now, with its entries since."""

    request: AssistanceRequest
    entries: tuple[Entry, ...]


def causes_of(requests: AssistanceRequestQuerySet, since: datetime, until: date) -> tuple[Cause, ...]:
    """Each request with its late entries. Two queries."""
    rows = list(requests)
    found: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(request__in=rows).order_by("request", "sequence"):
        found[event.request_id].append(event)
    return tuple(Cause(request=row, entries=tuple(_entries(found[row.pk], since, until))) for row in rows)


def _entries(events: Sequence[Event], since: datetime, until: date) -> Iterator[Entry]:
    history = [event.value() for event in events]
    for event in events:
        if is_late(event, since, until):
            yield _correction(event, history) if event.kind == EventKind.CORRECTED else _entry(event)


def _entry(event: Event) -> Entry:
    return Entry(event=event, happened=event.occurred)


def _correction(event: Event, history: Sequence[HistoryEvent]) -> Entry:
    """With what stood until then, amended as it was."""
    standing = {one.sequence: one for one in history if one.sequence < event.sequence}
    target = _standing(standing).get(event.data["target"], standing[event.data["target"]])
    corrected = event.data.get("occurred")
    return Entry(
        event=event,
        happened=Occurred.from_data(corrected) if corrected else target.occurred,
        corrects=target.kind,
        was=target.occurred if corrected else None,
    )


def _standing(history: Mapping[int, HistoryEvent]) -> Mapping[int, HistoryEvent]:
    return {one.sequence: one for one in effective(history.values())}
