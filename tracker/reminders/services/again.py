"""Letting the next sweep look at deadlines once more."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from tracker.accounts.models import Office, OfficeRung
from tracker.accounts.policy import descent
from tracker.accounts.queries import office_parents
from tracker.casework.models import Deadline
from tracker.casework.models.clocks import DeadlineQuerySet
from tracker.reminders.models import ReminderMark
from workflows.vocabulary import Role


def ask_again(deadline: Deadline, *, at: datetime) -> None:
    """So whoever took the request over is told, and what was closed by mistake reminds again when it is reopened."""
    Deadline.objects.filter(pk=deadline.pk).update(remind_at=at)


def plan_again(rung: OfficeRung, *, at: datetime) -> int:
    """Let the next sweep plan every open deadline anew that a changed rung concerns; return how many.

    What was told stays told: a mark is unique.
    """
    concerned = Q(rule=rung.rule) if rung.rule else Q(kind=rung.kind)
    return _open_under(rung.office_id).filter(concerned).update(remind_at=at)


def plan_moved(office: Office, *, at: datetime) -> int:
    """The same for an office that was moved in the tree, and all below it; return how many.

    Other offices above have other heads, who are told of what has been told; where somebody has tightened the
    reminders, rungs have other moments, too.
    """
    concerned = _open_under(office.pk)
    if not OfficeRung.objects.in_force().exists():
        concerned = _told(concerned)
    return concerned.update(remind_at=at)


def plan_headed(office: Office, role: Role, *, from_on: date | None, at: datetime) -> int:
    """The same where somebody begins or ceases on a day to head an office; return how many.

    Whoever heads it from then on is told of what has been told. Offices below that have no head of their own are
    headed by it, and have it as the office above.
    """
    if role is not Role.SUPERVISOR:
        return 0
    zone = ZoneInfo(office.time_zone)
    moment = max(at, datetime.combine(from_on, time(), tzinfo=zone)) if from_on else at
    later = Q(remind_at__isnull=True) | Q(remind_at__gt=moment)
    return _told(_open_under(office.pk)).filter(later).update(remind_at=moment)


def _open_under(office_id: int) -> DeadlineQuerySet:
    offices = descent(office_id, parents=office_parents())
    return Deadline.objects.open().filter(request__is_adopted=True, request__office__in=offices)


def _told(deadlines: DeadlineQuerySet) -> DeadlineQuerySet:
    """Those of which a rung has passed: of the others nobody has to know yet."""
    return deadlines.filter(Exists(ReminderMark.objects.filter(deadline=OuterRef("pk"))))
