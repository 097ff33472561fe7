"""Notices over the API."""

from __future__ import annotations

import datetime as dt

import pytest

from tests import factories
from tests.tracker.api.world import World, program
from tracker.accounts.choices import Scope
from tracker.casework.models import AssistanceRequest
from tracker.notices.models import Notice
from workflows.vocabulary import Role

LIST = "/api/v1/me/notices/"


@pytest.fixture
def row(world: World) -> AssistanceRequest:
    sent = world.sent()
    sent = factories.done(sent, "acknowledge", by=world.supervisor, on=dt.date(2026, 3, 9))
    return factories.done(sent, "execute", by=world.supervisor, on=dt.date(2026, 3, 9), items=("1",))


def test_they_are_listed_and_marked(world: World, row: AssistanceRequest) -> None:
    client = program(world.officer)
    newest, first = client.get(LIST).json()["results"]
    assert (newest["message"]["text"], first["message"]["text"]) == ("Executed", "Acknowledged")
    assert newest["request"] == {"uuid": str(row.uuid), "reference": row.reference}
    assert client.post(f"{LIST}{newest['uuid']}/readings/").json() == {"unread": 1}
    assert [line["uuid"] for line in client.get(f"{LIST}?unread=true").json()["results"]] == [first["uuid"]]
    assert client.post(f"{LIST}readings/", {"until": newest["uuid"]}, format="json").json() == {"unread": 0}
    assert client.get(f"{LIST}?unread=maybe").status_code == 422


def test_each_has_their_own(world: World, row: AssistanceRequest) -> None:
    uuid = Notice.objects.first()
    assert uuid is not None
    for other in (world.supervisor, world.stranger, world.auditor):
        client = program(other)
        assert client.get(LIST).json()["results"] == []
        assert client.post(f"{LIST}{uuid.uuid}/readings/").status_code == 404
        assert client.post(f"{LIST}readings/", {"until": str(uuid.uuid)}, format="json").status_code == 404
    assert program(world.officer, {Scope.READ}).post(f"{LIST}{uuid.uuid}/readings/").status_code == 403
    assert not Notice.objects.exclude(read_at=None).exists()


def test_a_token_is_told_of_its_office_only(world: World, row: AssistanceRequest) -> None:
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    assert program(world.officer, office=world.elsewhere).get(LIST).json()["results"] == []
