"""Who is told of what somebody else did to a request: in the same transaction, each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils.translation import override

from tracker.accounts.models import User
from tracker.accounts.queries import acting, local_date
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.queries import rule_label
from tracker.casework.table_labels import HAPPENED
from tracker.notices.models import NoticeKind
from tracker.notices.services import tell
from workflows.engine import Event as HistoryEvent
from workflows.messages import Message, message
from workflows.vocabulary import ANSWERS, DeadlineState, EventKind, Source

NEWS: Final = ANSWERS | {EventKind.ACKNOWLEDGED}
OF_THE_PROGRAM: Final = frozenset({EventKind.LAPSED, EventKind.PRODUCTION_REQUESTED})
"""What it records by itself, for which somebody is in charge."""


def tell_of(row: AssistanceRequest, event: HistoryEvent, *, at: datetime) -> None:
    """Tell whoever got the request or sight of it, and who is in charge of it of answers, of what the program
    recorded by itself, and of dates that moved.

    Nobody is told of what they did themselves, and of imported history nobody at all.
    """
    if not row.is_adopted:
        return
    if event.kind is EventKind.ACCESS_GRANTED:
        _tell_reader(row, event, at=at)
    if row.officer_id is None or row.officer_id == event.by:
        return
    cause = f"event/{row.pk}/{event.sequence}"
    if _gives_charge(event):
        words = message("You are responsible for it now.")
        _tell(row, _in_charge(row, at), NoticeKind.ASSIGNED, cause=cause, words=words, at=at)
    if event.kind in NEWS or (event.source is Source.SYSTEM and event.kind in OF_THE_PROGRAM):
        with override(None):  # the key, not the word in the language of whoever recorded it
            words = message(str(HAPPENED[event.kind]))
        _tell(row, _in_charge(row, at), NoticeKind.RECORDED, cause=f"{cause}/answer", words=words, at=at)
    for deadline in _moved(row, event.sequence):
        _tell_of_move(row, deadline, at=at)


def tell_of_end(row: AssistanceRequest, production: int, ended: HistoryEvent, *, at: datetime) -> None:
    """Tell who is in charge of a preservation, once, that its production request holds the data no longer."""
    if not row.is_adopted or row.officer_id in (None, ended.by):
        return
    words = message(
        "The production request for it was refused, returned or withdrawn: it no longer keeps the data from being lost."
    )
    cause = f"production/{row.pk}/{production}/{ended.sequence}"
    _tell(row, _in_charge(row, at), NoticeKind.RECORDED, cause=cause, words=words, at=at)


def _gives_charge(event: HistoryEvent) -> bool:
    """Whether somebody became responsible by it."""
    changed = event.data.get("changed")
    return event.kind in {EventKind.DRAFTED, EventKind.REASSIGNED} or (
        isinstance(changed, list) and "officer" in changed
    )


def _tell_reader(row: AssistanceRequest, event: HistoryEvent, *, at: datetime) -> None:
    readers = User.objects.filter(pk=event.number("user") or 0).exclude(pk=event.by or 0)
    words = message("You may read it now.")
    cause = f"event/{row.pk}/{event.sequence}"
    _tell(row, readers, NoticeKind.GRANTED, cause=cause, words=words, at=at)


def _tell_of_move(row: AssistanceRequest, deadline: Deadline, *, at: datetime) -> None:
    before = deadline.supersedes
    words = message(
        "%(rule)s: moved from %(before)s to %(after)s.",
        rule=rule_label(deadline),
        before=(before or deadline).last_day,
        after=deadline.last_day,
    )
    cause = f"deadline/{deadline.pk}/{deadline.supersedes_id}"
    _tell(row, _in_charge(row, at), NoticeKind.MOVED, cause=cause, words=words, at=at)


def _moved(row: AssistanceRequest, sequence: int) -> Iterable[Deadline]:
    """Open deadlines whose earlier date ended with this entry; the monthly chores move on by themselves."""
    moved = Deadline.objects.open().filter(
        request=row,
        is_chore=False,
        supersedes__state=DeadlineState.SUPERSEDED.value,
        supersedes__closed_by=sequence,
    )
    return moved.exclude(supersedes__due_on=F("due_on")).select_related("supersedes", "request")


def _in_charge(row: AssistanceRequest, at: datetime) -> Iterable[User]:
    """The responsible officer, and the deputy during an absence."""
    officer = row.officer
    return {officer, acting(officer, local_date(officer, at))} if officer else ()


def _tell(
    row: AssistanceRequest,
    readers: Iterable[User],
    kind: NoticeKind,
    *,
    cause: str,
    words: Message,
    at: datetime,
) -> None:
    tell(readers, kind, cause=cause, words=words, at=at, request_id=row.pk)
