"""Dates counted anew after another calendar or another rule: every moved one is an entry of the log.

Two workers at once, a repeated or an interrupted run: what is counted already is found equal and left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from tracker.casework.models import AssistanceRequest, Deadline, Recount
from tracker.casework.queries import OVER, definition_of, facts_of, history_of, years_of
from tracker.casework.services import log, projection
from tracker.casework.services.locking import alone
from tracker.casework.services.telling import tell_of
from tracker.casework.services.timetable import Key, date_of, key_of_row, keyed
from tracker.chain import JSON
from tracker.directory.models import ChangeKind, Holiday, Jurisdiction
from tracker.directory.services import Saved
from tracker.wakeups import Wakeup, wake_on_commit
from workflows import registry
from workflows.engine import Deadline as DeadlineValue
from workflows.engine import Definition, Proposal, Snapshot, replay, step
from workflows.engine import Event as HistoryEvent
from workflows.occurrence import Occurred
from workflows.vocabulary import Source

RECOUNT: Final = "recount"
BATCH: Final = 200
CALENDAR_COLUMNS: Final = frozenset({"time_zone", "holiday_country", "holiday_subdivision"})
"""What of a jurisdiction its calendar is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One deadline and the dates that it had and has; None where it did not run or does not."""

    rule: str
    before: Deadline | None
    after: DeadlineValue | None

    @property
    def by_rule(self) -> bool:
        """Whether another version of the rule did it, and no calendar."""
        if self.before is None or self.after is None:
            return True
        return self.before.rule_version != self.after.rule_version


def after_edit(saved: Saved[Any], *, at: datetime) -> None:
    """Ask for a recount where what was saved makes another calendar; in the transaction of the edit."""
    row = saved.row
    if isinstance(row, Holiday) and saved.change != ChangeKind.UNCHANGED:
        ask(row.jurisdiction, at=at)
    if (
        isinstance(row, Jurisdiction)
        and saved.change == ChangeKind.CHANGED
        and CALENDAR_COLUMNS & {*saved.fields}
    ):
        ask(row, at=at)


def ask(jurisdiction: Jurisdiction | None, *, at: datetime) -> None:
    """Have all requests of a jurisdiction counted anew, or all there are; one that is under way begins again."""
    again = 0
    while not again:
        waiting, fresh = Recount.objects.get_or_create(
            jurisdiction=jurisdiction, finished_at=None, defaults={"asked_at": at}
        )
        # Where a worker has finished it in between, there is nothing to begin again.
        mine = Recount.objects.filter(pk=waiting.pk, finished_at=None)
        again = fresh or mine.update(after=0, asked=F("asked") + 1, asked_at=at)
    wake_on_commit(Wakeup.RECOUNT_DEADLINES)


def run(*, at: datetime, batch: int = BATCH) -> int:
    """Count anew what an upgrade has outdated and what is asked for; return how many requests were counted.

    One short transaction for each request, about ``batch`` of them. Where it stops, the next run goes on.
    """
    done = sum(_recounted(pk, at=at) is not None for pk in outdated()[:batch])
    for job in Recount.objects.filter(finished_at=None).order_by("pk"):
        if done < batch:
            done += _continued(job, at=at, batch=batch - done)
    return done


def outdated() -> QuerySet[Deadline, int]:
    """Ids of requests of which a deadline runs that was counted by another version of its rule. Two queries."""
    running = Deadline.objects.open().order_by()
    used = running.values_list("rule", "rule_version").distinct()
    of_old = [Q(rule=rule, rule_version=version) for rule, version in used if not _is_current(rule, version)]
    found = running.filter(reduce(or_, of_old)) if of_old else running.none()
    return found.order_by("request").values_list("request", flat=True).distinct()


def is_due(row: AssistanceRequest) -> bool:
    """Whether a calendar or a rule has changed since the dates of ``row`` were counted. Two queries."""
    places = (row.jurisdiction_id, row.office.own_jurisdiction_id)
    concerned = Q(jurisdiction=None) | Q(jurisdiction__in=places)
    if Recount.objects.filter(concerned, finished_at=None).exists():
        return True
    running = Deadline.objects.filter(request=row).open().values_list("rule", "rule_version")
    return any(not _is_current(*used) for used in running)


def _is_current(rule: str, version: int) -> bool:
    return (rule, version) in registry.RULE_VERSIONS


def _continued(job: Recount, *, at: datetime, batch: int) -> int:
    pks = list(_concerned(job).filter(pk__gt=job.after).order_by("pk").values_list("pk", flat=True)[:batch])
    moved = sum(_recounted(pk, at=at) or 0 for pk in pks)
    # Whoever asked again meanwhile has raised ``asked``: then it begins again, and nothing is missed.
    mine = Recount.objects.filter(pk=job.pk, after=job.after, asked=job.asked, finished_at=None)
    ended = {"after": pks[-1]} if len(pks) == batch else {"finished_at": at}
    mine.update(**ended, looked_at=F("looked_at") + len(pks), moved=F("moved") + moved)
    return len(pks)


def _concerned(job: Recount) -> QuerySet[AssistanceRequest]:
    rows = AssistanceRequest.objects.open().filter(pk__in=Deadline.objects.open().values("request"))
    if job.jurisdiction_id is None:
        return rows
    ours = Q(office__own_jurisdiction=job.jurisdiction_id)
    return rows.filter(Q(jurisdiction=job.jurisdiction_id) | ours)


def _recounted(pk: int, *, at: datetime) -> int | None:
    """How many dates of the request moved; None where its history cannot be told by today's tables."""
    return alone(pk, partial(recount, at=at), fault="its deadlines could not be counted anew")


