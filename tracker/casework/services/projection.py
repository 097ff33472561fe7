"""Writing what a history amounts to: the request's row, its items, deadlines and spells. Nothing else writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from tracker.casework.models import AssistanceRequest, Deadline, Item, Spell
from tracker.casework.queries import procedure_of
from workflows.deadlines import LADDERS
from workflows.engine import Deadline as DeadlineValue
from workflows.engine import Snapshot
from workflows.engine import Spell as SpellValue
from workflows.messages import Message, as_data, message
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, DeadlineState, Direction, ItemOutcome

Key = tuple[str, int | None, int | None, int]

RECOMPUTED = message("computed anew after a correction or a change of calendar")
ANSWERING = frozenset({DeadlineKind.REPLY, DeadlineKind.OBLIGATION, DeadlineKind.EXPECTATION})


def project(assistance_request: AssistanceRequest, snapshot: Snapshot, *, at: datetime) -> None:
    """Make rows equal to ``snapshot``. The caller saves nothing else of the projection.

    1. Deadlines: new versions added, states moved on, a changed date as a new revision.
    2. Items. 3. Spells. 4. The request's own columns, the next due moment among them.
    """
    _project_deadlines(assistance_request, snapshot, at=at)
    _project_items(assistance_request, snapshot)
    _project_row(assistance_request, snapshot)
    _project_spells(assistance_request, snapshot)
    assistance_request.save()


def _project_row(assistance_request: AssistanceRequest, snapshot: Snapshot) -> None:
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
    assistance_request.soon_from = min((deadline.due.soon_from for deadline in counted), default=None)
    assistance_request.due_on = first.due.due_on if first else None
    assistance_request.due_kind = first.kind.value if first else ""


def is_chore(deadline: DeadlineValue, assistance_request: AssistanceRequest) -> bool:
    """Our own duty inside something that others owe us, such as the monthly enquiry: reminded, but nobody is late."""
    return deadline.kind is DeadlineKind.OBLIGATION and assistance_request.direction != Direction.INCOMING


def _project_items(assistance_request: AssistanceRequest, snapshot: Snapshot) -> None:
    for item in Item.objects.filter(request=assistance_request):
        state = snapshot.items[str(item.number)]
        decided = state.decided.on if state.decided and state.outcome is not ItemOutcome.OPEN else None
        if (item.outcome, item.decided_on) != (state.outcome.value, decided):
            item.outcome, item.decided_on = state.outcome.value, decided
            item.save(update_fields=["outcome", "decided_on"])


def _project_deadlines(assistance_request: AssistanceRequest, snapshot: Snapshot, *, at: datetime) -> None:
    items = {str(number): pk for number, pk in assistance_request.items.values_list("number", "pk")}
    stored: dict[Key, Deadline] = {}
    for row in Deadline.objects.filter(request=assistance_request).order_by("revision"):
        stored[(row.rule, row.item_id, row.authority_id, row.version)] = row
    wanted = {
        (value.rule, items[value.item] if value.item else None, value.authority, value.version): value
        for value in snapshot.deadlines
    }
    # Closing comes first: at no moment are two versions of one deadline open.
    fresh = [(key, value) for key, value in wanted.items() if key not in stored]
    changed = [
        (stored[key], value) for key, value in wanted.items() if key in stored and _moved(stored[key], value)
    ]
    kept = [
        (stored[key], value)
        for key, value in wanted.items()
        if key in stored and not _moved(stored[key], value)
    ]
    for row in (row for key, row in stored.items() if key not in wanted):
        _set_state(row, DeadlineState.CANCELLED, snapshot.sequence)
    for row, _value in changed:
        _set_state(row, DeadlineState.SUPERSEDED, snapshot.sequence)
    for row, value in sorted(kept, key=lambda pair: pair[1].is_open):
        _set_state(row, value.state, value.closed_by)
    for row, value in changed:
        _add(assistance_request, value, row.item_id, at=at, supersedes=row, reason=RECOMPUTED)
    for (rule, item, authority, version), value in fresh:
        before = stored.get((rule, item, authority, version - 1))
        _add(assistance_request, value, item, at=at, supersedes=before, reason=value.reason)


def _moved(row: Deadline, value: DeadlineValue) -> bool:
    return (row.due_on, row.late_from, row.soon_from) != (
        value.due.due_on,
        value.due.late_from,
        value.due.soon_from,
    )


def _set_state(row: Deadline, state: DeadlineState, closed_by: int | None) -> None:
    if row.state == state.value and row.closed_by == closed_by:
        return
    row.state, row.closed_by = state.value, closed_by
    row.save(update_fields=["state", "closed_by"])


def _add(
    assistance_request: AssistanceRequest,
    value: DeadlineValue,
    item: int | None,
    *,
    at: datetime,
    supersedes: Deadline | None,
    reason: Message | None,
) -> Deadline:
    revision = supersedes.revision + 1 if supersedes and supersedes.version == value.version else 0
    return Deadline.objects.create(
        request=assistance_request,
        rule=value.rule,
        rule_version=value.rule_version,
        kind=value.kind.value,
        item_id=item,
        authority_id=value.authority,
        version=value.version,
        revision=revision,
        supersedes=supersedes,
        state=value.state.value,
        reason=as_data(reason) if reason else {},
        is_chore=is_chore(value, assistance_request),
        start_sequence=value.start_sequence,
        start_on=value.start.on,
        due_on=value.due.due_on,
        lower_on=value.due.lower_on,
        zone=value.due.zone,
        soon_from=value.due.soon_from,
        due_from=value.due.due_from,
        late_from=value.due.late_from,
        explanation=[as_data(line) for line in value.due.explanation],
        closed_by=value.closed_by,
        remind_at=min(step.moment(value.due) for step in LADDERS[value.kind]),
        created_at=at,
    )


def _project_spells(assistance_request: AssistanceRequest, snapshot: Snapshot) -> None:
    for spell in snapshot.spells:
        present = spell is snapshot.spell
        Spell.objects.update_or_create(
            request=assistance_request,
            number=spell.number,
            defaults=_dimensions(assistance_request)
            | _dates(spell)
            | (_due(snapshot, assistance_request) if present else {}),
        )


def _dimensions(assistance_request: AssistanceRequest) -> dict[str, object]:
    return {
        "direction": assistance_request.direction,
        "office_id": assistance_request.office_id,
        "officer_id": assistance_request.officer_id,
        "jurisdiction_id": assistance_request.jurisdiction_id,
        "authority_id": assistance_request.requested_authority_id,
        "channel": assistance_request.channel,
        "instrument": assistance_request.instrument,
        "urgency": assistance_request.urgency,
    }


def _dates(spell: SpellValue) -> dict[str, object]:
    return {
        "opened_on": spell.opened.on,
        "sent_on": _day(spell.sent),
        "acknowledged_on": _day(spell.acknowledged),
        "answered_on": _day(spell.answered),
        "closed_on": _day(spell.closed),
        "superseded_on": _day(spell.superseded),
        "outcome": spell.outcome.value,
        "loops": spell.loops,
    }


def _due(snapshot: Snapshot, assistance_request: AssistanceRequest) -> dict[str, object]:
    """The answer's deadline: the latest version of those that only a whole answer ends, the earliest of these."""
    latest: dict[tuple[str, str | None, int | None], DeadlineValue] = {}
    for deadline in _answer_deadlines(snapshot.deadlines, assistance_request):
        latest[deadline.subject] = deadline
    return {"answer_due_on": min((deadline.due.due_on for deadline in latest.values()), default=None)}


def _answer_deadlines(
    deadlines: Iterable[DeadlineValue], assistance_request: AssistanceRequest
) -> Iterable[DeadlineValue]:
    return (
        deadline
        for deadline in deadlines
        if deadline.kind in ANSWERING
        and deadline.awaits_answer
        and not is_chore(deadline, assistance_request)
    )


def _day(occurred: Occurred | None) -> date | None:
    return occurred.on if occurred else None
