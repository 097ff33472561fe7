"""The deadlines of a history as rows: no date is ever overwritten, the same date is never a second row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.casework.models import AssistanceRequest, Deadline
from workflows import registry
from workflows.deadlines import Due
from workflows.engine import Deadline as DeadlineValue
from workflows.engine import Snapshot
from workflows.messages import as_data, message
from workflows.vocabulary import DeadlineKind, DeadlineState, Direction

Key = tuple[str, int | None, int | None, int]
"""Rule, item, authority, version: what a deadline is of, whatever its date."""

RECOMPUTED = message("computed anew after a correction or a change of calendar or rule")
TABLES = OfficeLadders()
"""The ladders of the tables, where no office has tightened anything."""
NOBODYS: Mapping[str, object] = MappingProxyType({"office_id": None, "officer_id": None})
"""Whose a deadline is that is not open."""
ALIVE = frozenset(DeadlineState) - {DeadlineState.SUPERSEDED, DeadlineState.CANCELLED}


def is_chore(deadline: DeadlineValue, assistance_request: AssistanceRequest) -> bool:
    """Our own duty inside something that others owe us, such as the monthly enquiry: reminded, but nobody is late."""
    return deadline.kind is DeadlineKind.OBLIGATION and assistance_request.direction != Direction.INCOMING


def project_deadlines(assistance_request: AssistanceRequest, snapshot: Snapshot, *, at: datetime) -> Snapshot:
    """Make the rows equal to the snapshot's deadlines; return the snapshot with the dates that the rows keep.

    1. Rows whose date is no longer any: superseded by the new date, or cancelled where nothing runs any more.
    2. Rows that stay, those that end first: at no moment are two versions of one deadline open.
    3. Dates that no row has yet: the next version, or the next revision of a version that was computed anew.
    """
    stored = _stored(assistance_request)
    wanted = keyed(assistance_request, snapshot.deadlines)
    rows = {key: row_for(value, stored.get(key, [])) for key, value in wanted.items()}
    kept = {row.pk for row in rows.values() if row}
    for key, revisions in stored.items():
        for old in revisions:
            if old.pk not in kept and old.state in ALIVE:
                ended = DeadlineState.SUPERSEDED if key in wanted else DeadlineState.CANCELLED
                _update(old, {"state": ended.value, "closed_by": snapshot.sequence, **NOBODYS})
    for key, value in sorted(wanted.items(), key=lambda entry: entry[1].is_open):
        found = rows[key]
        if found:
            _update(found, {**_moving(found, value), **_whose(assistance_request, value)})
    fresh = {key: value for key, value in wanted.items() if rows[key] is None}
    ladders = office_ladders() if fresh else TABLES
    for key, value in fresh.items():
        before, earlier = rows.get(previous(key)), stored.get(key)
        rows[key] = row = row_of(
            assistance_request, key, value, at=at, before=before, earlier=earlier, ladders=ladders
        )
        row.save(force_insert=True)
    kept_dates = [_as_kept(value, rows[key]) for key, value in wanted.items()]
    return replace(snapshot, deadlines=tuple(kept_dates))


def _as_kept(value: DeadlineValue, row: Deadline | None) -> DeadlineValue:
    if row is None or row.due_on == value.due.due_on:
        return value
    return replace(value, due=replace(value.due, due_on=row.due_on))


def _stored(assistance_request: AssistanceRequest) -> dict[Key, list[Deadline]]:
    """All rows by what they are of, in the order of their revisions."""
    found: dict[Key, list[Deadline]] = {}
    for row in Deadline.objects.filter(request=assistance_request).order_by("revision"):
        found.setdefault(key_of_row(row), []).append(row)
    return found


def keyed(
    assistance_request: AssistanceRequest, deadlines: Iterable[DeadlineValue]
) -> dict[Key, DeadlineValue]:
    """These deadlines of its history by what they are of. One query."""
    items = {str(number): pk for number, pk in assistance_request.items.values_list("number", "pk")}
    return {key_of(value, items): value for value in deadlines}


def key_of(value: DeadlineValue, items: Mapping[str, int]) -> Key:
    """What a deadline of the history is of, with the ids of ``items`` by their numbers."""
    return (value.rule, items[value.item] if value.item else None, value.authority, value.version)


def key_of_row(row: Deadline) -> Key:
    """What a row is of."""
    return (*row.subject, row.version)


def date_of(dated: Deadline | Due) -> tuple[date, datetime, datetime]:
    """The day and the moments that make a date: where one of them differs, it is another."""
    return dated.due_on, dated.soon_from, dated.late_from


def previous(key: Key) -> Key:
    """The version before, of the same deadline."""
    *subject, version = key
    return (*subject, version - 1)  # type: ignore[return-value]  # the same key but for its version


def row_for(value: DeadlineValue, revisions: list[Deadline]) -> Deadline | None:
    """The row that had this very date already, whose readers need not be told of it again; of what is over, the row
    as it ended, whatever became of calendars and rules since."""
    found = next((row for row in revisions if date_of(row) == date_of(value.due)), None)
    return found or next((row for row in reversed(revisions) if _ended_as(row, value)), None)


def _ended_as(row: Deadline, value: DeadlineValue) -> bool:
    """Whether the two differ by nothing but holidays, zones or the wording of the rule."""
    if value.is_open or (row.state, row.closed_by) != (value.state, value.closed_by):
        return False
    counted = (row.start_on, row.start_sequence, row.moved_by)
    alike = counted == (value.start.on, value.start_sequence, value.moved_by)
    of_old = value.by_calendar or row.rule_version != value.rule_version
    return alike and (of_old or row.due_on == value.due.due_on)


def _moving(row: Deadline, value: DeadlineValue) -> dict[str, object]:
    """What may change while the date stays: the state, and another start that leads to the same date."""
    counted = (row.start_on, row.start_sequence, row.moved_by)
    another = counted != (value.start.on, value.start_sequence, value.moved_by) or (
        value.is_open and row.rule_version != value.rule_version
    )
    moving: dict[str, object] = {"state": value.state.value, "closed_by": value.closed_by}
    if value.moved_by and not row.revision:
        moving["reason"] = as_data(value.reason) if value.reason else {}
    return moving | (_counting(value) if another else {})


def _counting(value: DeadlineValue) -> dict[str, object]:
    return {
        "rule_version": value.rule_version,
        "start_sequence": value.start_sequence,
        "start_on": value.start.on,
        "moved_by": value.moved_by,
        "lower_on": value.due.lower_on,
        "zone": value.due.zone,
        "due_from": value.due.due_from,
        "explanation": [as_data(line) for line in value.due.explanation],
    }


def _whose(assistance_request: AssistanceRequest, value: DeadlineValue) -> Mapping[str, Any]:
    if not value.is_open:
        return NOBODYS
    return {"office_id": assistance_request.office_id, "officer_id": assistance_request.officer_id}


def _update(row: Deadline, columns: Mapping[str, object]) -> None:
    changed = list(_assigned(row, columns))
    if changed:
        row.save(update_fields=changed)


def _assigned(row: Deadline, columns: Mapping[str, object]) -> Iterator[str]:
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            yield name


def row_of(
    assistance_request: AssistanceRequest,
    key: Key,
    value: DeadlineValue,
    *,
    at: datetime,
    before: Deadline | None,
    earlier: list[Deadline] | None = None,
    ladders: OfficeLadders = TABLES,
) -> Deadline:
    """A row, not saved yet, for a new date: after ``earlier`` revisions of its version, or the version ``before``."""
    reason = RECOMPUTED if earlier else value.reason
    rule, item_id, authority_id, version = key
    ladder = ladders.ladder(assistance_request.office_id, rule, value.kind, registry.RULES.get(rule))
    return Deadline(
        request=assistance_request,
        rule=rule,
        item_id=item_id,
        authority_id=authority_id,
        version=version,
        revision=earlier[-1].revision + 1 if earlier else 0,
        supersedes=earlier[-1] if earlier else before,
        reason=as_data(reason) if reason else {},
        kind=value.kind.value,
        is_chore=is_chore(value, assistance_request),
        state=value.state.value,
        closed_by=value.closed_by,
        due_on=value.due.due_on,
        soon_from=value.due.soon_from,
        late_from=value.due.late_from,
        # Imported history that nobody has adopted reminds of nothing; see `adopt`.
        remind_at=min(step.moment(value.due) for step in ladder) if assistance_request.is_adopted else None,
        created_at=at,
        **_counting(value),
        **_whose(assistance_request, value),
    )