def recount(row: AssistanceRequest, *, at: datetime) -> int:
    """Count the deadlines of a locked request anew and return how many dates moved.

    1. Compare the open rows with the history under today's calendars and rules; what is over stays as it was counted.
    2. An entry for each date that moved; of imported history that nobody has adopted none, since it reminded nobody.
    3. Project: each gets its next revision.
    4. Tell whoever is in charge.
    """
    history = history_of(row)
    definition = definition_of(row, years=years_of(history), states=OVER)
    snapshot = replay(history, definition)
    stored = {key_of_row(one): one for one in Deadline.objects.filter(request=row).open()}
    moves = list(_moves(row, snapshot, stored))
    if row.is_adopted:
        for move in moves:
            history.append(_entered(row, move, history, definition, at=at))
    if moves or any(not _is_current(one.rule, one.rule_version) for one in stored.values()):
        projection.project(row, replace(snapshot, sequence=history[-1].sequence), at=at)
    if moves:
        tell_of(row, history[-1], at=at)
    return len(moves)


def _moves(row: AssistanceRequest, snapshot: Snapshot, stored: Mapping[Key, Deadline]) -> Iterator[Moved]:
    counted = keyed(row, snapshot.open_deadlines)
    for key in sorted({*stored, *counted}, key=str):
        before, after = stored.get(key), counted.get(key)
        if before is None or after is None or date_of(before) != date_of(after.due):
            yield Moved(rule=key[0], before=before, after=after)


def _entered(
    row: AssistanceRequest, move: Moved, history: list[HistoryEvent], definition: Definition, *, at: datetime
) -> HistoryEvent:
    """The entry that tells of one moved date: from, to and why."""
    proposal = Proposal(
        action=RECOUNT,
        occurred=Occurred.at_moment(at, row.office.time_zone),
        items=tuple(_item_of(move)),
        data=dict(_told(row, move)),
    )
    facts = facts_of(row, by=None, at=at, source=Source.SYSTEM)
    event = step(history, proposal, facts, definition).event
    log.append(row, event, {})
    return event


def _item_of(move: Moved) -> Iterator[str]:
    """The item is named as long as the request has it."""
    if move.after is not None and move.after.item is not None:
        yield move.after.item


def _told(row: AssistanceRequest, move: Moved) -> Iterator[tuple[str, JSON]]:
    yield "deadline", move.rule
    authority = move.after.authority if move.after else None
    if authority is not None:
        yield "authority", authority
    if move.before is not None:
        yield "from", move.before.due_on.isoformat()
        yield "from_moment", move.before.late_from.isoformat()
    if move.after is not None:
        yield "to", move.after.due.due_on.isoformat()
        yield "to_moment", move.after.due.late_from.isoformat()
    yield "cause", "rule" if move.by_rule else "calendar"
    if not move.by_rule:
        yield "holidays", list(_holidays_in(row, move))


def _holidays_in(row: AssistanceRequest, move: Moved) -> Iterator[str]:
    """The local corrections of both calendars within the period, which are what is edited here."""
    if move.before is None or move.after is None:
        return
    until = max(move.before.due_on, move.after.due.due_on)
    places = (row.jurisdiction_id, row.office.own_jurisdiction_id)
    found = Holiday.objects.filter(jurisdiction__in=places, on__gte=move.before.start_on, on__lte=until)
    for code, on in found.order_by("on", "jurisdiction__code").values_list("jurisdiction__code", "on"):
        yield f"{code} {on.isoformat()}"
