"""Somebody whose office received ninety requests in 2020, and looks on a day of March 2026."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.packs.asked import TODAY
from tests.tracker.reports.oracles import received
from tracker.accounts.models import Office, User
from workflows.vocabulary import Role


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def jersey() -> Office:
    office = factories.office("JER", own="JE", host="JE")
    received(office)
    return office


@pytest.fixture
def jo(jersey: Office) -> User:
    return factories.user("Jo", role=Role.OFFICER, office=jersey)


@pytest.fixture
def page(client: Client, jo: User) -> Client:
    client.force_login(jo)
    return client
