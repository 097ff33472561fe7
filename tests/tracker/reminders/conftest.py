"""An office with an officer and a head, and a letter whose deadlines run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from tests import factories
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.reminders.models import ReminderMark
from workflows.vocabulary import DeadlineState, Role

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
    return made_post()


def made_post() -> Post:
    """Make the post and send the letter."""
    office = factories.office("BEJ")
    officer = factories.user("Ann", role=Role.OFFICER, office=office)
    head = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    letter = factories.sent(officer=officer, supervisor=head, office=office, on=SENT_ON)
    return Post(office=office, officer=officer, head=head, letter=letter)


def day(month: int, number: int, hour: int = 9) -> dt.datetime:
    """An hour of a day of 2026, in UTC."""
    return factories.moment(dt.date(2026, month, number), hour)
