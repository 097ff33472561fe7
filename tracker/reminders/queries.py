"""Whom a step is for, and which reminders reached nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.accounts.models import Office, User
from tracker.accounts.queries import acting, head_of, local_date
from tracker.casework.models import AssistanceRequest, Deadline, Event
from tracker.casework.policy import roles_on
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders.models import ReminderMark
from workflows import registry
from workflows.deadlines import Step, passed
from workflows.vocabulary import Audience, DeadlineKind, DeadlineState, EventKind


def recipients(deadline: Deadline, step: Step, at: datetime) -> Mapping[User, Audience]:
    """Return who is told at a moment, and as what: officers first, so that a head who is also the officer is told once.

    The head stands in for an officer who is not there. Otherwise a head who wants no copies is told of expiries alone.
    Empty where the office has nobody at all.
    """
    office = deadline.request.office
    officer = _in_charge(deadline.request, at) if Audience.OFFICER in step.audience else None
    found = {officer: Audience.OFFICER} if officer else {}
    is_copy = officer is not None and deadline.kind != DeadlineKind.EXPIRY
    for told_as, over in _headed(step.audience, office, officer):
        for head in head_of(over, local_date(over, at)):
            stand_in = acting(head, local_date(head, at))
            if stand_in.is_active and (head.wants_copies or not is_copy):
                found.setdefault(stand_in, told_as)
    return found


def _headed(
    audience: frozenset[Audience], office: Office, officer: User | None
) -> Iterator[tuple[Audience, Office]]:
    """The offices whose heads are told, and as what."""
    if Audience.SUPERVISOR in audience or (Audience.OFFICER in audience and officer is None):
        yield Audience.SUPERVISOR, office
    if Audience.HEAD_ABOVE in audience and office.parent:
        yield Audience.HEAD_ABOVE, office.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one reader is told of one deadline. ``chases``: the other side should be asked how things stand."""

    deadline: Deadline
    step: Step
    told_as: Audience
    chases: bool


def ladder_of(deadline: Deadline, ladders: OfficeLadders) -> tuple[Step, ...]:
    """The ladder of the deadline in the office of its request."""
    rule = registry.RULES.get(deadline.rule)
    return ladders.ladder(deadline.request.office_id, deadline.rule, DeadlineKind(deadline.kind), rule)


def line(deadline: Deadline, step: Step, told_as: Audience) -> Line:
    """What is told of a step that has passed."""
    chases = step.chase and _is_unasked(step.moment(deadline), _enquired_at(deadline))
    return Line(deadline=deadline, step=step, told_as=told_as, chases=chases)


def line_of(mark: ReminderMark, *, ladders: OfficeLadders, at: datetime) -> Line | None:
    """What the mark would be told now; None if a sweep of this moment would not tell this step to this reader."""
    deadline = mark.deadline
    steps = passed(ladder_of(deadline, ladders), deadline, at) if _is_alive(deadline) else ()
    if not steps or steps[-1].key != mark.step:
        return None
    told_as = recipients(deadline, steps[-1], at).get(mark.recipient)
    return line(deadline, steps[-1], told_as) if told_as else None


def chased(deadlines: Collection[Deadline], *, at: datetime) -> frozenset[int]:
    """The ids of those of these open deadlines of one request for which a status enquiry is due now. Few queries."""
    ladders = office_ladders()
    found = ((row, passed(ladder_of(row, ladders), row, at)) for row in deadlines)
    chasing = [(row, steps[-1]) for row, steps in found if steps and steps[-1].chase]
    enquired = _enquired_at(chasing[0][0]) if chasing else None
    return frozenset(row.pk for row, step in chasing if _is_unasked(step.moment(row), enquired))


def _enquired_at(deadline: Deadline) -> datetime | None:
    """When a status enquiry was last recorded of its request."""
    enquiries = Event.objects.filter(request=deadline.request_id, kind=EventKind.STATUS_ENQUIRY_SENT)
    found: datetime | None = enquiries.aggregate(last=Max("recorded_at"))["last"]
    return found


def _is_unasked(since: datetime, enquired: datetime | None) -> bool:
    return enquired is None or enquired < since


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


def _in_charge(assistance_request: AssistanceRequest, at: datetime) -> User | None:
    """The responsible officer, or the deputy during an absence; nobody where the officer has left the office."""
    officer = assistance_request.officer
    if officer is None or not officer.is_active:
        return None
    if not roles_on(assistance_request, officer, local_date(officer, at)):
        return None
    return acting(officer, local_date(officer, at))
