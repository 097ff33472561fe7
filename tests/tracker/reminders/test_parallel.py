"""Several workers at once, each with a connection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError, connection

from tests.tracker.reminders.conftest import Post, day, made_post
from tracker.casework.models import Deadline
from tracker.outbox.models import OutboxMessage
from tracker.outbox.services import LEASE
from tracker.reminders import services
from tracker.reminders.models import ReminderMark

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4
COPIES = 12
AT = day(4, 20)


def test_workers_that_sweep_and_send_at_once_tell_everybody_once(
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    _with_more_deadlines(made_post())
    _at_once(lambda: services.sweep(at=AT))
    marks = Counter(ReminderMark.objects.values_list("deadline", "step", "recipient"))
    assert len(marks) == (COPIES + 2) * 4, "soon, due and late for the officer, late for the head"
    assert set(marks.values()) == {1}
    assert OutboxMessage.objects.count() == (COPIES + 2) * 2
    _at_once(lambda: services.deliver(at=AT))
    services.deliver(at=AT + LEASE)  # what a worker let go because the database was busy
    sent = Counter(str(mail.message()["Message-ID"]) for mail in mailoutbox)
    assert len(sent) == (COPIES + 2) * 2
    if connection.vendor == "postgresql":
        assert set(sent.values()) == {1}, "a row is busy there, never the whole database"


def _at_once(work: Callable[[], int]) -> None:
    """Let every worker begin at the same moment and go on until nothing is left."""
    barrier = Barrier(WORKERS)

    def one() -> None:
        barrier.wait(timeout=120)
        try:
            while _tried(work):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        for result in [pool.submit(one) for _ in range(WORKERS)]:
            result.result(timeout=300)


def _tried(work: Callable[[], int]) -> bool:
    """A database that is busy ends the task; the schedule wakes the next one, as this loop does."""
    try:
        return work() > 0
    except OperationalError:
        return True


def _with_more_deadlines(post: Post) -> None:
    deadline = post.deadline()
    for number in range(COPIES):
        deadline.pk, deadline.rule = None, f"test.rule_{number}"
        deadline.save(force_insert=True)
    assert Deadline.objects.to_remind(AT).count() == COPIES + 2
