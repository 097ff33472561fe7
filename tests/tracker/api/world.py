"""An office with its people, and a program for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts import services
from tracker.accounts.choices import Scope
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Role

NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
EVERYTHING = frozenset(Scope)


@dataclass(frozen=True, kw_only=True)
class World:
    """Beijing under its headquarters; an officer's desk elsewhere; on the ninth of March 2026 at noon."""

    head: Office
    beijing: Office
    elsewhere: Office
    officer: User
    supervisor: User
    stranger: User
    administrator: User
    auditor: User

    def opened(self, **more: Any) -> AssistanceRequest:
        return factories.opened(by=self.officer, office=self.beijing, **more)

    def sent(self, **more: Any) -> AssistanceRequest:
        return factories.sent(officer=self.officer, supervisor=self.supervisor, office=self.beijing, **more)


def make_world(clock: MovableClock) -> World:
    clock.move_to(NOON)
    head = factories.office("HQ", host="US")
    beijing = factories.office("BEJ", parent=head)
    elsewhere = factories.office("PAR", host="FR")
    return World(
        head=head,
        beijing=beijing,
        elsewhere=elsewhere,
        officer=factories.user("Ann Officer", role=Role.OFFICER, office=beijing),
        supervisor=factories.user("Sue Supervisor", role=Role.SUPERVISOR, office=head),
        stranger=factories.user("Sam Stranger", role=Role.OFFICER, office=elsewhere),
        administrator=factories.user("Ada Admin", role=Role.ADMINISTRATOR, office=head),
        auditor=factories.user("Abe Auditor", role=Role.AUDITOR, office=head),
    )


def token_for(
    user: User, scopes: Collection[Scope] = EVERYTHING, *, office: Office | None = None, days: int = 30
) -> str:
    """The secret of a new token of the user, in the office or the first one of theirs."""
    own = office or user.memberships.order_by("pk")[0].office
    _token, secret = services.make_token(
        user,
        own,
        label="a test",
        scopes=scopes,
        expires_at=NOON + dt.timedelta(days=days),
        by=None if user.is_service else user,
        at=NOON - dt.timedelta(hours=1),
    )
    return secret


def program(user: User, scopes: Collection[Scope] = EVERYTHING, *, office: Office | None = None) -> APIClient:
    """A client that calls with a token of the user."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_for(user, scopes, office=office)}")
    return client
