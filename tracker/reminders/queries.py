"""Whom a step is for, and which reminders reached nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tracker.accounts.models import User
from tracker.accounts.queries import acting, head_of, local_date
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.policy import roles_on
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders.models import ReminderMark
from tracker.reminders.policy import steps_passed
from workflows.deadlines import Step
from workflows.vocabulary import Audience, DeadlineState


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a mark tells its reader, as of now."""

    deadline: Deadline
    step: Step
    told_as: Audience


def line_of(mark: ReminderMark, *, at: datetime) -> Line | None:
    """What the mark would be told now; None if a sweep of this moment would not tell this step to this reader."""
    deadline = mark.deadline
    passed = steps_passed(deadline, at) if _is_alive(deadline) else ()
    if not passed or passed[-1].key != mark.step:
        return None
    told_as = recipients(deadline, passed[-1], at).get(mark.recipient)
    return Line(deadline=deadline, step=passed[-1], told_as=told_as) if told_as else None


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


def mails_of(marks: QuerySet[ReminderMark]) -> QuerySet[OutboxMessage]:
    """Return the mails that say these, each once, however many of them it says."""
    return OutboxMessage.objects.filter(pk__in=marks.order_by().values("message")).select_related("recipient")


def undelivered_to(viewer: Viewer) -> QuerySet[ReminderMark]:
    """Failed reminders of the requests of offices that the viewer supervises."""
    return undelivered(viewer.requests.filter(office__in=viewer.scope.supervisor))


def _is_alive(deadline: Deadline) -> bool:
    return deadline.state == DeadlineState.OPEN and deadline.request.is_adopted


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
