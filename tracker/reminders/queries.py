"""Whom a step is for, and which reminders reached nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from tracker.accounts.models import User
from tracker.accounts.queries import acting, head_of, local_date
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.policy import roles_on
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState
from tracker.reminders.models import ReminderMark
from workflows.deadlines import Step
from workflows.vocabulary import Audience


def recipients(deadline: Deadline, step: Step, at: datetime) -> Mapping[User, Audience]:
    """Return who is told at a moment, and as what: officers first, so that a head who is also the officer is told once.

    Empty where the office has nobody at all.
    """
    found: dict[User, Audience] = {}
    for audience in (Audience.OFFICER, Audience.SUPERVISOR):
        if audience in step.audience:
            for user, told_as in _audience(deadline.request, audience, at).items():
                found.setdefault(user, told_as)
    return found


def undelivered(requests: QuerySet[AssistanceRequest]) -> QuerySet[ReminderMark]:
    """Return reminders of these requests that are still true and whose mail was given up, newest first.

    Ask with the requests that the reader may see.
    """
    still_open = Deadline.objects.open().filter(request__in=requests)
    return (
        ReminderMark.objects.filter(deadline__in=still_open, message__state=MailState.FAILED)
        .select_related("deadline__request", "recipient", "message")
        .order_by("-message__created_at", "-pk")
    )


def undelivered_to(viewer: Viewer) -> QuerySet[ReminderMark]:
    """Failed reminders of the requests of offices that the viewer supervises."""
    return undelivered(viewer.requests.filter(office__in=viewer.scope.supervisor))


def _audience(
    assistance_request: AssistanceRequest, audience: Audience, at: datetime
) -> Mapping[User, Audience]:
    officer = _in_charge(assistance_request, at) if audience is Audience.OFFICER else None
    if officer is not None:
        return {officer: Audience.OFFICER}
    office = assistance_request.office
    heads = head_of(office, local_date(office, at))
    stand_ins = (acting(head, local_date(head, at)) for head in heads)
    return dict.fromkeys((user for user in stand_ins if user.is_active), Audience.SUPERVISOR)


def _in_charge(assistance_request: AssistanceRequest, at: datetime) -> User | None:
    """The responsible officer, or the deputy during an absence; nobody where the officer has left the office."""
    officer = assistance_request.officer
    if officer is None or not officer.is_active:
        return None
    if not roles_on(assistance_request, officer, local_date(officer, at)):
        return None
    return acting(officer, local_date(officer, at))
