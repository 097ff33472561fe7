"""Letting the next sweep look at a deadline once more."""

from __future__ import annotations

from datetime import datetime

from tracker.casework.models import Deadline


def ask_again(deadline: Deadline, *, at: datetime) -> None:
    """So whoever took the request over is told, and what was closed by mistake reminds again when it is reopened."""
    Deadline.objects.filter(pk=deadline.pk).update(remind_at=at)
