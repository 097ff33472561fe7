"""Who may call which address: every address under a request × every caller × own, granted, foreign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import World, program
from tracker.accounts.choices import Scope
from tracker.accounts.models import User
from tracker.api.requests.urls import urlpatterns
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Event, Grant
from workflows.vocabulary import Role

READ = {
    "request",
    "items",
    "events",
    "deadlines",
    "documents",
    "document",
    "actions",
    "chances",
    "links",
    "results",
    "grants",
}
WRITTEN_BY_OFFICERS = {"action", "corrections", "documents", "links", "results", "reassignments", "adoptions"}
WRITTEN_BY_SUPERVISORS = {"grants", "revocation"}
WRITTEN = WRITTEN_BY_OFFICERS | WRITTEN_BY_SUPERVISORS
FILES = {"documents"}


@pytest.fixture
def row(world: World) -> AssistanceRequest:
    """A request with a document and a reader of another office."""
    row = world.opened()
    at = factories.moment(dt.date(2026, 3, 2), 10)
    with services.received(ContentFile(b"%PDF-1.7 x", name="a.pdf"), name="a.pdf") as stored:
        services.add_document(row, stored, by=world.officer, recorded_at=at, seen_version=1)
    services.grant_access(
        row, world.stranger, until_on=None, by=world.supervisor, recorded_at=at, seen_version=2
    )
    return AssistanceRequest.objects.get(pk=row.pk)


@pytest.fixture
def addresses(row: AssistanceRequest) -> Mapping[str, str]:
    more: dict[str, list[object]] = {
        "action": ["note"],
        "corrections": [1],
        "document": [row.documents.get().uuid],
        "revocation": [Grant.objects.get().uuid],
    }
    return {name: reverse(f"api:{name}", args=[row.uuid, *more.get(name, [])]) for name in names()}


def names() -> list[str]:
    return [str(pattern.name) for pattern in urlpatterns if "<uuid:uuid>" in str(pattern.pattern)]


def reads(client: APIClient, addresses: Mapping[str, str]) -> dict[str, int]:
    return {name: _closed(client.get(addresses[name])) for name in sorted(READ)}


def writes(client: APIClient, addresses: Mapping[str, str]) -> dict[str, int]:
    """Every write with a body that is wrong: whoever may write at all is told so."""
    found = {
        name: client.post(addresses[name], {}, format="multipart" if name in FILES else "json").status_code
        for name in sorted(WRITTEN)
    }
    return found | {"edit": client.patch(addresses["request"], {}, format="json").status_code}


def _closed(response: Any) -> int:
    if response.streaming:
        response.getvalue()
    return int(response.status_code)


def test_the_matrix_knows_every_address() -> None:
    assert set(names()) == READ | WRITTEN


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_stranger_finds_nothing(world: World, addresses: Mapping[str, str], role: Role) -> None:
    office = world.elsewhere if role is Role.OFFICER else world.beijing
    other = program(factories.user("Olga Other", role=role, office=office))
    assert set(reads(other, addresses).values()) == {404}
    assert set(writes(other, addresses).values()) == {404}


def test_nobody_is_asked_who_they_are(addresses: Mapping[str, str]) -> None:
    client = APIClient()
    assert set(reads(client, addresses).values()) == {401}
    assert set(writes(client, addresses).values()) == {401}
    answer = client.get(addresses["request"])
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_granted_reader_reads_by_session_and_does_nothing_else(
    world: World, addresses: Mapping[str, str]
) -> None:
    client = APIClient()
    client.force_login(world.stranger)
    before = Event.objects.count()
    assert set(reads(client, addresses).values()) == {200}
    assert client.get(addresses["actions"]).json()["results"] == []
    assert set(writes(client, addresses).values()) == {403}
    assert Event.objects.count() == before


def test_a_token_sees_nothing_that_was_granted_beyond_its_office(
    world: World, addresses: Mapping[str, str]
) -> None:
    assert set(reads(program(world.stranger), addresses).values()) == {404}


def test_officers_read_and_write_and_supervisors_give_access(
    world: World, addresses: Mapping[str, str]
) -> None:
    officer = program(world.officer)
    assert set(reads(officer, addresses).values()) == {200}
    answers = writes(officer, addresses)
    assert {answers[name] for name in [*WRITTEN_BY_OFFICERS, "edit"]} == {422}
    assert {answers[name] for name in WRITTEN_BY_SUPERVISORS} == {403}
    supervisor = program(world.supervisor)
    assert set(reads(supervisor, addresses).values()) == {200}
    assert {writes(supervisor, addresses)[name] for name in WRITTEN_BY_SUPERVISORS} == {422}


def test_a_token_is_good_for_its_scopes_only(world: World, addresses: Mapping[str, str]) -> None:
    reader, writer = program(world.officer, {Scope.READ}), program(world.officer, {Scope.WRITE})
    assert set(reads(reader, addresses).values()) == {200}
    assert set(writes(reader, addresses).values()) == {403}
    assert set(reads(writer, addresses).values()) == {403}
    assert set(reads(program(world.officer, {Scope.REPORTS}), addresses).values()) == {403}


def test_a_token_is_bound_to_its_office(world: World, addresses: Mapping[str, str]) -> None:
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    there = program(world.officer, office=world.elsewhere)
    assert there.get("/api/v1/requests/").json()["results"] == []
    assert set(reads(there, addresses).values()) == {404}
    body = {"office": "BEJ", "direction": "outgoing", "channel": "letter_exchange", "title": "x"}
    refused = there.post("/api/v1/requests/", body, format="json").json()
    assert {"pointer": "#/office", "detail": "Choose one of your own offices."} in refused["errors"]


def test_a_supervisors_token_reaches_the_offices_below_its_own(world: World, row: AssistanceRequest) -> None:
    listed = program(world.supervisor).get("/api/v1/requests/").json()["results"]
    assert [line["uuid"] for line in listed] == [str(row.uuid)]


def test_a_link_tells_nothing_of_a_request_that_one_may_not_see(
    world: World, row: AssistanceRequest, addresses: Mapping[str, str]
) -> None:
    foreign = factories.opened(by=world.stranger, office=world.elsewhere)
    client = program(world.officer)
    for target in (foreign.uuid, uuid4()):
        body = {"seen_version": row.version, "kind": "parallel_to", "target": str(target)}
        assert client.post(addresses["links"], body, format="json").status_code == 404


def test_a_session_writes_only_with_the_token_of_its_page(world: World, addresses: Mapping[str, str]) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.officer)
    assert client.post(addresses["action"], {}, format="json").status_code == 403


@pytest.mark.parametrize("ended", ["expired", "revoked", "deactivated"])
def test_a_token_that_counts_no_more_is_no_token(
    world: World, addresses: Mapping[str, str], ended: str, clock: Any
) -> None:
    client = program(world.officer)
    _ENDINGS[ended](world.officer, clock)
    assert set(reads(client, addresses).values()) == {401}


def _revoke(user: User, clock: Any) -> None:
    user.api_tokens.update(revoked_at=clock.now())


def _deactivate(user: User, _clock: Any) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


_ENDINGS: Mapping[str, Callable[[User, Any], None]] = {
    "expired": lambda _user, clock: clock.advance(days=40),
    "revoked": _revoke,
    "deactivated": _deactivate,
}
