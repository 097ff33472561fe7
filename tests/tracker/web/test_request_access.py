"""Who may open which address of a request: every URL × own, granted, foreign, signed out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, fresh, world
from tracker.accounts.models import User
from tracker.casework import services
from tracker.casework.models import Event, Grant
from tracker.web.request_urls import urlpatterns
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

READ = {"request", "request_chances", "document"}
WRITE_FOR_OFFICERS = {
    "request_action",
    "request_edit",
    "request_correct",
    "request_document",
    "request_result",
    "request_link",
    "request_reassign",
    "request_adopt",
}
FOR_SUPERVISORS = {"request_access", "request_access_revoke"}
OF_NONE = {"request_new", "own_record"}
POST_ONLY = {"request_access_revoke"}


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


@pytest.fixture
def addresses(beijing: World) -> dict[str, str]:
    """Every address of one request, under its name."""
    row = beijing.opened()
    recorded_at = factories.moment(dt.date(2026, 3, 2), 10)
    with services.received(ContentFile(b"%PDF-1.7 x", name="a.pdf"), name="a.pdf") as stored:
        services.add_document(
            row, stored, by=beijing.officer, seen_version=row.version, recorded_at=recorded_at
        )
    row = fresh(row)
    reader = factories.user(
        "Rita Reader", role=Role.OFFICER, office=beijing.stranger.memberships.get().office
    )
    beijing.grant(row, reader)
    beijing.people["reader"] = reader
    more: dict[str, list[object]] = {
        "request_action": ["submit"],
        "request_correct": [1],
        "document": [row.documents.get().uuid],
        "request_access_revoke": [Grant.objects.get().uuid],
    }
    names = [str(pattern.name) for pattern in urlpatterns if pattern.name not in OF_NONE]
    return {name: reverse(name, args=[row.uuid, *more.get(name, [])]) for name in names}


def answers(place: World, addresses: dict[str, str], user: User | None) -> dict[str, int]:
    place.client.logout()
    if user is not None:
        place.client.force_login(user)
    found = {}
    for name, address in addresses.items():
        response = (place.client.post if name in POST_ONLY else place.client.get)(address)
        if response.streaming:
            response.getvalue()  # read to its end, which closes the file and leaves the connection alone
        found[name] = response.status_code
    return found


def test_the_matrix_knows_every_address(addresses: dict[str, str]) -> None:
    assert set(addresses) == READ | WRITE_FOR_OFFICERS | FOR_SUPERVISORS


def test_a_stranger_finds_nothing(beijing: World, addresses: dict[str, str]) -> None:
    assert set(answers(beijing, addresses, beijing.stranger).values()) == {404}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_administrators_and_auditors_find_nothing(
    beijing: World, addresses: dict[str, str], role: Role
) -> None:
    other = factories.user("Olga Other", role=role, office=beijing.office)
    assert set(answers(beijing, addresses, other).values()) == {404}


def test_who_is_not_signed_in_is_asked_to(beijing: World, addresses: dict[str, str]) -> None:
    assert set(answers(beijing, addresses, None).values()) == {302}


def test_a_granted_reader_reads_and_does_nothing_else(beijing: World, addresses: dict[str, str]) -> None:
    found = answers(beijing, addresses, beijing.people["reader"])
    assert {name: code for name, code in found.items() if name in READ} == dict.fromkeys(READ, 200)
    assert {code for name, code in found.items() if name not in READ} == {403}


def test_a_granted_reader_cannot_post_either(beijing: World, addresses: dict[str, str]) -> None:
    beijing.client.force_login(beijing.people["reader"])
    before = Event.objects.count()
    for name, address in addresses.items():
        assert beijing.client.post(address, {"seen_version": 3}).status_code in {403, 405}, name
    assert Event.objects.count() == before


def test_the_office_works_and_its_supervisor_gives_access(beijing: World, addresses: dict[str, str]) -> None:
    officer = answers(beijing, addresses, beijing.officer)
    assert {code for name, code in officer.items() if name in READ | WRITE_FOR_OFFICERS} == {200}
    assert {code for name, code in officer.items() if name in FOR_SUPERVISORS} == {403}
    supervisor = answers(beijing, addresses, beijing.supervisor)
    assert supervisor["request_access"] == 200
    assert supervisor["request_access_revoke"] == 302


def test_a_grant_that_ended_shows_nothing(beijing: World, addresses: dict[str, str]) -> None:
    Grant.objects.update(until_on=dt.date(2026, 6, 1))
    assert set(answers(beijing, addresses, beijing.people["reader"]).values()) == {404}


def test_a_document_of_another_request_is_not_found(beijing: World, addresses: dict[str, str]) -> None:
    mine = beijing.opened(title="Another")
    foreign = addresses["document"].rstrip("/").rsplit("/", 1)[1]
    assert beijing.get("document", mine.uuid, foreign).status_code == 404


def test_only_who_works_somewhere_logs_requests(beijing: World) -> None:
    auditor = factories.user("Olga Other", role=Role.AUDITOR, office=beijing.office)
    assert beijing.get("request_new", as_=auditor).status_code == 403
    assert beijing.get("request_new").status_code == 200
