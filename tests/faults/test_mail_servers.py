"""A mail server that is gone, slow, refuses, or hangs up after it has accepted: each mail arrives, and as one."""

from __future__ import annotations

import pytest

from tests.clocks import MovableClock
from tests.faults.cases import MORNING, NIGHT, account, add_deadlines, calm_post
from tests.faults.settings import EMAIL_TIMEOUT
from tests.faults.workers import Worker
from tests.mail_server import Mailbox
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState, OutboxMessage
from tracker.outbox.services import retry
from tracker.reminders.models import ReminderMark
from tracker.reminders.queries import mails_of, undelivered_to
from tracker.wakeups import Wakeup
from workflows.vocabulary import DeadlineKind

pytestmark = pytest.mark.django_db(transaction=True)

LINES, ALONE = 12, 3


def test_each_mail_arrives_as_one(running: Worker, mailbox: Mailbox, clock: MovableClock) -> None:
    clock.move_to(NIGHT)
    post = calm_post()
    add_deadlines(post, "line", LINES)
    add_deadlines(post, "alone", ALONE, kind=DeadlineKind.EXPIRY)
    running.do(Wakeup.SWEEP_REMINDERS)
    clock.move_to(MORNING)
    with mailbox.closed():
        _try(running, clock)
        assert OutboxMessage.objects.filter(last_error__contains="Refused").count() == 1, (
            "the batch ends there"
        )
    mailbox.answer = "451 Come back later"
    _try(running, clock)
    assert OutboxMessage.objects.filter(last_error__contains="451").count() == OutboxMessage.objects.count()
    assert not OutboxMessage.objects.filter(in_doubt=True).exists()
    mailbox.empty()
    mailbox.hangs_up = True
    _try(running, clock)
    mailbox.hangs_up, mailbox.seconds = False, 2 * EMAIL_TIMEOUT
    _try(running, clock)
    assert OutboxMessage.objects.filter(in_doubt=True).count() == len(mailbox.by_id) > 0
    mailbox.seconds = EMAIL_TIMEOUT / 8
    _try(running, clock)
    lines = ReminderMark.objects.filter(state="sent").count()
    assert lines >= LINES + ALONE
    print(account("gone, 451, hangs up, too slow, slow", mailbox, lines=lines))  # noqa: T201  # for the record of the run
    assert len(mailbox.mails) > len(mailbox.by_id), "what was accepted unheard was sent again"


def test_what_is_refused_for_good_is_shown_and_sent_when_asked(
    running: Worker, mailbox: Mailbox, clock: MovableClock
) -> None:
    clock.move_to(NIGHT)
    post = calm_post()
    add_deadlines(post, "line", LINES)
    add_deadlines(post, "alone", 1, kind=DeadlineKind.EXPIRY)
    running.do(Wakeup.SWEEP_REMINDERS)
    clock.move_to(MORNING)
    mailbox.answer = "554 Not in this house"
    running.do(Wakeup.SEND_OUTBOX)
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(MailState.FAILED, 1)}
    shown = undelivered_to(Viewer(user=post.head, at=clock.now()))
    assert set(shown) == set(ReminderMark.objects.filter(state="sent"))
    mailbox.empty()
    for message in mails_of(shown):
        assert retry(message, at=clock.now())
    running.do(Wakeup.SEND_OUTBOX)
    lines = ReminderMark.objects.filter(state="sent").count()
    print(account("554, then sent by hand", mailbox, lines=lines))  # noqa: T201  # for the record of the run


def _try(running: Worker, clock: MovableClock) -> None:
    """Let the worker try, and the pause after it pass."""
    running.do(Wakeup.SEND_OUTBOX)
    clock.advance(hours=5)
