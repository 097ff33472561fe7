"""Preservations and their production requests, for the tests of what covers and of what lapses."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

from django.core.management import call_command

from tests import factories
from tests.tracker.casework.post import Post
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Deadline, Event
from tracker.casework.services import lapsing, log
from tracker.reminders import services as reminders
from tracker.reminders.models import ReminderMark
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, LinkKind

CONFIRMED = dt.date(2026, 3, 10)
EXPIRES = dt.date(2026, 5, 9)  # sixty days
RECEIVED = dt.date(2026, 4, 1)
AUGUST = dt.date(2026, 8, 3)


def preservation(post: Post, **more: Any) -> AssistanceRequest:
    """Kept since 10 March by contact points under the Budapest Convention."""
    row = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES",), **more)
    return post.done(row, "confirm_preservation", CONFIRMED, items=("1",))


def production(post: Post, *of: AssistanceRequest, **more: Any) -> AssistanceRequest:
    row = post.sent(**{"channel": "treaty", "instrument": "budapest", "to": "DE", "items": ("SUBS",), **more})
    for target in of:
        linked(post, row, target)
    return row


def linked(post: Post, row: AssistanceRequest, target: AssistanceRequest) -> None:
    services.link(row, target, LinkKind.PRODUCTION_OF, **post.stamp(row, on=dt.date(2026, 4, 20)))


def day(on: dt.date) -> Occurred:
    return Occurred(on=on, zone="UTC")


def done(post: Post, row: AssistanceRequest, action: str, on: dt.date, **more: Any) -> AssistanceRequest:
    """What happened on that day, recorded in August."""
    return post.done(fresh(row), action, on, **{"recorded_at": factories.moment(AUGUST), **more})


def fresh(row: AssistanceRequest) -> AssistanceRequest:
    return AssistanceRequest.objects.get(pk=row.pk)


def entries(row: AssistanceRequest, *kinds: EventKind) -> list[Event]:
    return list(Event.objects.filter(request=row, kind__in=kinds).order_by("sequence"))


def coverings(row: AssistanceRequest) -> list[Event]:
    return entries(row, EventKind.PRODUCTION_REQUESTED)


def lapses(row: AssistanceRequest) -> list[Event]:
    return entries(row, EventKind.LAPSED)


def expiries(row: AssistanceRequest) -> list[tuple[str, dt.date]]:
    rows = Deadline.objects.filter(request=row, kind="expiry").order_by("version", "revision")
    return list(rows.values_list("state", "due_on"))


def consistent(*rows: AssistanceRequest) -> bool:
    call_command("check_projections", *(row.reference for row in rows), stdout=StringIO())
    return not any(list(log.verify(fresh(row))) for row in rows)


def swept(on: dt.date, hour: int = 12) -> None:
    """Everybody is reminded, then what is over lapses."""
    at = factories.moment(on, hour)
    reminders.sweep(at=at)
    lapsing.run(at=at)


def rungs(row: AssistanceRequest) -> list[tuple[str, int]]:
    """The steps of which somebody was told, with the days before the loss."""
    marks = ReminderMark.objects.filter(deadline__request=row, deadline__kind="expiry").order_by("created_at")
    told = {
        (mark.deadline_id, mark.step, (mark.deadline.due_on - mark.created_at.date()).days) for mark in marks
    }
    return [rung[1:] for rung in sorted(told, key=lambda rung: (rung[0], -rung[2]))]


def swept_daily(first: dt.date, last: dt.date) -> None:
    for day in range((last - first).days + 1):
        swept(first + dt.timedelta(days=day), 1)
