"""Who asks: an officer of one office, a supervisor over all of them, somebody to whom requests were granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.test import Client

from tracker import clock
from tracker.accounts import services
from tracker.accounts.choices import Scope
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest, Grant
from tracker.casework.viewer import Viewer

GRANTED: Final = 300
SINCE: Final = dt.date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person with a client that is signed in, and what they see, for the bare statements."""

    name: str
    client: Client
    viewer: Viewer
    token: bool

    @property
    def offices(self) -> tuple[int, ...]:
        """Ids of the offices whose requests they see, in order."""
        return tuple(sorted(self.viewer.scope.working))

    @property
    def grants(self) -> tuple[int, ...]:
        """Ids of the requests that were granted to them."""
        return () if self.token else tuple(self._held().values_list("request", flat=True))

    def gets(self, path: str) -> Callable[[], Any]:
        """What asks for a path."""
        return lambda: self.client.get(path)

    def _held(self) -> Any:
        return Grant.objects.held_on(self.viewer.today).filter(user=self.viewer.user)


def officer() -> Caller:
    """The officer of the largest office, by a token."""
    return _program("officer.beijing", "officer of one office")


def supervisor() -> Caller:
    """The supervisor of the headquarters, who sees the offices below, by a token."""
    return _program("supervisor", "supervisor over all offices")


def granted() -> Caller:
    """An officer of a small office who was given sight of requests elsewhere, by a session: no token reaches so far."""
    user, giver = _user("officer.jersey"), _user("supervisor")
    seen = Viewer(user=user, at=clock.now())
    elsewhere = AssistanceRequest.objects.exclude(office__in=seen.scope.working).order_by("-pk")
    if not Grant.objects.filter(user=user).exists():
        Grant.objects.bulk_create(
            Grant(request=row, user=user, given_by=giver, from_on=SINCE) for row in elsewhere[:GRANTED]
        )
    client = Client()
    client.force_login(user)
    return Caller(name="officer with grants elsewhere", client=client, viewer=seen, token=False)


def reader() -> Caller:
    """The officer of the largest office on the pages, by a session."""
    user, client = _user("officer.beijing"), Client()
    client.force_login(user)
    return Caller(
        name="officer of one office", client=client, viewer=Viewer(user=user, at=clock.now()), token=False
    )


def overseer() -> Caller:
    """The supervisor on the pages, by a session."""
    user, client = _user("supervisor"), Client()
    client.force_login(user)
    return Caller(
        name="supervisor over all offices",
        client=client,
        viewer=Viewer(user=user, at=clock.now()),
        token=False,
    )


def _program(address: str, name: str) -> Caller:
    user, now = _user(address), clock.now()
    office = user.memberships.order_by("pk")[0].office
    _token, secret = services.make_token(
        user,
        office,
        label="benchmark",
        scopes=frozenset(Scope),
        expires_at=now + dt.timedelta(days=1),
        by=user,
        at=now,
    )
    client = Client(headers={"authorization": f"Bearer {secret}"})
    return Caller(name=name, client=client, viewer=Viewer(user=user, at=now, bound_to=office), token=True)


def _user(address: str) -> User:
    return User.objects.get(email=f"{address}@example.org")
