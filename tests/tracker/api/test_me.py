"""Who the caller is, as the caller is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import NOON, World, program
from tracker.accounts.choices import Scope
from tracker.accounts.models import ApiToken
from workflows.vocabulary import Role

ME = "/api/v1/me/"


def roles(answer: Any) -> dict[str, list[str]]:
    return {line["office"]["code"]: line["roles"] for line in answer.json()["roles"]}


def test_a_program_is_told_of_its_account_and_its_token(world: World) -> None:
    feed = factories.program("Feed", role=Role.OFFICER, office=world.beijing, time_zone="Asia/Shanghai")
    answer = program(feed, {Scope.READ, Scope.WRITE}).get(ME)
    assert answer.status_code == 200
    token = ApiToken.objects.get()
    assert answer.json() == {
        "uuid": str(feed.uuid),
        "name": "Feed",
        "email": "feed@example.org",
        "kind": "program",
        "language": "en",
        "time_zone": "Asia/Shanghai",
        "quiet_from": None,
        "quiet_until": None,
        "wants_copies": True,
        "roles": [{"office": {"code": "BEJ", "name": "Office BEJ"}, "roles": ["officer"]}],
        "token": {
            "uuid": str(token.uuid),
            "label": "a test",
            "hint": token.hint,
            "office": {"code": "BEJ", "name": "Office BEJ"},
            "scopes": ["read", "write"],
            "created_at": "2026-03-09T11:00:00Z",
            "expires_at": "2026-04-08T12:00:00Z",
        },
    }


@pytest.mark.parametrize("scope", list(Scope))
def test_any_scope_will_do(world: World, scope: Scope) -> None:
    assert program(world.officer, {scope}).get(ME).status_code == 200


def test_a_person_on_a_page_has_no_token(world: World) -> None:
    client = APIClient()
    client.force_login(world.supervisor)
    answer = client.get(ME)
    assert (answer.json()["kind"], answer.json()["token"]) == ("person", None)
    assert roles(answer) == {"HQ": ["supervisor"], "BEJ": ["supervisor"]}


def test_a_token_is_bound_to_its_office_and_those_below(world: World) -> None:
    factories.membership(world.supervisor, world.elsewhere, Role.OFFICER)
    factories.membership(world.supervisor, world.beijing, Role.OFFICER)
    assert roles(program(world.supervisor, office=world.beijing).get(ME)) == {
        "BEJ": ["officer", "supervisor"]
    }
    assert set(roles(program(world.supervisor, office=world.head).get(ME))) == {"HQ", "BEJ"}
    assert set(roles(program(world.supervisor, office=world.elsewhere).get(ME))) == {"PAR"}


def test_a_role_that_is_over_is_none(world: World) -> None:
    factories.membership(world.officer, world.beijing, Role.SUPERVISOR, until_on=NOON.date())
    starting = NOON.date() + dt.timedelta(days=1)
    factories.membership(world.officer, world.elsewhere, Role.OFFICER, from_on=starting)
    assert roles(program(world.officer).get(ME)) == {"BEJ": ["officer"]}


def test_nobody_is_told_nothing(world: World) -> None:
    answer = APIClient().get(ME)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_number_of_queries_does_not_grow_with_offices(world: World) -> None:
    client = program(world.supervisor)
    client.get(ME)
    with CaptureQueriesContext(connection) as few:
        client.get(ME)
    for number in range(5):
        factories.office(f"X{number}", parent=world.head)
    with CaptureQueriesContext(connection) as many:
        client.get(ME)
    assert len(many) == len(few)
