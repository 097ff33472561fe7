"""Finding who must be reminded, and sending it only if it is still true.

Late, twice, in parallel or after a crash, the outcome is the same: a mark for each step, and one mail for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from tracker.accounts.models import User
from tracker.casework.models import Deadline
from tracker.notices.models import NoticeKind
from tracker.notices.services import tell
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.reminders import wording
from tracker.reminders.models import MarkState, ReminderMark
from tracker.reminders.policy import next_step_at, steps_passed
from tracker.reminders.queries import recipients
from workflows.deadlines import Step
from workflows.vocabulary import Audience, DeadlineState

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
    return sum(_swept(pk, seen, at) for pk, seen in list(waiting[:batch]) if seen)


def deliver(*, at: datetime, limit: int = outbox.BATCH) -> int:
    """Send the mail that waits, at most ``limit``; return how many were taken in hand.

    A reminder is read again just before: one that is not true any more is cancelled instead.
    """
    return outbox.deliver(at=at, limit=limit, still_wanted={MailKind.REMINDER: partial(_still_true, at=at)})


def _swept(pk: int, seen: datetime, at: datetime) -> bool:
    try:
        return _remind(pk, seen, at)
    except (OperationalError, InterfaceError):
        raise  # the database, not the deadline: the next sweep finds it again
    except Exception:  # one broken deadline must not keep the others from being reminded of
        logger.exception("deadline %s could not be reminded of", pk)
        return _claimed(pk, seen, until=at + BROKEN)


@transaction.atomic
def _remind(pk: int, seen: datetime, at: datetime) -> bool:
    """Handle one deadline, unless another worker has it.

    1. Claim it by moving its next moment on: whoever's update changed the row has it, and holds its lock.
    2. Send the most severe step that has passed. 3. Mark those below it as skipped.
    """
    deadline = Deadline.objects.select_related("request__office", "request__officer").get(pk=pk)
    passed = steps_passed(deadline, at)
    readers = recipients(deadline, passed[-1], at) if passed else {}
    if not _claimed(pk, seen, until=_next_look(deadline, at, is_heard=bool(readers or not passed))):
        return False
    for reader, told_as in readers.items():
        _tell(deadline, passed[-1], reader, told_as, at=at)
    _skip(deadline, passed[:-1], at=at)
    return True


def _next_look(deadline: Deadline, at: datetime, *, is_heard: bool) -> datetime | None:
    following = next_step_at(deadline, at)
    if is_heard:
        return following
    logger.warning("nobody is in charge of deadline %s: no reminder could be sent", deadline.pk)
    return min(following or at + NOBODY_THERE, at + NOBODY_THERE)


def _claimed(pk: int, seen: datetime, *, until: datetime | None) -> bool:
    return bool(Deadline.objects.open().filter(pk=pk, remind_at=seen).update(remind_at=until))


def _tell(deadline: Deadline, step: Step, reader: User, told_as: Audience, *, at: datetime) -> None:
    """Mark and mail, each once. A mail that was cancelled meanwhile is sent after all, as the same mail."""
    mark = ReminderMark.objects.filter(deadline=deadline, step=step.key, recipient=reader).first()
    if mark is None:
        _mark(deadline, step, reader, told_as, at=at)
    elif mark.message is not None and mark.message.state == MailState.CANCELLED:
        outbox.retry(mark.message, at=at)


def _mark(deadline: Deadline, step: Step, reader: User, told_as: Audience, *, at: datetime) -> None:
    message = None
    if not _knows_already(deadline, step, reader):
        params = wording.params(deadline, step, told_as)
        message = outbox.enqueue(
            kind=MailKind.REMINDER, recipient=reader, template=wording.TEMPLATE, params=params, at=at
        )
    ReminderMark.objects.create(
        deadline=deadline,
        step=step.key,
        recipient=reader,
        state=MarkState.SENT if message else MarkState.CARRIED,
        message=message,
        created_at=at,
    )
    if message is not None:
        tell(
            [reader],
            NoticeKind.REMINDED,
            cause=f"reminder/{deadline.pk}/{step.key}",
            words=wording.notice(deadline, step),
            at=at,
            request_id=deadline.request_id,
        )


def _knows_already(deadline: Deadline, step: Step, reader: User) -> bool:
    """Was the reader sent this step for the very same moments, before the deadline was computed anew?"""
    return ReminderMark.objects.filter(
        step=step.key,
        recipient=reader,
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


def _still_true(message: OutboxMessage, *, at: datetime) -> bool:
    """Would a sweep of this moment tell the same step to the same reader? If not, the next sweep is made to look again.

    So whoever took the request over is told, and one that was closed by mistake reminds again when it is reopened.
    """
    mark = ReminderMark.objects.select_related(
        "deadline__request__office", "deadline__request__officer", "recipient"
    ).get(message=message)
    if _is_alive(mark.deadline) and _would_tell(mark, at=at):
        return True
    _ask_again(mark.deadline, at=at)
    return False


def _is_alive(deadline: Deadline) -> bool:
    return deadline.state == DeadlineState.OPEN and deadline.request.is_adopted


def _would_tell(mark: ReminderMark, *, at: datetime) -> bool:
    passed = steps_passed(mark.deadline, at)
    is_severest = bool(passed) and passed[-1].key == mark.step
    return is_severest and mark.recipient in recipients(mark.deadline, passed[-1], at)


def _ask_again(deadline: Deadline, *, at: datetime) -> None:
    Deadline.objects.filter(pk=deadline.pk).update(remind_at=at)
