"""Writing what a history amounts to: the request's row, its items, deadlines and spells. Nothing else writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from tracker.casework.lateness import OWING_KINDS, late_column
from tracker.casework.models import AssistanceRequest, Item, Offence, PreservationSpell, Spell, Stretch
from tracker.casework.models.packing import spot_of
from tracker.casework.queries import procedure_of, snapshot_of
from tracker.casework.services.carried import carried_of, kept_with
from tracker.casework.services.productions import Productions, days_of, productions_of
from tracker.casework.services.timetable import is_chore, project_deadlines
from workflows.deadlines import long_from
from workflows.engine import Deadline as DeadlineValue
from workflows.engine import ItemState, Snapshot, stretches
from workflows.engine import Spell as SpellValue
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, DeadlineState, ItemOutcome, ItemType, Urgency

SPELL_COLUMNS = [
    field.name for field in Spell._meta.concrete_fields if field.name not in {"id", "request", "number"}
]
STRETCH_COLUMNS = [
    field.attname for field in Stretch._meta.concrete_fields if field.name not in {"id", "request", "number"}
]
ANSWERING = frozenset({DeadlineKind.REPLY, DeadlineKind.OBLIGATION, DeadlineKind.EXPECTATION})


def project(assistance_request: AssistanceRequest, snapshot: Snapshot, *, at: datetime) -> None:
    """Make rows equal to ``snapshot``. The caller saves nothing else of the projection.

    1. Deadlines: new versions added, states moved on, a changed date as a new revision.
    2. Items. 3. Spells, those of preservations too, and what took their days. 4. The request's own columns, the next
    due moment among them.
    """
    snapshot = project_deadlines(assistance_request, snapshot, at=at)
    items = list(Item.objects.filter(request=assistance_request))
    _project_items(items, snapshot)
    _project_preservations(assistance_request, items, snapshot)
    set_columns(assistance_request, snapshot)
    _project_spells(assistance_request, items, snapshot)
    _project_stretches(assistance_request, snapshot)
    assistance_request.save()


def set_columns(assistance_request: AssistanceRequest, snapshot: Snapshot) -> None:
    """Set the request's own columns of the projection; saves nothing."""
    spell = snapshot.spell
    waits_on = snapshot.waits_on(procedure_of(assistance_request))
    assistance_request.stage = snapshot.stage.value
    assistance_request.holder_stop = snapshot.holder.stop or ""
    assistance_request.holder_party = snapshot.holder.party.value
    assistance_request.holder_authority_id = snapshot.holder.authority
    assistance_request.holder_since = snapshot.holder.since.on
    assistance_request.waits_on = waits_on.value if waits_on else ""
    assistance_request.flags = sorted(flag.value for flag in snapshot.flags)
    assistance_request.outcome = snapshot.outcome.value
    assistance_request.opened_on = snapshot.spells[0].opened.on
    assistance_request.sent_on = _day(spell.sent)
    assistance_request.acknowledged_on = _day(spell.acknowledged)
    assistance_request.answered_on = _day(spell.answered)
    assistance_request.closed_on = _day(spell.closed)
    assistance_request.last_event_on = snapshot.last.on
    assistance_request.version = snapshot.sequence
    _project_next_date(assistance_request, snapshot)


def _project_next_date(assistance_request: AssistanceRequest, snapshot: Snapshot) -> None:
    counted = [deadline for deadline in snapshot.open_deadlines if not is_chore(deadline, assistance_request)]
    first = min(counted, key=lambda deadline: deadline.due.late_from, default=None)
    assistance_request.late_from = first.due.late_from if first else None
    assistance_request.long_from = min(
        (long_from(deadline.kind, deadline.due.late_from) for deadline in counted), default=None
    )
    assistance_request.soon_from = min((deadline.due.soon_from for deadline in counted), default=None)
    assistance_request.due_on = first.due.due_on if first else None
    assistance_request.due_kind = first.kind.value if first else ""
    for what, kinds in OWING_KINDS.items():
        moments = (deadline.due.late_from for deadline in counted if deadline.kind in kinds)
        setattr(assistance_request, late_column(what), min(moments, default=None))


