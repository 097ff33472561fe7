"""A morning digest, workers that are killed or rivals, a mail server that is down or says no: one mail, whole."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.clocks import MovableClock
from tests.faults.workers import until, worker
from tests.mail_server import mail_server
from tests.servers import free_port
from tests.tracker.reminders.conftest import ACKNOWLEDGEMENT, day, made_post
from tracker.casework.models import Deadline
from tracker.outbox.models import MailKind, OutboxMessage
from tracker.reminders.models import Digest, ReminderMark
from tracker.wakeups import Wakeup
from workflows.vocabulary import Urgency

pytestmark = pytest.mark.django_db(transaction=True)

COPIES = 120
LINES = COPIES + 1
NIGHT, MORNING = day(3, 25, 3), day(3, 25, 7)
KILLED_AT = (1, 30, 60, 90)


def test_one_digest_whatever_dies_and_whoever_refuses(clock: MovableClock, tmp_path: Path) -> None:
    clock.move_to(NIGHT)
    _make_deadlines()
    log = tmp_path / "workers.log"
    with mail_server() as mailbox:
        for marks in KILLED_AT:
            with (
                worker(mail_port=mailbox.port, log=log) as one,
                worker(mail_port=mailbox.port, log=log) as two,
            ):
                one.wake(Wakeup.SWEEP_REMINDERS)
                two.wake(Wakeup.SWEEP_REMINDERS)
                until(partial(_has_marks, marks), "more marks")
        with worker(mail_port=mailbox.port, log=log) as last:
            last.wake(Wakeup.SWEEP_REMINDERS)
            until(lambda: not Deadline.objects.to_remind(clock.now()).exists(), "the rest of the sweep")
        assert Digest.objects.count() == 1, "nothing of what the killed ones began is left"

        clock.move_to(MORNING)
        with worker(mail_port=free_port(), log=log) as unheard:
            unheard.wake(Wakeup.SEND_OUTBOX)
            until(lambda: "Refused" in OutboxMessage.objects.get().last_error, "an attempt at nobody")
        clock.advance(minutes=2)
        mailbox.answer = "451 Come back later"
        with worker(mail_port=mailbox.port, log=log) as refused:
            refused.wake(Wakeup.SEND_OUTBOX)
            until(lambda: "451" in OutboxMessage.objects.get().last_error, "an attempt that is refused")
        clock.advance(minutes=10)
        mailbox.answer = "250 OK"
        with worker(mail_port=mailbox.port, log=log) as one, worker(mail_port=mailbox.port, log=log) as two:
            one.wake(Wakeup.SEND_OUTBOX)
            two.wake(Wakeup.SEND_OUTBOX)
            until(lambda: not OutboxMessage.objects.queued().exists(), "the mail")
    marked = Counter(ReminderMark.objects.values_list("deadline", "step", "recipient"))
    message = OutboxMessage.objects.get(kind=MailKind.DIGEST)
    print(f"{LINES} deadlines, {len(marked)} marks, {len(mailbox.mails)} mail, {message.attempts} attempts")  # noqa: T201  # for the record of the run
    assert (len(marked), set(marked.values())) == (LINES, {1})
    assert mailbox.message_ids == [message.message_id]
    assert str(mailbox.mails[0]["Subject"]) == f"{LINES} reminders this morning"
    assert mailbox.mails[0].get_content().count("Why this date") == LINES


def _has_marks(count: int) -> bool:
    return ReminderMark.objects.count() >= count


def _make_deadlines() -> None:
    deadline = made_post(urgency=Urgency.ROUTINE).deadline()
    Deadline.objects.exclude(rule=ACKNOWLEDGEMENT).update(remind_at=None)
    copies = []
    for number in range(COPIES):
        copy = Deadline.objects.get(pk=deadline.pk)
        copy.pk, copy.rule = None, f"test.rule_{number}"
        copies.append(copy)
    Deadline.objects.bulk_create(copies)
    assert Deadline.objects.to_remind(NIGHT).count() == LINES
