"""One mail for each reader and morning: gathered by sweeps, read again just before it is sent.

Sweeps lock deadlines before digests, and digests in the order of their readers. Whoever sends a digest closes it first
and on its own, so that nobody waits for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from tracker.accounts.ladders import OfficeLadders
from tracker.accounts.models import User
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.reminders import wording
from tracker.reminders.models import Digest, MarkState, ReminderMark
from tracker.reminders.policy import morning_to_come, mornings
from tracker.reminders.queries import READ_WITH, Line, lines_of
from tracker.reminders.services.again import ask_again
from tracker.reminders.services.quiet import put_off_in_quiet_hours

DAY: Final = timedelta(days=1)
"""So much earlier a day may be somewhere than here."""


class OvertakenError(Exception):
    """Another sweep has just made a digest that was to be made here: begin again, and find it."""


def gathering(since: Mapping[User, datetime], *, at: datetime) -> dict[User, OutboxMessage]:
    """The mail of each reader's digest that still gathers, made if there is none; locked until the transaction ends.

    ``since``: the moment from which the reader is to be told, which decides on which morning a new one goes out.
    Raises OvertakenError. Few queries, however many readers.
    """
    if not since:
        return {}
    # All locks before anything is made: whoever waited for one after that could be waited for.
    open_ones = Digest.objects.select_for_update(of=("self",), no_key=True).select_related("message")
    found = {
        one.reader_id: one.message
        for one in open_ones.filter(reader__in=since, closed_at=None).order_by("reader_id")
    }
    missing = [reader for reader in sorted(since, key=lambda reader: reader.pk) if reader.pk not in found]
    made = _made({reader: since[reader] for reader in missing}, at=at) if missing else {}
    return {reader: made.get(reader.pk) or found[reader.pk] for reader in since}


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
    marks = _marks(message)
    lines = lines_of(marks, ladders=ladders, at=at)
    with transaction.atomic():
        untrue = [mark for mark in marks if mark not in lines]
        for mark in untrue:
            ask_again(mark.deadline, at=at)  # whoever took the request over is told
        if message.in_doubt:
            return outbox.seal(message)
        _take_back(untrue)
        return _sealed(message, lines.values())


def _made(since: Mapping[User, datetime], *, at: datetime) -> dict[int, OutboxMessage]:
    """Digests for readers in their order, each of the first morning that has had none, or one that was cancelled."""
    recent = Digest.objects.filter(reader__in=since, on__gte=at.date() - DAY).select_related("message")
    had = {(digest.reader_id, digest.on): digest for digest in recent}
    made: dict[int, OutboxMessage] = {}
    fresh: list[Digest] = []
    for reader, moment in since.items():
        for on, goes_out in mornings(reader.time_zone, since=moment, at=at):
            old = had.get((reader.pk, on))
            if old is None:
                fresh.append(Digest(reader=reader, on=on, message=_mail(reader, goes_out, at=at)))
                break
            if old.message.state == MailState.CANCELLED:
                made[reader.pk] = _reopened(old, goes_out)
                break
    outbox.enqueue([digest.message for digest in fresh])
    with _unless_overtaken():
        Digest.objects.bulk_create(fresh)
    return made | {digest.reader_id: digest.message for digest in fresh}


def _reopened(digest: Digest, moment: datetime) -> OutboxMessage:
    with _unless_overtaken():
        if not outbox.retry(digest.message, at=moment):
            raise OvertakenError
        Digest.objects.filter(pk=digest.pk).update(closed_at=None)
    return digest.message


@contextmanager
def _unless_overtaken() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise OvertakenError from error


def _mail(reader: User, goes_out: datetime, *, at: datetime) -> OutboxMessage:
    return outbox.draft(
        kind=MailKind.DIGEST,
        recipient=reader,
        template=wording.DIGEST_TEMPLATE,
        params={},
        at=at,
        not_before=goes_out,
    )


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
    found = ReminderMark.objects.filter(message=message).select_related("deadline__request")
    read_with = ("recipient", *(f"deadline__{one}" for one in READ_WITH))
    return list(found.prefetch_related(*read_with).order_by("deadline_id", "pk"))


def _take_back(marks: list[ReminderMark]) -> None:
    found = ReminderMark.objects.filter(pk__in=[mark.pk for mark in marks])
    found.update(state=MarkState.WITHDRAWN, message=None)


def _sealed(message: OutboxMessage, lines: Collection[Line]) -> bool:
    if not lines:
        outbox.cancel(message)
        return False
    outbox.word_anew(message, wording.digest_params(lines))
    return outbox.seal(message)
