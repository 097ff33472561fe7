"""Whom and what several tests of reports ask for."""

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.casework.post import MARCH, Post, made_post
from tests.tracker.reports.publishing import published_in_may
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Role


@pytest.fixture
def post() -> Post:
    return made_post()


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing)


@pytest.fixture
def sue(beijing: Office) -> User:
    return factories.user("Sue", role=Role.SUPERVISOR, office=beijing)


@pytest.fixture
def letter(post: Post) -> AssistanceRequest:
    return post.sent(on=MARCH)


@pytest.fixture
def published(client: Client, clock: MovableClock, post: Post, letter: AssistanceRequest) -> str:
    """The address of figures that the head published in May; it is August."""
    return published_in_may(client, clock, post)
