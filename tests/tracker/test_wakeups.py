"""Wake-ups: sent when the transaction is through, and never a reason to fail."""

import logging
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from tracker.wakeups import Wakeup, wake_on_commit


@pytest.mark.django_db
def test_sent_after_the_commit(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: sent.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            wake_on_commit(Wakeup.SEND_OUTBOX)
        assert sent == []
    assert sent == ["tracker.jobs.tasks.send_outbox"]


@pytest.mark.django_db
def test_without_a_broker_the_schedule_does_it(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def no_broker(name: str, **_: Any) -> None:
        raise OperationalError("nobody is there")

    monkeypatch.setattr(current_app, "send_task", no_broker)
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        wake_on_commit(Wakeup.SWEEP_REMINDERS)
    assert "no broker took the wake-up tracker.jobs.tasks.sweep_reminders" in caplog.text


def test_the_schedule_wakes_every_task() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == set(Wakeup)
    current_app.loader.import_default_modules()
    assert set(Wakeup) <= set(current_app.tasks)
