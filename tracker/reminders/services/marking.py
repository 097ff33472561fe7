"""Marking what is told of deadlines, and handing it to a mail of its own or to the reader's digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.accounts.models import User
from tracker.casework.models import Deadline
from tracker.notices import services as notices
from tracker.notices.models import Notice, NoticeKind
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.reminders import wording
from tracker.reminders.models import MarkState, ReminderMark
from tracker.reminders.policy import is_told_at_once
from tracker.reminders.queries import Staff, enquired_at, line, recipients
from tracker.reminders.services import digests
from workflows.deadlines import Step
from workflows.vocabulary import Audience

SAME = (
    "step", "recipient", "deadline__request", "deadline__rule", "deadline__item", "deadline__authority",
    "deadline__soon_from", "deadline__due_from", "deadline__late_from",
)  # fmt: skip
"""Where these are the same of two marks, they tell a reader the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One deadline, the steps that have passed, the readers of the last of them, and the moment of the next."""

    deadline: Deadline
    steps: tuple[Step, ...]
    readers: Mapping[User, Audience]
    following: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mark, to be written for the first time or anew, and the step that it tells."""

    mark: ReminderMark
    anew: bool
    step: Step
    told_as: Audience


def tell(found: Collection[Found], *, at: datetime) -> None:
    """Mark and mail the last step of each, once. What was taken back meanwhile is told after all, a mail of its own as
    the same mail.

    The caller has locked the deadlines. Raises `digests.OvertakenError`.
    """
    marks = _marks_of(found)
    telling: list[Telling] = []
    for one in found:
        written = marks.get(one.deadline.pk, [])
        for reader, told_as in one.readers.items():
            step = one.steps[-1]
            mark = next(
                (row for row in written if (row.step, row.recipient_id) == (step.key, reader.pk)), None
            )
            if mark is None or _is_to_be_told(mark, written):
                fresh = mark or ReminderMark(step=step.key, created_at=at)
                fresh.deadline, fresh.recipient = one.deadline, reader
                telling.append(Telling(mark=fresh, anew=mark is not None, step=step, told_as=told_as))
            elif mark.message is not None and mark.message.state == MailState.CANCELLED:
                outbox.retry(mark.message, at=at)
    _say(telling, at=at)


def _is_to_be_told(mark: ReminderMark, written: Iterable[ReminderMark]) -> bool:
    """Was it taken back, or skipped for a later step that was? That had not come yet: the clock was ahead."""
    others = (one for one in written if one.recipient_id == mark.recipient_id)
    was_skipped = mark.state == MarkState.SKIPPED
    return mark.state == MarkState.WITHDRAWN or (was_skipped and not any(_is_told(one) for one in others))


def _is_told(mark: ReminderMark) -> bool:
    is_taken_back = mark.message is not None and mark.message.state == MailState.CANCELLED
    return mark.state in (MarkState.SENT, MarkState.CARRIED) and not is_taken_back


def skip(found: Iterable[Found], staff: Staff) -> None:
    """Mark the steps below the last of each, for whoever would have been told of them."""
    marks = [
        ReminderMark(
            deadline=one.deadline,
            step=step.key,
            recipient=reader,
            state=MarkState.SKIPPED,
            created_at=staff.at,
        )
        for one in found
        for step in one.steps[:-1]
        for reader in recipients(one.deadline, step, staff)
    ]
    ReminderMark.objects.bulk_create(marks, ignore_conflicts=True)


def _marks_of(found: Collection[Found]) -> dict[int, list[ReminderMark]]:
    """What is written of each deadline, by its id."""
    marks: dict[int, list[ReminderMark]] = {}
    rows = ReminderMark.objects.filter(deadline__in=[one.deadline for one in found])
    for mark in rows.select_related("message"):
        marks.setdefault(mark.deadline_id, []).append(mark)
    return marks


def _say(telling: Sequence[Telling], *, at: datetime) -> None:
    known = _known_already(telling)
    fresh = [one for one in telling if _sameness(one.mark) not in known]
    _mail(fresh, at=at)
    for one in telling:
        one.mark.state = MarkState.SENT if one.mark.message else MarkState.CARRIED
    ReminderMark.objects.bulk_create([one.mark for one in telling if not one.anew])
    ReminderMark.objects.bulk_update([one.mark for one in telling if one.anew], ["state", "message"])
    notices.leave(_notice(one, at=at) for one in fresh)


def _notice(telling: Telling, *, at: datetime) -> Notice:
    mark = telling.mark
    return notices.draft(
        mark.recipient,
        NoticeKind.REMINDED,
        cause=f"reminder/{mark.deadline_id}/{mark.step}",
        words=wording.notice(mark.deadline, telling.step),
        at=at,
        request_id=mark.deadline.request_id,
    )


def _mail(telling: Sequence[Telling], *, at: datetime) -> None:
    """Give each the mail that says it: one of its own, or the digest of the morning after the step's moment."""
    alone = [one for one in telling if is_told_at_once(one.mark.deadline, one.step)]
    enquired = enquired_at(one.mark.deadline.request_id for one in alone if one.step.chase)
    for one in alone:
        one.mark.message = _own_mail(one, enquired, at=at)
    outbox.enqueue([one.mark.message for one in alone if one.mark.message])
    gathered = [one for one in telling if one.mark.message is None]
    since: dict[User, datetime] = {}
    for one in gathered:
        moment = one.step.moment(one.mark.deadline)
        since[one.mark.recipient] = min(moment, since.get(one.mark.recipient, moment))
    mails = digests.gathering(since, at=at)
    for one in gathered:
        one.mark.message = mails[one.mark.recipient]


def _own_mail(telling: Telling, enquired: Mapping[int, datetime], *, at: datetime) -> OutboxMessage:
    said = line(telling.mark.deadline, telling.step, telling.told_as, enquired)
    return outbox.draft(
        kind=MailKind.REMINDER,
        recipient=telling.mark.recipient,
        template=wording.TEMPLATE,
        params=wording.params(said),
        at=at,
    )


def _known_already(telling: Iterable[Telling]) -> set[tuple[object, ...]]:
    """Of these, what their readers were sent for the very same moments, before a deadline was computed anew."""
    marks = [one.mark for one in telling]
    sent = ReminderMark.objects.filter(
        message__state=MailState.SENT,
        recipient__in={mark.recipient for mark in marks},
        deadline__request__in={mark.deadline.request_id for mark in marks},
    )
    return set(sent.order_by().values_list(*SAME))


def _sameness(mark: ReminderMark) -> tuple[object, ...]:
    row = mark.deadline
    return (
        mark.step, mark.recipient_id, row.request_id, row.rule, row.item_id, row.authority_id,
        row.soon_from, row.due_from, row.late_from,
    )  # fmt: skip
