"""The clock of the machine jumps ahead and back, by hours and days, over a change to summer time."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.clocks import MovableClock
from tests.faults.cases import account, add_deadlines, calm_post
from tests.faults.workers import Worker
from tests.mail_server import Mailbox
from tests.tracker.reminders.conftest import day
from tracker.accounts.models import User
from tracker.outbox.models import OutboxMessage
from tracker.reminders.models import ReminderMark
from tracker.wakeups import Wakeup

pytestmark = pytest.mark.django_db(transaction=True)

LINES = 40
SOON = [day(3, 25 + number, 0) for number in range(6)]
"""From 25 to 30 March; in the night to the 29th the clocks of Berlin go forward."""
JUMPS = (0, 4, 6, -30, 1, 80, -3, 26, -100, 5, 5, 12, 12, 3, 12, 12, 12, 12, 12, 12, 12, 12, 24, 24)
"""By so many hours from one look to the next."""


def test_each_is_told_once_whatever_the_clock_says(
    running: Worker, mailbox: Mailbox, clock: MovableClock
) -> None:
    post = calm_post()
    User.objects.update(time_zone="Europe/Berlin")
    add_deadlines(post, "line", LINES, soon=SOON)
    clock.move_to(day(3, 24, 22))
    for hours in JUMPS:
        clock.advance(hours=hours)
        running.do(Wakeup.SWEEP_REMINDERS)
        running.do(Wakeup.SEND_OUTBOX)
    while waiting := OutboxMessage.objects.queued().order_by("next_attempt_at").first():
        clock.move_to(max(clock.now(), waiting.next_attempt_at + dt.timedelta(seconds=2)))
        running.do(Wakeup.SEND_OUTBOX)
        running.do(Wakeup.SWEEP_REMINDERS)
    told = ReminderMark.objects.filter(state="sent")
    assert told.filter(deadline__rule__startswith="test.line", step="soon").count() == LINES
    back = sum(1 for hours in JUMPS if hours < 0)
    print(account(f"{len(JUMPS)} jumps, {back} of them back", mailbox, lines=told.count()))  # noqa: T201  # for the record
    assert len(mailbox.mails) == len(mailbox.by_id)
