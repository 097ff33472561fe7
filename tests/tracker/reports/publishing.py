"""Figures that somebody published, what is entered afterwards, and programs that read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django.test import Client
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import EVERYTHING, token_for
from tests.tracker.casework.post import Post
from tracker.accounts.choices import Scope
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest
from tracker.reports.models import Publication

D = dt.date
PUBLISHED = D(2026, 5, 1)
LATER = D(2026, 8, 1)
ASKED = "from=2026-01-01&until=2026-12-31&each=year&as_of=2026-04-30&minimum=1"
PUBLISH = f"/reports/flow/publish/?{ASKED}"
API = "/api/v1/publications/"


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def published_in_may(client: Client, clock: MovableClock, post: Post, asked: str = PUBLISH) -> str:
    """The address of figures that the head published in May; it is August."""
    clock.move_to(factories.moment(PUBLISHED, 12))
    answer = signed_in(client, post.supervisor).post(asked, {"key": str(uuid4())})
    assert answer.status_code == 302
    clock.move_to(factories.moment(LATER, 12))
    return str(answer["Location"])


def program(user: User, scopes: Collection[Scope] = EVERYTHING) -> APIClient:
    """A client with a token that is still good in August."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_for(user, scopes, days=300)}")
    return client


def restatement(post: Post) -> dict[str, Any]:
    """What the head's program is told of the only figures that are published."""
    address = f"{API}{Publication.objects.get().uuid}/restatement/"
    found: dict[str, Any] = program(post.supervisor).get(address).json()
    return found


def withdrawn_late(post: Post, row: AssistanceRequest) -> AssistanceRequest:
    late = factories.moment(D(2026, 6, 1))
    return post.done(row, "withdraw", D(2026, 4, 1), texts={"reason": "x"}, recorded_at=late)
