"""Writes plans by the hundred thousand: each history replayed once in memory, its rows copied in by the batch.

A test compares the rows with those that the services write: they are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from tracker.casework.models import (
    AssistanceRequest,
    Deadline,
    Event,
    EventContent,
    Identifier,
    Item,
    Offence,
    PreservationSpell,
    ReferenceCounter,
    SearchEntry,
    Spell,
    Stretch,
)
from tracker.casework.queries import years_of
from tracker.casework.services import dossier, log, projection, search, timetable
from tracker.directory.queries import working_calendar
from tracker.loading.generate.diary import ADOPT
from workflows import registry
from workflows.deadlines import Places
from workflows.engine import Definition, Snapshot, replay
from workflows.engine import Event as HistoryEvent
from workflows.vocabulary import Party, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.accounts.models import Office
    from tracker.chain import JSON
    from tracker.directory.models import Jurisdiction
    from tracker.loading.generate.plans import Plan, Step
    from workflows.calendars import Calendar

BATCH: Final = 500


@dataclass(slots=True, kw_only=True)
class Rows:
    """The rows of one request before any of them is in the database."""

    plan: Plan
    request: AssistanceRequest
    snapshot: Snapshot
    events: list[tuple[Event, EventContent | None]]
    items: list[Item]


@dataclass(slots=True)
class References:
    """Gives out numbers as the services do, from the counters, which are written back at the end."""

    counters: dict[tuple[int, int], ReferenceCounter] = field(default_factory=dict)

    def next(self, office: Office, year: int) -> str:
        counter = self.counters.get((office.pk, year))
        if counter is None:
            counter, _made = ReferenceCounter.objects.get_or_create(office=office, year=year)
            self.counters[(office.pk, year)] = counter
        counter.last += 1
        return counter.reference

    def save(self) -> None:
        ReferenceCounter.objects.bulk_update(self.counters.values(), ["last"], batch_size=BATCH)


@dataclass(slots=True)
class Definitions:
    """What decides about a request, its calendars asked for once."""

    calendars: dict[tuple[int, range], Calendar] = field(default_factory=dict)

    def of(self, row: AssistanceRequest, history: list[HistoryEvent], plan: Plan) -> Definition:
        years = years_of(history)
        places = Places(
            us=self._calendar(row.office.own_jurisdiction, years),
            them=self._calendar(row.jurisdiction, years),
        )
        return registry.definition(plan.channel, row.instrument or None, plan.direction, places)

    def _calendar(self, jurisdiction: Jurisdiction, years: range) -> Calendar:
        key = (jurisdiction.pk, years)
        if key not in self.calendars:
            self.calendars[key] = working_calendar(jurisdiction, years)
        return self.calendars[key]


def write(plans: Iterable[Plan]) -> int:
    """Write all plans, a transaction for each batch, and return how many there were."""
    written, references, definitions = 0, References(), Definitions()
    waiting = iter(plans)
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            _copy([_rows(plan, references, definitions) for plan in batch])
            references.save()
        written += len(batch)
    return written


def _rows(plan: Plan, references: References, definitions: Definitions) -> Rows:
    row = _request(plan, references)
    items = [
        Item(request=row, number=number, **draft.columns())
        for number, draft in enumerate(plan.dossier.items, start=1)
    ]
    steps = (plan.first, *plan.steps)
    data = dossier.codes_of(row, items)
    history = [
        _event(plan, step, sequence, data if sequence == 1 else step.data)
        for sequence, step in enumerate(steps, start=1)
    ]
    snapshot = replay(history, definitions.of(row, history, plan))
    events = [log.entry(row, event, step.texts) for event, step in zip(history, steps, strict=True)]
    projection.set_columns(row, snapshot)
    for item in items:
        projection.set_outcome(item, snapshot)
    return Rows(plan=plan, request=row, snapshot=snapshot, events=events, items=items)


def _request(plan: Plan, references: References) -> AssistanceRequest:
    row = AssistanceRequest(
        office=plan.office,
        direction=plan.direction.value,
        channel=plan.channel,
        channel_version=registry.channel(plan.channel).version,
        holder_party=Party.US.value,
        created_at=plan.first.recorded_at,
        is_adopted=plan.first.source is not Source.IMPORT or any(step.action == ADOPT for step in plan.steps),
        reference=references.next(plan.office, plan.first.occurred.on.year),
        **plan.dossier.columns,
    )
    for step in plan.steps:
        row.their_reference = str(step.texts.get("their_reference", row.their_reference))
    return row


def _event(plan: Plan, step: Step, sequence: int, data: Mapping[str, JSON]) -> HistoryEvent:
    action = registry.channel(plan.channel).procedure(plan.direction).action(step.action)
    return HistoryEvent(
        sequence=sequence,
        action=action.key,
        kind=action.kind,
        occurred=step.occurred,
        recorded_at=step.recorded_at,
        by=step.by.pk,
        source=step.source,
        items=step.items,
        data=data,
    )


def _copy(batch: list[Rows]) -> None:
    """Parents first: the children take the ids that the database has given."""
    AssistanceRequest.objects.bulk_create(rows.request for rows in batch)
    Item.objects.bulk_create(item for rows in batch for item in rows.items)
    Identifier.objects.bulk_create(identifier for rows in batch for identifier in _identifiers(rows))
    Offence.objects.bulk_create(
        Offence(request=rows.request, **columns) for rows in batch for columns in rows.plan.dossier.offences
    )
    Event.objects.bulk_create(event for rows in batch for event, _content in rows.events)
    EventContent.objects.bulk_create(
        _attached(content, event) for rows in batch for event, content in rows.events if content
    )
    Spell.objects.bulk_create(
        Spell(request=rows.request, number=number, **columns)
        for rows in batch
        for number, columns in _spells(rows)
    )
    Stretch.objects.bulk_create(
        row for rows in batch for row in projection.stretches_of(rows.request, rows.snapshot)
    )
    PreservationSpell.objects.bulk_create(
        spell
        for rows in batch
        for spell in projection.preservations_of(rows.request, rows.items, rows.snapshot, {})
    )
    SearchEntry.objects.bulk_create(_search_entry(rows) for rows in batch)
    _copy_deadlines(batch)


def _identifiers(rows: Rows) -> Iterator[Identifier]:
    for item, draft in zip(rows.items, rows.plan.dossier.items, strict=True):
        for kind, value in draft.identifiers:
            yield Identifier(item=item, kind=kind, value=value)


def _attached(content: EventContent, event: Event) -> EventContent:
    content.event = event
    return content


def _spells(rows: Rows) -> Iterator[tuple[int, dict[str, Any]]]:
    categories = [str(columns["category"]) for columns in rows.plan.dossier.offences]
    return projection.spells_of(rows.request, rows.snapshot, rows.items, categories)


def _search_entry(rows: Rows) -> SearchEntry:
    words = [value for draft in rows.plan.dossier.items for _kind, value in draft.identifiers]
    return SearchEntry(request=rows.request, text=search.text_of(rows.request, words))


def _copy_deadlines(batch: list[Rows]) -> None:
    """Version by version, since each names the one before it."""
    found: dict[tuple[int, timetable.Key], Deadline] = {}
    waiting = [
        (rows, _key(rows, place), place) for rows in batch for place in range(len(rows.snapshot.deadlines))
    ]
    waiting.sort(key=lambda entry: entry[1][-1])
    for _version, entries in groupby(waiting, key=lambda entry: entry[1][-1]):
        fresh = {(rows.request.pk, key): _deadline(rows, key, place, found) for rows, key, place in entries}
        Deadline.objects.bulk_create(fresh.values())
        found |= fresh


def _key(rows: Rows, place: int) -> timetable.Key:
    items = {str(item.number): item.pk for item in rows.items}
    return timetable.key_of(rows.snapshot.deadlines[place], items)


def _deadline(
    rows: Rows, key: timetable.Key, place: int, found: Mapping[tuple[int, timetable.Key], Deadline]
) -> Deadline:
    value = rows.snapshot.deadlines[place]
    begun, _content = rows.events[value.opened_by - 1]
    before = found.get((rows.request.pk, timetable.previous(key)))
    return timetable.row_of(rows.request, key, value, at=begun.recorded_at, before=before)
