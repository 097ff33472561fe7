"""Calendar feeds over the API: listed and revoked, never made; their uses for auditors."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.tracker.api.world import NOON, World, program
from tracker.accounts import services
from tracker.accounts.models import CalendarFeed

LIST = "/api/v1/calendars/"


@pytest.fixture
def feeds(world: World) -> dict[str, CalendarFeed]:
    return {
        "own": services.make_feed(by=world.supervisor, at=NOON)[0],
        "office": services.make_feed(by=world.supervisor, at=NOON, office=world.beijing)[0],
        "other": services.make_feed(by=world.officer, at=NOON)[0],
    }


def listed(client: APIClient) -> set[str]:
    return {line["uuid"] for line in client.get(LIST).json()["results"]}


def test_a_session_lists_its_own_and_those_of_its_offices(
    world: World, feeds: dict[str, CalendarFeed]
) -> None:
    client = APIClient()
    client.force_login(world.supervisor)
    assert listed(client) == {str(feeds["own"].uuid), str(feeds["office"].uuid)}
    told = client.get(LIST).json()["results"]
    assert not any("digest" in line or "secret" in line for line in told)


def test_a_token_sees_those_of_its_office_only(world: World, feeds: dict[str, CalendarFeed]) -> None:
    assert listed(program(world.supervisor)) == {str(feeds["office"].uuid)}
    assert listed(program(world.officer)) == set()
    assert APIClient().get(LIST).status_code == 401


def test_no_call_makes_one(world: World) -> None:
    assert program(world.supervisor).post(LIST, {}, format="json").status_code == 405


def test_one_is_revoked_by_whoever_may_see_it(world: World, feeds: dict[str, CalendarFeed]) -> None:
    address = f"{LIST}{feeds['office'].uuid}/"
    assert program(world.officer).delete(address).status_code == 404
    assert program(world.stranger).delete(address).status_code == 404
    assert program(world.supervisor).delete(address).status_code == 204
    assert program(world.supervisor).delete(address).status_code == 204
    feeds["office"].refresh_from_db()
    assert feeds["office"].revoked_at is not None


def test_auditors_read_the_uses(world: World, feeds: dict[str, CalendarFeed]) -> None:
    for feed in feeds.values():
        services.record_feed_use(feed, status=200, client="203.0.113.7", at=NOON)
    found = program(world.auditor).get("/api/v1/logs/calendars/").json()["results"]
    assert {line["feed"] for line in found} == {str(feed.uuid) for feed in feeds.values()}
    narrowed = program(world.auditor).get("/api/v1/logs/calendars/?office=PAR").json()["results"]
    assert narrowed == []
    assert program(world.officer).get("/api/v1/logs/calendars/").status_code == 403
