"""Sending what waits, each mail read again just before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Final

from django.db import transaction

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, OutboxMessage
from tracker.reminders.models import ReminderMark
from tracker.reminders.policy import wakes
from tracker.reminders.queries import line_of
from tracker.reminders.services import digests
from tracker.reminders.services.again import ask_again
from tracker.reminders.services.quiet import put_off_in_quiet_hours

NO_OTHERS: Final[Mapping[MailKind, outbox.Prepare]] = MappingProxyType({})


def deliver(
    *, at: datetime, limit: int = outbox.BATCH, others: Mapping[MailKind, outbox.Prepare] = NO_OTHERS
) -> int:
    """Send the mail that waits, at most ``limit``; return how many were taken in hand.

    ``others`` are asked about mail that says no reminder.

    Each is read again just before: what is not true any more is left out of a digest, and a reminder of its own is
    cancelled. In the reader's quiet hours only what is lost within a day is sent.
    """
    ladders = office_ladders()
    prepare: dict[MailKind, outbox.Prepare] = {
        MailKind.REMINDER: partial(_prepare, ladders=ladders, at=at),
        MailKind.DIGEST: partial(digests.prepare, ladders=ladders, at=at),
        **others,
    }
    return outbox.deliver(at=at, limit=limit, prepare=prepare)


@transaction.atomic
def _prepare(message: OutboxMessage, *, ladders: OfficeLadders, at: datetime) -> bool:
    mark = ReminderMark.objects.select_related(
        "deadline__request__office", "deadline__request__officer", "recipient"
    ).get(message=message)
    if not line_of(mark, ladders=ladders, at=at):
        ask_again(mark.deadline, at=at)
        outbox.cancel(message)
        return False
    if not wakes(mark.deadline, at) and put_off_in_quiet_hours(message, at=at):
        return False
    return outbox.seal(message)
