"""Two beats and two workers at once, and a broker that is flushed, stopped and comes back empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest
import redis
from celery import current_app
from django.urls import reverse
from pytest_django import Settings
from rest_framework.test import APIClient

from tests import factories, servers
from tests.clocks import MovableClock
from tests.faults.cases import MORNING, NIGHT, account, add_deadlines, calm_post
from tests.faults.workers import beat, until, worker
from tests.mail_server import Mailbox
from tests.tracker.reminders.conftest import SENT_ON, Post
from tracker.casework.models import Deadline
from tracker.outbox.models import OutboxMessage
from tracker.reminders.models import ReminderMark
from tracker.wakeups import Wakeup, wake_on_commit
from workflows.vocabulary import DeadlineKind

pytestmark = pytest.mark.django_db(transaction=True)

LINES, ALONE, LATER = 150, 25, 10
SECONDS_PATIENCE = 10
"""So long somebody may wait for a page without a broker, on a busy machine."""


def test_two_beats_two_workers_and_a_broker_that_goes_and_comes(
    mailbox: Mailbox, clock: MovableClock, tmp_path: Path, settings: Settings
) -> None:
    clock.move_to(NIGHT)
    post = calm_post()
    add_deadlines(post, "line", LINES)
    add_deadlines(post, "alone", ALONE, kind=DeadlineKind.EXPIRY)
    port, queue = servers.free_port(), f"faults-{uuid4()}"
    place = {"REDIS_URL": f"redis://127.0.0.1:{port}", "FAULTS_QUEUE": queue}
    with ExitStack() as stack, servers.server_folder() as folder:
        with servers.redis(folder, port=port):
            for name in ("one", "two"):
                stack.enter_context(
                    worker(mail_port=mailbox.port, log=tmp_path / f"worker-{name}.log", **place)
                )
                stack.enter_context(beat(log=tmp_path / f"beat-{name}.log", **place))
            until(partial(_has_marks, 10), "the first marks")
            redis.Redis(port=port).flushall()
            until(partial(_has_marks, 40), "more marks after the flush")
        with _app_on(port, settings):
            _go_on_writing(post)
            add_deadlines(post, "later", LATER)
        clock.move_to(MORNING)
        with servers.redis(folder, port=port):
            until(lambda: not Deadline.objects.to_remind(clock.now()).exists(), "the rest of the sweep")
            clock.advance(days=1)  # what was found after the morning's digest had left stands on the next one
            until(lambda: not OutboxMessage.objects.queued().exists(), "the mail")
    beats = [_sent(tmp_path / f"beat-{name}.log") for name in ("one", "two")]
    assert all(beats), "both have woken the workers"
    lines = ReminderMark.objects.filter(state="sent").count()
    assert lines >= LINES + LATER + ALONE
    what = f"2 beats with {beats} wake-ups, broker flushed and stopped"
    print(account(what, mailbox, lines=lines))  # noqa: T201  # for the record of the run
    # Who took a batch before the clock went on by a day leases by the old one: whoever comes after takes it for dead.
    assert max(map(len, mailbox.by_id.values())) <= 2, "by whom it was left to, and by the successor"


@contextmanager
def _app_on(port: int, settings: Settings) -> Iterator[None]:
    """Let this process, which stands for the web, have its broker and its cache where nobody listens."""
    gone = f"redis://127.0.0.1:{port}"
    with pytest.MonkeyPatch.context() as patch:
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": gone}}
        patch.setenv("CELERY_BROKER_WRITE_URL", gone)
        patch.setattr(current_app.amqp, "_producer_pool", None)
        yield


def _go_on_writing(post: Post) -> None:
    """Sign in, write by a page's session, and wake the workers: none of it fails, and none of it takes long."""
    begun, client = monotonic(), APIClient()
    told = {"login": post.officer.email, "password": factories.PASSWORD}
    assert client.post(reverse("account_login"), told).status_code == 302
    row = factories.sent(officer=post.officer, supervisor=post.head, office=post.office)
    body = {"seen_version": row.version, "occurred_on": str(SENT_ON)}
    answer = client.post(reverse("api:action", args=[row.uuid, "hand_over"]), body, format="json")
    assert answer.status_code == 200, answer.content
    Deadline.objects.filter(request=row).update(remind_at=None)  # another story than this one
    wake_on_commit(Wakeup.SWEEP_REMINDERS)
    assert monotonic() - begun < SECONDS_PATIENCE


def _has_marks(count: int) -> bool:
    return ReminderMark.objects.count() >= count


def _sent(log: Path) -> int:
    return log.read_text().count("Sending due task")
