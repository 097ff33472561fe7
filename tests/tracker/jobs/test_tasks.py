"""Tasks are named as the wake-ups and the schedule call them, and do one service's work."""

from __future__ import annotations

import datetime as dt

import pytest
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.reminders.conftest import day, made_post
from tracker.casework.services import lapsing
from tracker.idempotency.models import KeptAnswer
from tracker.jobs import tasks
from tracker.outbox.services import LEASE, delivering
from tracker.reminders import services
from tracker.wakeups import Wakeup

TASKS = {
    Wakeup.FORGET_ANSWERS: tasks.forget_answers,
    Wakeup.FORGET_TRACES: tasks.forget_traces,
    Wakeup.RECORD_LAPSES: tasks.record_lapses,
    Wakeup.MAIL_VIEWS: tasks.mail_views,
    Wakeup.MAKE_PACKS: tasks.make_packs,
    Wakeup.RECOUNT_DEADLINES: tasks.recount_deadlines,
    Wakeup.SWEEP_REMINDERS: tasks.sweep_reminders,
    Wakeup.SEND_OUTBOX: tasks.send_outbox,
    Wakeup.SEND_WEBHOOKS: tasks.send_webhooks,
    Wakeup.WRITE_LETTERS: tasks.write_letters,
}
LEASING = (
    tasks.sweep_reminders,
    tasks.send_outbox,
    tasks.send_webhooks,
    tasks.write_letters,
    tasks.make_packs,
)


@pytest.mark.parametrize("wakeup", Wakeup)
def test_every_wake_up_finds_its_task(wakeup: Wakeup) -> None:
    assert current_app.tasks[wakeup.value].name == TASKS[wakeup].name


def test_the_schedule_names_every_task() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == set(Wakeup)


def test_a_task_is_ended_before_another_worker_may_take_over_its_mail() -> None:
    for task in LEASING:
        assert task.time_limit < LEASE.total_seconds()


@pytest.mark.django_db
def test_the_main_job_by_the_clock(clock: MovableClock, mailoutbox: list[EmailMultiAlternatives]) -> None:
    clock.move_to(day(3, 2))
    made_post()
    tasks.sweep_reminders()
    tasks.send_outbox()
    assert mailoutbox == []
    clock.move_to(day(3, 25))
    tasks.sweep_reminders()
    tasks.send_outbox()
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]


@pytest.mark.django_db
def test_kept_answers_go_with_their_time(clock: MovableClock) -> None:
    old, young = (factories.user(name) for name in ("Old", "Young"))
    for user, age in ((old, 4), (young, 2)):
        KeptAnswer.objects.create(
            user=user, key_digest="0", fingerprint="0", created_at=clock.now() - dt.timedelta(days=age)
        )
    tasks.forget_answers()
    assert [kept.user for kept in KeptAnswer.objects.all()] == [young]


@pytest.mark.django_db
@pytest.mark.parametrize(("handled", "woken"), [(services.BATCH, 1), (services.BATCH - 1, 0)])
@pytest.mark.parametrize(("work", "task"), [("sweep", tasks.sweep_reminders), ("deliver", tasks.send_outbox)])
def test_a_full_batch_is_followed_by_the_next(
    monkeypatch: pytest.MonkeyPatch, work: str, task: object, handled: int, woken: int
) -> None:
    seen: list[Wakeup] = []
    monkeypatch.setattr(tasks, "MAILS", services.BATCH)
    monkeypatch.setattr(tasks, "wake_on_commit", seen.append)
    monkeypatch.setattr(services, work, lambda *, at, **_others: handled)
    assert callable(task)
    task()
    assert len(seen) == woken


@pytest.mark.parametrize(("handled", "woken"), [(lapsing.BATCH, 1), (lapsing.BATCH - 1, 0)])
def test_a_full_batch_of_lapses_is_followed_by_the_next(
    monkeypatch: pytest.MonkeyPatch, handled: int, woken: int
) -> None:
    seen: list[Wakeup] = []
    monkeypatch.setattr(tasks, "wake_on_commit", seen.append)
    monkeypatch.setattr(lapsing, "run", lambda *, at: handled)
    tasks.record_lapses()
    assert seen == [Wakeup.RECORD_LAPSES] * woken


@pytest.mark.parametrize(("handled", "woken"), [(delivering.BATCH, 1), (delivering.BATCH - 1, 0)])
def test_a_full_batch_of_webhooks_is_followed_by_the_next(
    monkeypatch: pytest.MonkeyPatch, handled: int, woken: int
) -> None:
    seen: list[Wakeup] = []
    monkeypatch.setattr(tasks, "wake_on_commit", seen.append)
    monkeypatch.setattr(delivering, "deliver", lambda *, at: handled)
    tasks.send_webhooks()
    assert seen == [Wakeup.SEND_WEBHOOKS] * woken
