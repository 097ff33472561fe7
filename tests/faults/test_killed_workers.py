"""Whole workers killed in mid sweep and in mid sending, as by a power cut: who was due is reminded, once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest

from tests.clocks import MovableClock
from tests.faults.workers import until, worker
from tests.mail_server import Mailbox
from tests.tracker.reminders.conftest import day, made_post
from tracker.casework.models import Deadline
from tracker.outbox.models import MailState, OutboxMessage
from tracker.outbox.services import LEASE
from tracker.reminders.models import MarkState, ReminderMark
from tracker.wakeups import Wakeup

pytestmark = pytest.mark.django_db(transaction=True)

COPIES = 120
DEADLINES = COPIES + 2
AT = day(4, 20)
"""Every step of every deadline has passed: three marks for the officer, one for the head, mail for each of the two."""


def test_killed_in_mid_sweep_and_in_mid_sending(
    clock: MovableClock, mailbox: Mailbox, tmp_path: Path
) -> None:
    clock.move_to(AT)
    _make_deadlines()
    log = tmp_path / "workers.log"

    with worker(mail_port=mailbox.port, log=log, FAULTS_QUEUE=f"faults-{uuid4()}") as first:
        first.wake(Wakeup.SWEEP_REMINDERS)
        until(lambda: ReminderMark.objects.count() >= 20, "the first marks")
        first.kill()
    done = Deadline.objects.filter(reminders__isnull=False).distinct().count()
    assert 0 < done < DEADLINES, "it was killed in the middle"
    assert ReminderMark.objects.count() == done * 4, "a deadline is done wholly or not at all"

    with worker(mail_port=mailbox.port, log=log, FAULTS_QUEUE=f"faults-{uuid4()}") as second:
        for _ in range(4):
            second.wake(Wakeup.SWEEP_REMINDERS)
        until(lambda: not Deadline.objects.to_remind(clock.now()).exists(), "the rest of the sweep")
        second.wake(Wakeup.SEND_OUTBOX)
        until(lambda: len(mailbox.mails) >= 10, "the first mails")
        second.kill()
    assert OutboxMessage.objects.queued().exists(), "it was killed in the middle"

    clock.advance(seconds=LEASE.total_seconds() + 1)
    with worker(mail_port=mailbox.port, log=log, FAULTS_QUEUE=f"faults-{uuid4()}") as third:
        for _ in range(6):
            third.wake(Wakeup.SEND_OUTBOX)
        until(lambda: not OutboxMessage.objects.queued().exists(), "the rest of the mail")

    _everything_is_marked_once()
    _every_mail_was_accepted(mailbox)
    twice = [one for one, times in Counter(mailbox.message_ids).items() if times > 1]
    assert len(twice) <= 1, "only what was on its way when the worker was killed"
    print(  # noqa: T201  # for the record of the run
        f"2 workers killed: {DEADLINES} deadlines, {ReminderMark.objects.count()} marks, {len(mailbox.by_id)} mails, "
        f"{len(mailbox.mails)} acceptances"
    )


def _make_deadlines() -> None:
    """One letter with many deadlines: what is swept is the deadline."""
    deadline = made_post().deadline()
    copies = []
    for number in range(COPIES):
        copy = Deadline.objects.get(pk=deadline.pk)
        copy.pk, copy.rule = None, f"test.rule_{number}"
        copies.append(copy)
    Deadline.objects.bulk_create(copies)
    assert Deadline.objects.to_remind(AT).count() == DEADLINES


def _everything_is_marked_once() -> None:
    marks = Counter(ReminderMark.objects.values_list("deadline", "step", "recipient"))
    assert len(marks) == DEADLINES * 4
    assert set(marks.values()) == {1}


def _every_mail_was_accepted(mailbox: Mailbox) -> None:
    assert (
        ReminderMark.objects.filter(state=MarkState.SENT, message__state=MailState.SENT).count()
        == DEADLINES * 2
    )
    assert set(mailbox.message_ids) == set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert OutboxMessage.objects.count() == DEADLINES * 2
