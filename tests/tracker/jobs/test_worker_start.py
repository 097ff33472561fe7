"""What a worker does before it forks."""

from __future__ import annotations

import pytest
from celery.fixups.django import DjangoWorkerFixup

from tracker.celery import app
from tracker.sealed import fonts


def test_no_worker_forks_from_a_process_with_threads_of_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(fonts, "missing", lambda: asked.append("fonts") or {})
    DjangoWorkerFixup(app).validate_models()
    assert asked == []
