"""Two offices and their people, for the tests of the request pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts.models import Office, User
from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Role

TODAY = dt.date(2026, 6, 11)
MARCH = dt.date(2026, 3, 2)


@dataclass(frozen=True, kw_only=True)
class World:
    """Beijing with its people, and a stranger in Tallinn; the clock stands on 11 June 2026."""

    client: (
        Client  # its answers know more (context, streaming content) than their type says: they are Any here
    )
    office: Office
    officer: User
    supervisor: User
    stranger: User
    people: dict[str, User] = field(default_factory=dict)

    def opened(self, **more: Any) -> AssistanceRequest:
        return factories.opened(by=self.officer, office=self.office, **more)

    def sent(self, **more: Any) -> AssistanceRequest:
        return factories.sent(officer=self.officer, supervisor=self.supervisor, office=self.office, **more)

    def get(self, name: str, *args: object, as_: User | None = None) -> Any:
        self.client.force_login(as_ or self.officer)
        return self.client.get(reverse(name, args=args))

    def post(
        self, name: str, *args: object, as_: User | None = None, data: dict[str, Any] | None = None
    ) -> Any:
        self.client.force_login(as_ or self.officer)
        return self.client.post(reverse(name, args=args), data or {})

    def grant(self, row: AssistanceRequest, user: User) -> None:
        """Let ``user`` read ``row``."""
        services.grant_access(
            row,
            user,
            until_on=None,
            by=self.supervisor,
            recorded_at=factories.moment(MARCH, 15),
            seen_version=row.version,
        )


def world(client: Client, clock: MovableClock) -> World:
    """Everything of above, made."""
    clock.move_to(factories.moment(TODAY))
    office, elsewhere = factories.office("BEJ"), factories.office("TLL", host="EE")
    return World(
        client=client,
        office=office,
        officer=factories.user("Ann Officer", role=Role.OFFICER, office=office),
        supervisor=factories.user("Sue Supervisor", role=Role.SUPERVISOR, office=office),
        stranger=factories.user("Tom Stranger", role=Role.OFFICER, office=elsewhere),
    )


def fresh(row: AssistanceRequest) -> AssistanceRequest:
    """The row as it is now."""
    return AssistanceRequest.objects.get(pk=row.pk)


def text(response: Any) -> str:
    """The page as text, white space folded."""
    return " ".join(response.content.decode().split())
