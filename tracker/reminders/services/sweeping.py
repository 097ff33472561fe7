"""Marking who must be reminded of which step, and handing it to a mail of its own or to the reader's digest."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.accounts.models import User
from tracker.casework.models import Deadline
from tracker.notices.models import NoticeKind
from tracker.notices.services import tell
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.reminders import wording
from tracker.reminders.models import MarkState, ReminderMark
from tracker.reminders.policy import is_told_at_once
from tracker.reminders.queries import ladder_of, line, recipients
from tracker.reminders.services import digests
from workflows.deadlines import Step, next_moment, passed
from workflows.vocabulary import Audience

logger = logging.getLogger(__name__)

BATCH: Final = 500
NOBODY_THERE: Final = timedelta(days=1)
"""After so long an office without anybody in charge is asked again."""
BROKEN: Final = timedelta(hours=1)
"""After so long a deadline that could not be handled is tried again, so that it does not hold up the others."""


def sweep(*, at: datetime, batch: int = BATCH) -> int:
    """Remind of every open deadline of which a step has passed; return how many were handled, at most ``batch``.

    One short transaction for each deadline: what is committed is done, what is not is found by the next sweep.
    """
    waiting = Deadline.objects.to_remind(at).order_by("remind_at", "pk").values_list("pk", "remind_at")
    ladders = office_ladders()
    return sum(_swept(pk, seen, at, ladders) for pk, seen in list(waiting[:batch]) if seen)


def _swept(pk: int, seen: datetime, at: datetime, ladders: OfficeLadders) -> bool:
    try:
        return _remind(pk, seen, at, ladders)
    except (OperationalError, InterfaceError):
        raise  # the database, not the deadline: the next sweep finds it again
    except Exception:  # one broken deadline must not keep the others from being reminded of
        logger.exception("deadline %s could not be reminded of", pk)
        return _claimed(pk, seen, until=at + BROKEN)


@transaction.atomic
def _remind(pk: int, seen: datetime, at: datetime, ladders: OfficeLadders) -> bool:
    """Handle one deadline, unless another worker has it.

    1. Claim it by moving its next moment on: whoever's update changed the row has it, and holds its lock.
    2. Tell the most severe step that has passed, the readers in the order in which everybody locks their digests.
    3. Mark those below it as skipped.
    """
    deadline = Deadline.objects.select_related("request__office", "request__officer").get(pk=pk)
    ladder = ladder_of(deadline, ladders)
    steps = passed(ladder, deadline, at)
    readers = recipients(deadline, steps[-1], at) if steps else {}
    following = next_moment(ladder, deadline, at)
    if not _claimed(pk, seen, until=following if readers or not steps else _unheard(deadline, following, at)):
        return False
    for reader in sorted(readers, key=lambda user: user.pk):
        _tell(deadline, steps[-1], reader, readers[reader], at=at)
    _skip(deadline, steps[:-1], at=at)
    return True


def _unheard(deadline: Deadline, following: datetime | None, at: datetime) -> datetime:
    """When to look again where nobody was there to be told."""
    logger.warning("nobody is in charge of deadline %s: no reminder could be sent", deadline.pk)
    return min(following or at + NOBODY_THERE, at + NOBODY_THERE)


def _claimed(pk: int, seen: datetime, *, until: datetime | None) -> bool:
    return bool(Deadline.objects.open().filter(pk=pk, remind_at=seen).update(remind_at=until))


def _tell(deadline: Deadline, step: Step, reader: User, told_as: Audience, *, at: datetime) -> None:
    """Mark and mail, each once. What was taken back meanwhile is told after all, a mail of its own as the same mail."""
    mark = ReminderMark.objects.filter(deadline=deadline, step=step.key, recipient=reader).first()
    if mark is None:
        mark = ReminderMark(deadline=deadline, step=step.key, recipient=reader, created_at=at)
        _say(mark, step, told_as, at=at)
    elif mark.state == MarkState.WITHDRAWN or _was_skipped_for_nothing(mark):
        _say(mark, step, told_as, at=at)
    elif mark.message is not None and mark.message.state == MailState.CANCELLED:
        outbox.retry(mark.message, at=at)


def _was_skipped_for_nothing(mark: ReminderMark) -> bool:
    """Was the later step, for which this one was skipped, taken back? It had not come yet: the clock was ahead."""
    if mark.state != MarkState.SKIPPED:
        return False
    others = ReminderMark.objects.filter(deadline=mark.deadline_id, recipient=mark.recipient_id)
    told = others.filter(state__in=(MarkState.SENT, MarkState.CARRIED))
    return not told.exclude(message__state=MailState.CANCELLED).exists()


def _say(mark: ReminderMark, step: Step, told_as: Audience, *, at: datetime) -> None:
    mark.message = None if _knows_already(mark) else _mail(mark, step, told_as, at=at)
    mark.state = MarkState.SENT if mark.message else MarkState.CARRIED
    mark.save()
    if mark.message is not None:
        tell(
            [mark.recipient],
            NoticeKind.REMINDED,
            cause=f"reminder/{mark.deadline_id}/{step.key}",
            words=wording.notice(mark.deadline, step),
            at=at,
            request_id=mark.deadline.request_id,
        )


def _mail(mark: ReminderMark, step: Step, told_as: Audience, *, at: datetime) -> OutboxMessage:
    """The mail that says it: one of its own, or the digest of the morning after the step's moment."""
    if not is_told_at_once(mark.deadline, step):
        return digests.gathering(mark.recipient, since=step.moment(mark.deadline), at=at)
    return outbox.enqueue(
        kind=MailKind.REMINDER,
        recipient=mark.recipient,
        template=wording.TEMPLATE,
        params=wording.params(line(mark.deadline, step, told_as)),
        at=at,
    )


def _knows_already(mark: ReminderMark) -> bool:
    """Was the reader sent this step for the very same moments, before the deadline was computed anew?"""
    deadline = mark.deadline
    return ReminderMark.objects.filter(
        step=mark.step,
        recipient=mark.recipient,
        message__state=MailState.SENT,
        deadline__request=deadline.request_id,
        deadline__rule=deadline.rule,
        deadline__item=deadline.item_id,
        deadline__authority=deadline.authority_id,
        deadline__soon_from=deadline.soon_from,
        deadline__due_from=deadline.due_from,
        deadline__late_from=deadline.late_from,
    ).exists()


def _skip(deadline: Deadline, steps: Iterable[Step], *, at: datetime) -> None:
    marks = [
        ReminderMark(
            deadline=deadline, step=step.key, recipient=reader, state=MarkState.SKIPPED, created_at=at
        )
        for step in steps
        for reader in recipients(deadline, step, at)
    ]
    ReminderMark.objects.bulk_create(marks, ignore_conflicts=True)
