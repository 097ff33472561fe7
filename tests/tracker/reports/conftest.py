"""What several tests of published figures ask for."""

import pytest
from django.test import Client

from tests.clocks import MovableClock
from tests.tracker.casework.post import MARCH, Post, made_post
from tests.tracker.reports.publishing import published_in_may
from tracker.casework.models import AssistanceRequest


@pytest.fixture
def post() -> Post:
    return made_post()


@pytest.fixture
def letter(post: Post) -> AssistanceRequest:
    return post.sent(on=MARCH)


@pytest.fixture
def published(client: Client, clock: MovableClock, post: Post, letter: AssistanceRequest) -> str:
    """The address of figures that the head published in May; it is August."""
    return published_in_may(client, clock, post)
