"""Several workers at once, each with a connection of its own."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from tests.threads import at_once
from tests.tracker.reminders.conftest import Post, day, made_post
from tracker.casework.models import Deadline
from tracker.outbox.models import OutboxMessage
from tracker.outbox.services import LEASE
from tracker.reminders import services
from tracker.reminders.models import ReminderMark

pytestmark = pytest.mark.django_db(transaction=True)

COPIES = 12
AT = day(4, 20)


def test_workers_that_sweep_and_send_at_once_tell_everybody_once(
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    _with_more_deadlines(made_post())
    at_once(lambda: services.sweep(at=AT))
    marks = Counter(ReminderMark.objects.values_list("deadline", "step", "recipient"))
    assert len(marks) == (COPIES + 2) * 4, "soon, due and late for the officer, late for the head"
    assert set(marks.values()) == {1}
    assert OutboxMessage.objects.count() == (COPIES + 2) * 2
    at_once(lambda: services.deliver(at=AT))
    services.deliver(at=AT + LEASE)  # what a worker let go because the database was busy
    sent = Counter(str(mail.message()["Message-ID"]) for mail in mailoutbox)
    assert len(sent) == (COPIES + 2) * 2
    if connection.vendor == "postgresql":
        assert set(sent.values()) == {1}, "a row is busy there, never the whole database"


def _with_more_deadlines(post: Post) -> None:
    deadline = post.deadline()
    for number in range(COPIES):
        deadline.pk, deadline.rule = None, f"test.rule_{number}"
        deadline.save(force_insert=True)
    assert Deadline.objects.to_remind(AT).count() == COPIES + 2
