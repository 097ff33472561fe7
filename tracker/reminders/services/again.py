"""Letting the next sweep look at deadlines once more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from tracker.accounts.models import OfficeRung
from tracker.accounts.policy import descent
from tracker.accounts.queries import office_parents
from tracker.casework.models import Deadline


def ask_again(deadline: Deadline, *, at: datetime) -> None:
    """So whoever took the request over is told, and what was closed by mistake reminds again when it is reopened."""
    Deadline.objects.filter(pk=deadline.pk).update(remind_at=at)


def plan_again(rung: OfficeRung, *, at: datetime) -> int:
    """Let the next sweep plan every open deadline anew that a changed rung concerns; return how many.

    What was told stays told: a mark is unique.
    """
    offices = descent(rung.office_id, parents=office_parents())
    concerned = Q(rule=rung.rule) if rung.rule else Q(kind=rung.kind)
    reminding = Deadline.objects.open().filter(request__is_adopted=True)
    return reminding.filter(concerned, request__office__in=offices).update(remind_at=at)