def _project_items(items: Iterable[Item], snapshot: Snapshot) -> None:
    for item in items:
        if set_outcome(item, snapshot):
            item.save(update_fields=["outcome", "decided_on"])


def set_outcome(item: Item, snapshot: Snapshot) -> bool:
    """Set what came of the item and say whether that is new; saves nothing."""
    state = snapshot.items[str(item.number)]
    before = (item.outcome, item.decided_on)
    item.outcome, item.decided_on = state.outcome.value, _decided_on(state)
    return before != (item.outcome, item.decided_on)


def _decided_on(item: ItemState) -> date | None:
    return item.decided.on if item.decided and item.outcome is not ItemOutcome.OPEN else None


def _project_spells(assistance_request: AssistanceRequest, items: Sequence[Item], snapshot: Snapshot) -> None:
    """One row for each stretch; those of a reopening that was taken back go."""
    Spell.objects.filter(request=assistance_request, number__gt=len(snapshot.spells)).delete()
    categories = Offence.objects.filter(request=assistance_request).values_list("category", flat=True)
    rows = [
        Spell(request=assistance_request, number=number, **columns)
        for number, columns in spells_of(assistance_request, snapshot, items, categories)
    ]
    Spell.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("request", "number"), update_fields=SPELL_COLUMNS
    )


def project_productions(assistance_request: AssistanceRequest) -> None:
    """Write on a preservation when its production requests were sent and received, which other requests tell."""
    items = list(Item.objects.filter(request=assistance_request))
    _project_preservations(assistance_request, items, snapshot_of(assistance_request))


def _project_preservations(
    assistance_request: AssistanceRequest, items: Sequence[Item], snapshot: Snapshot
) -> None:
    """One row for each stretch of keeping something; those that a correction took back go."""
    if not any(item.type == ItemType.PRESERVATION for item in items):
        return  # nor was there ever one: what has been kept stays asked for
    productions = productions_of(assistance_request)
    rows = preservations_of(assistance_request, items, snapshot, productions)
    PreservationSpell.objects.filter(request=assistance_request).delete()
    PreservationSpell.objects.bulk_create(rows)


def preservations_of(
    assistance_request: AssistanceRequest,
    items: Iterable[Item],
    snapshot: Snapshot,
    productions: Productions,
) -> Iterator[PreservationSpell]:
    """The rows, not saved yet, of each stretch of keeping one of ``items``. The request's own columns are set."""
    named = {str(item.number): item for item in items}
    covered = {spell.item: _day(spell.covered) for spell in snapshot.preservations}
    for spell in snapshot.preservations:
        item = named.get(spell.item)
        if item is not None:
            yield PreservationSpell(
                request_id=item.request_id,
                item=item,
                number=spell.number,
                begun_on=spell.begun,
                stated_on=spell.since.on,
                superseded_on=_day(spell.superseded),
                until_on=spell.until,
                renewals=spell.renewals,
                lapsed_on=_day(spell.lapsed),
                ended_on=_day(spell.ended),
                **kept_with(assistance_request),
                **days_of(productions, covered[spell.item]),
            )


