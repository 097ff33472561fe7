"""An office with an officer and a head, and a letter whose deadlines run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from tests import factories
from tracker.accounts.models import Office, User
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.reminders.models import ReminderMark
from workflows.vocabulary import DeadlineState, Role, Urgency

SENT_ON = dt.date(2026, 3, 2)
ACKNOWLEDGEMENT = "house.acknowledgement"
"""Due on 1 April; soon from 25 March, to the head on 9 April."""


@dataclass(kw_only=True)
class Post:
    """An office that sent a letter on 2 March 2026."""

    office: Office
    officer: User
    head: User
    letter: AssistanceRequest

    def deadline(self, rule: str = ACKNOWLEDGEMENT) -> Deadline:
        """The open version of one of the letter's deadlines."""
        return Deadline.objects.get(request=self.letter, rule=rule, state=DeadlineState.OPEN)

    def marks(self, rule: str = ACKNOWLEDGEMENT) -> set[tuple[str, str, str]]:
        """Step, reader and state of every mark on one of the letter's deadlines."""
        found = ReminderMark.objects.filter(deadline__request=self.letter, deadline__rule=rule)
        return set(found.values_list("step", "recipient__name", "state"))

    def colleague(self, name: str = "Ben") -> User:
        """Another officer of the office."""
        return factories.user(name, role=Role.OFFICER, office=self.office)


@pytest.fixture
def post(db: None) -> Post:
    """Its letter is urgent: every reminder is a mail of its own, at once."""
    return made_post()


@pytest.fixture
def calm(db: None) -> Post:
    """Its letter is routine: its acknowledgement alone reminds, in the morning."""
    calm = made_post(urgency=Urgency.ROUTINE)
    Deadline.objects.exclude(rule=ACKNOWLEDGEMENT).update(remind_at=None)
    return calm


def made_post(*, urgency: Urgency = Urgency.URGENT) -> Post:
    """Make the post and send the letter."""
    office = factories.office("BEJ")
    officer = factories.user("Ann", role=Role.OFFICER, office=office)
    head = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    reason = "" if urgency is Urgency.ROUTINE else "A hearing in April"
    letter = factories.sent(
        officer=officer,
        supervisor=head,
        office=office,
        on=SENT_ON,
        urgency=urgency.value,
        urgency_reason=reason,
    )
    return Post(office=office, officer=officer, head=head, letter=letter)


def day(month: int, number: int, hour: int = 9) -> dt.datetime:
    """An hour of a day of 2026, in UTC."""
    return factories.moment(dt.date(2026, month, number), hour)


def taken_back(row: AssistanceRequest, *, by: User, at: dt.datetime, target: int | None = None) -> None:
    """Find out that another letter was acknowledged: the last entry of ``row``, or ``target``, is void."""
    casework.correct(
        row,
        target=target or row.version,
        void=True,
        reason="Another letter was meant",
        by=by,
        recorded_at=at,
        seen_version=row.version,
    )
