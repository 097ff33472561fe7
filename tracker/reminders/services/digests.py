"""One mail for each reader and morning: gathered by sweeps, read again just before it is sent.

Sweeps lock deadlines before digests, and digests in the order of their readers. Whoever sends a digest closes it first
and on its own, so that nobody waits for both.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from tracker.accounts.ladders import OfficeLadders
from tracker.accounts.models import User
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.reminders import wording
from tracker.reminders.models import Digest, MarkState, ReminderMark
from tracker.reminders.policy import morning_to_come, mornings
from tracker.reminders.queries import Line, line_of
from tracker.reminders.services.again import ask_again
from tracker.reminders.services.quiet import put_off_in_quiet_hours


def gathering(reader: User, *, since: datetime, at: datetime) -> OutboxMessage:
    """The mail of the reader's digest that still gathers, made if there is none; locked until the transaction ends.

    ``since``: the moment from which the reader is to be told, which decides on which morning a new one goes out.
    """
    mine = Digest.objects.select_for_update(of=("self",)).select_related("message").filter(reader=reader)
    for on, moment in mornings(reader.time_zone, since=since, at=at):
        found = mine.filter(closed_at=None).first() or _made(reader, on, moment, at=at)
        if found:
            return found.message
    raise AssertionError  # mornings never end


def prepare(message: OutboxMessage, *, ladders: OfficeLadders, at: datetime) -> bool:
    """Read a digest again, just before it is sent, and seal it with what is still true; cancel an empty one.

    1. Close it: what is found from now on stands on the next one. 2. Take over what earlier mornings could not send.
    3. Take back each line that is not true any more, word the others and seal them, in one transaction.
    What may have arrived is sent as it was sealed, so that no line of it ever stands in another mail.
    """
    if _put_off_until_its_morning(message, at=at) or put_off_in_quiet_hours(message, at=at):
        return False
    _close(message, at=at)
    if not message.in_doubt:
        _take_over(message, at=at)
    read = [(mark, line_of(mark, ladders=ladders, at=at)) for mark in _marks(message)]
    with transaction.atomic():
        untrue = [mark for mark, line in read if line is None]
        for mark in untrue:
            ask_again(mark.deadline, at=at)  # whoever took the request over is told
        if message.in_doubt:
            return outbox.seal(message)
        _take_back(untrue)
        return _sealed(message, [line for _mark, line in read if line])


def _made(reader: User, on: date, moment: datetime, *, at: datetime) -> Digest | None:
    """A new digest of a day, or one that was cancelled; None where the day has had one, or another sweep made it."""
    try:
        with transaction.atomic():
            message = outbox.enqueue(
                kind=MailKind.DIGEST,
                recipient=reader,
                template=wording.DIGEST_TEMPLATE,
                params={},
                at=at,
                not_before=moment,
            )
            return Digest.objects.create(reader=reader, on=on, message=message)
    except IntegrityError:
        return _reopened(reader, on, moment)


def _reopened(reader: User, on: date, moment: datetime) -> Digest | None:
    cancelled = Digest.objects.filter(message__state=MailState.CANCELLED, reader=reader, on=on)
    found = cancelled.select_related("message").first()
    try:
        with transaction.atomic():
            if found is None or not outbox.retry(found.message, at=moment):
                return None
            Digest.objects.filter(pk=found.pk).update(closed_at=None)
            return found
    except IntegrityError:
        return None


def _close(message: OutboxMessage, *, at: datetime) -> None:
    Digest.objects.filter(message=message, closed_at=None).update(closed_at=at)


def _put_off_until_its_morning(message: OutboxMessage, *, at: datetime) -> bool:
    """Let it wait where its reader has meanwhile moved to a zone in which its morning has not come."""
    digest = message.digest
    until = morning_to_come(digest.on, message.recipient.time_zone, at=at)
    if digest.closed_at is None and until is not None:
        outbox.put_off(message, until=until)
        return True
    return False


def _take_over(message: OutboxMessage, *, at: datetime) -> None:
    """Say here what other digests of the reader could not, so that an outage ends in one mail. None has arrived."""
    begun = Q(digest__closed_at__isnull=False) | Q(next_attempt_at__lte=at)
    waiting = OutboxMessage.objects.certainly_unread().filter(
        begun, kind=MailKind.DIGEST, recipient=message.recipient_id
    )
    for other in waiting.exclude(pk=message.pk):
        with transaction.atomic():
            _close(other, at=at)
            if outbox.take_back(other):
                ReminderMark.objects.filter(message=other).update(message=message)


def _marks(message: OutboxMessage) -> list[ReminderMark]:
    """In the order of the deadlines, in which everybody who wants several of them takes them."""
    needed = ("deadline__request__office", "deadline__request__officer", "recipient")
    found = ReminderMark.objects.filter(message=message).select_related(*needed)
    return list(found.order_by("deadline", "pk"))


def _take_back(marks: list[ReminderMark]) -> None:
    found = ReminderMark.objects.filter(pk__in=[mark.pk for mark in marks])
    found.update(state=MarkState.WITHDRAWN, message=None)


def _sealed(message: OutboxMessage, lines: list[Line]) -> bool:
    if not lines:
        outbox.cancel(message)
        return False
    outbox.word_anew(message, wording.digest_params(lines))
    return outbox.seal(message)