def spells_of(
    assistance_request: AssistanceRequest,
    snapshot: Snapshot,
    items: Sequence[Item],
    categories: Collection[str],
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each stretch of being open: its number and its columns. ``categories`` are those of the offences."""
    carried = carried_of(assistance_request, items, categories)
    bounds = [spell.first_deadline for spell in snapshot.spells] + [len(snapshot.deadlines)]
    for spell, (first, end) in zip(snapshot.spells, pairwise(bounds), strict=True):
        deadlines = snapshot.deadlines[first:end]
        yield (
            spell.number,
            {
                **carried,
                **_dates(spell),
                **_hours(assistance_request, spell),
                "answer_due_on": _answer_due_on(assistance_request, spell, deadlines),
                "acknowledge_due_on": _acknowledge_due_on(assistance_request, spell, deadlines),
            },
        )


def _project_stretches(assistance_request: AssistanceRequest, snapshot: Snapshot) -> None:
    """A row for each, numbered as they stand; only those that differ are written."""
    wanted = list(stretches_of(assistance_request, snapshot))
    stored = {row.number: row for row in Stretch.objects.filter(request=assistance_request)}
    changed = [row for row in wanted if not _is_as_stored(row, stored.get(row.number))]
    if len(stored) > len(wanted):
        Stretch.objects.filter(request=assistance_request, number__gt=len(wanted)).delete()
    if changed:
        Stretch.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=("request", "number"),
            update_fields=STRETCH_COLUMNS,
        )


def stretches_of(assistance_request: AssistanceRequest, snapshot: Snapshot) -> Iterator[Stretch]:
    """What took the days of the request, as rows; saves nothing."""
    way = assistance_request.channel, assistance_request.direction
    for number, value in enumerate(stretches(snapshot), start=1):
        party = value.party.value if value.party else ""
        yield Stretch(
            request=assistance_request,
            number=number,
            spell=value.spell,
            kind=value.kind.value,
            office_id=assistance_request.office_id,
            sent_on=_day(snapshot.spell.sent),
            channel=assistance_request.channel,
            direction=assistance_request.direction,
            place=value.place,
            party=party,
            spot=spot_of(value.kind.value, *way, value.place, party),
            ground=value.ground,
            ending=value.ending.value if value.ending else "",
            turn=value.turn,
            since_on=value.since,
            until_on=value.until,
        )


def _is_as_stored(row: Stretch, stored: Stretch | None) -> bool:
    return stored is not None and all(getattr(row, name) == getattr(stored, name) for name in STRETCH_COLUMNS)


def _dates(spell: SpellValue) -> dict[str, object]:
    return {
        "opened_on": spell.opened.on,
        "sent_on": _day(spell.sent),
        "acknowledged_on": _day(spell.acknowledged),
        "answered_on": _day(spell.answered),
        "completed_on": _day(spell.completed),
        "closed_on": _day(spell.closed),
        "superseded_on": _day(spell.superseded),
        "outcome": spell.outcome.value,
        "loops": spell.loops,
    }


def _hours(assistance_request: AssistanceRequest, spell: SpellValue) -> dict[str, object]:
    """Of urgent requests alone: nobody counts the hours of the others."""
    if assistance_request.urgency == Urgency.ROUTINE:
        return {"sent_at": None, "acted_on": None, "acted_at": None}
    return {
        "sent_at": spell.sent and spell.sent.moment,
        "acted_on": _day(spell.acted),
        "acted_at": spell.acted and spell.acted.moment,
    }


def _answer_due_on(
    assistance_request: AssistanceRequest, spell: SpellValue, deadlines: Sequence[DeadlineValue]
) -> date | None:
    """The earliest date on which an answer was due."""
    awaited = [one for one in deadlines if one.awaits_answer and one.kind in ANSWERING]
    return _first_due(assistance_request, spell, awaited)


def _acknowledge_due_on(
    assistance_request: AssistanceRequest, spell: SpellValue, deadlines: Sequence[DeadlineValue]
) -> date | None:
    """The earliest date on which an acknowledgement was due."""
    return _first_due(assistance_request, spell, [one for one in deadlines if one.awaits_acknowledgement])


def _first_due(
    assistance_request: AssistanceRequest, spell: SpellValue, deadlines: Iterable[DeadlineValue]
) -> date | None:
    """The earliest date, each deadline by its latest version; chores are none.

    One that was taken away while the request went on, such as by a return as deficient, binds nobody; nor does one
    whose clock stands still.
    """
    latest = {one.subject: one for one in deadlines if not is_chore(one, assistance_request)}
    binding = [
        deadline.due.due_on
        for deadline in latest.values()
        if spell.closed or deadline.state not in (DeadlineState.CANCELLED, DeadlineState.PAUSED)
    ]
    return min(binding, default=None)


def _day(occurred: Occurred | None) -> date | None:
    return occurred.on if occurred else None
