"""Whom a step is for, and which reminders reached nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, QuerySet

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.accounts.models import Office, User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import acting, heads_of, local_date, scopes_of
from tracker.casework.models import AssistanceRequest, Deadline, Event
from tracker.casework.policy import roles_on
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders.models import ReminderMark
from workflows import registry
from workflows.deadlines import Step, passed
from workflows.vocabulary import Audience, DeadlineKind, DeadlineState, EventKind


def due(*, at: datetime, limit: int) -> list[int]:
    """Return the ids of open deadlines of which a step has come, the longest waiting first. One query."""
    waiting = Deadline.objects.to_remind(at).order_by("remind_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who is there to be told at a moment, read once for many deadlines; people and offices by their ids."""

    at: datetime
    scopes: Mapping[int, OfficeScope]
    heads: Mapping[int, tuple[User, ...]]

    def in_charge(self, assistance_request: AssistanceRequest) -> User | None:
        """The responsible officer, or the deputy during an absence; nobody where whoever it is does not work in the
        office: they could not open what they are told of."""
        officer = assistance_request.officer
        if officer is None or not officer.is_active:
            return None
        stand_in = acting(officer, local_date(officer, self.at))
        is_there = all(self._works_on(assistance_request, person) for person in {officer, stand_in})
        return stand_in if is_there else None

    def _works_on(self, assistance_request: AssistanceRequest, person: User) -> bool:
        on = local_date(person, self.at)
        return bool(roles_on(assistance_request, person, on, scope=self.scopes[person.pk]))


READ_WITH: Final = ("request__office__parent", "request__officer__deputy")
"""What is read with deadlines to tell who is to be told: each office and each person once."""


def staff_of(deadlines: Iterable[Deadline], *, at: datetime) -> Staff:
    """Read who is there to be told of these. Few queries, however many deadlines."""
    requests = [row.request for row in deadlines]
    offices = {row.office for row in requests}
    above = {office.parent for office in offices if office.parent}
    officers = {row.officer for row in requests if row.officer}
    stand_ins = {acting(officer, local_date(officer, at)) for officer in officers}
    return Staff(
        at=at,
        scopes=scopes_of(officers | stand_ins, at=at),
        heads=heads_of(offices | above, at=at),
    )


def recipients(deadline: Deadline, step: Step, staff: Staff) -> Mapping[User, Audience]:
    """Return who is told, and as what: officers first, so that a head who is also the officer is told once.

    The head stands in for an officer who is not there. Otherwise a head who wants no copies is told of expiries alone.
    Empty where the office has nobody at all.
    """
    office = deadline.request.office
    officer = staff.in_charge(deadline.request) if Audience.OFFICER in step.audience else None
    found = {officer: Audience.OFFICER} if officer else {}
    is_copy = officer is not None and deadline.kind != DeadlineKind.EXPIRY
    for told_as, over in _headed(step.audience, office, officer):
        for head in staff.heads[over.pk]:
            stand_in = acting(head, local_date(head, staff.at))
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


def line(deadline: Deadline, step: Step, told_as: Audience, enquired: Mapping[int, datetime]) -> Line:
    """What is told of a step that has passed; ``enquired`` as from `enquired_at`."""
    return Line(deadline=deadline, step=step, told_as=told_as, chases=_chases(deadline, step, enquired))


def lines_of(
    marks: Collection[ReminderMark], *, ladders: OfficeLadders, at: datetime
) -> dict[ReminderMark, Line]:
    """What each mark would be told now; without those of which a sweep of this moment would not tell this step.

    Few queries, however many marks.
    """
    alive = [mark for mark in marks if _is_alive(mark.deadline)]
    staff = staff_of((mark.deadline for mark in alive), at=at)
    enquired = enquired_at(mark.deadline.request_id for mark in alive)
    found: dict[ReminderMark, Line] = {}
    for mark in alive:
        steps = passed(ladder_of(mark.deadline, ladders), mark.deadline, at)
        if steps and steps[-1].key == mark.step:
            told_as = recipients(mark.deadline, steps[-1], staff).get(mark.recipient)
            if told_as:
                found[mark] = line(mark.deadline, steps[-1], told_as, enquired)
    return found


def line_of(mark: ReminderMark, *, ladders: OfficeLadders, at: datetime) -> Line | None:
    """What the mark would be told now; None if a sweep of this moment would not tell this step to this reader."""
    return lines_of([mark], ladders=ladders, at=at).get(mark)


def chased(deadlines: Collection[Deadline], *, at: datetime) -> frozenset[int]:
    """The ids of those of these open deadlines of one request for which a status enquiry is due now. Few queries."""
    ladders = office_ladders()
    found = ((row, passed(ladder_of(row, ladders), row, at)) for row in deadlines)
    told = [(row, steps[-1]) for row, steps in found if steps]
    enquired = enquired_at(row.request_id for row, step in told if step.chase)
    return frozenset(row.pk for row, step in told if _chases(row, step, enquired))


def enquired_at(requests: Iterable[int]) -> dict[int, datetime]:
    """When a status enquiry was last recorded of each of these requests that has one. At most one query."""
    wanted = set(requests)
    if not wanted:
        return {}
    enquiries = Event.objects.filter(request__in=wanted, kind=EventKind.STATUS_ENQUIRY_SENT).order_by()
    return dict(enquiries.values_list("request").annotate(last=Max("recorded_at")))


def _chases(deadline: Deadline, step: Step, enquired: Mapping[int, datetime]) -> bool:
    """Whether the step asks for a status enquiry, and none was recorded since its moment."""
    last = enquired.get(deadline.request_id)
    return step.chase and (last is None or last < step.moment(deadline))


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
