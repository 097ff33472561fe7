"""Webhooks over the API: for those who work in the office, their secret shown once, each delivery accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from tests import factories
from tests.receiver import Receiver, receiver, status
from tests.tracker.api.world import NOON, World, program
from tracker.accounts.choices import Scope
from tracker.api.webhooks.urls import urlpatterns
from tracker.idempotency.models import KeptAnswer
from tracker.outbox.models import AllowedHost, OutgoingState, Webhook, WebhookDelivery
from tracker.outbox.services import delivering, hosts
from tracker.outbox.signing import secret_of
from workflows.vocabulary import Role

ALL = "/api/v1/webhooks/"


@pytest.fixture
def there(world: World, settings: Settings) -> Iterator[Receiver]:
    """A receiver on loopback that an administrator has allowed."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = settings.WEBHOOK_PLAIN_HTTP = True
    with receiver() as found:
        hosts.allow_host("127.0.0.1", port=found.port, by=world.administrator, at=NOON)
        yield found


@pytest.fixture
def ann(world: World) -> APIClient:
    return program(world.officer)


@pytest.fixture
def made(ann: APIClient, there: Receiver) -> dict[str, Any]:
    """A webhook as its maker was answered."""
    return dict(post(ann, ALL, {"office": "BEJ", "url": there.url}, expect=201))


def post(
    client: APIClient, address: str, body: dict[str, Any] | None = None, *, expect: int, key: str = ""
) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(address, body or {}, format="json", headers=headers)
    assert answer.status_code == expect, answer.json()
    return answer.json()


def one(made: dict[str, Any], *more: object) -> str:
    return "/".join([f"{ALL}{made['uuid']}", *map(str, more), ""])


def test_it_is_made_with_a_secret_that_is_shown_then_and_never_again(
    world: World, ann: APIClient, made: dict[str, Any], there: Receiver
) -> None:
    webhook = Webhook.objects.get()
    assert made == {
        "uuid": str(webhook.uuid),
        "office": "BEJ",
        "owner": {"uuid": str(world.officer.uuid), "name": "Ann Officer"},
        "url": there.url,
        "kinds": [],
        "is_active": True,
        "secret_generation": 1,
        "failed_count": 0,
        "created_at": made["created_at"],
        "secret": secret_of(webhook.uuid, 1),
    }
    read = ann.get(one(made)).json()
    assert read == {name: value for name, value in made.items() if name != "secret"}
    assert ann.get(ALL).json() == {"results": [read], "next": None, "previous": None}
    assert set(ann.get(f"{ALL}?fields=uuid,url").json()["results"][0]) == {"uuid", "url"}


def test_a_repeated_call_shows_the_secret_again_and_nothing_keeps_it(ann: APIClient, there: Receiver) -> None:
    body = {"office": "BEJ", "url": there.url, "kinds": ["sent"]}
    first = post(ann, ALL, body, expect=201, key="one")
    again = post(ann, ALL, body, expect=201, key="one")
    assert first == again
    assert Webhook.objects.count() == 1
    assert first["secret"] not in KeptAnswer.objects.get().body
    turned = post(ann, one(first, "rotations"), expect=200, key="two")
    post(ann, one(first, "rotations"), expect=200, key="three")
    assert post(ann, one(first, "rotations"), expect=200, key="two") == turned
    assert turned["secret_generation"] == 2
    assert len({first["secret"], turned["secret"]}) == 2
    assert not any("mlawh_" in kept.body for kept in KeptAnswer.objects.all())


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"office": "PAR"}, "#/office"),
        ({"office": "HQ"}, "#/office"),
        ({"url": ""}, "#/url"),
        ({"url": "https://evil.example/"}, "#/url"),
        ({"url": "file:///etc/passwd"}, "#/url"),
        ({"url": "http://user:pass@127.0.0.1/"}, "#/url"),
        ({"kinds": ["gossip"]}, "#/kinds/0"),
        ({"kinds": "sent"}, "#/kinds"),
        ({"is_active": True}, "#/is_active"),
        ({"secret": "mine"}, "#/secret"),
        ({"url": "http://127.0.0.1/\0"}, "#/url"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    ann: APIClient, there: Receiver, body: dict[str, Any], pointer: str
) -> None:
    told = post(ann, ALL, {"office": "BEJ", "url": there.url} | body, expect=422)
    assert pointer in {error["pointer"] for error in told["errors"]}
    assert not Webhook.objects.exists()


def test_it_is_changed_and_removed(ann: APIClient, made: dict[str, Any]) -> None:
    body = {"kinds": ["sent", "executed"], "is_active": False}
    changed = ann.patch(one(made), body, format="json").json()
    assert (changed["kinds"], changed["is_active"], changed["url"]) == (
        ["sent", "executed"],
        False,
        made["url"],
    )
    assert ann.patch(one(made), {"kinds": []}, format="json").json()["kinds"] == []
    assert ann.patch(one(made), {"url": "https://evil.example/"}, format="json").status_code == 422
    assert ann.patch(one(made), {"owner": "x"}, format="json").status_code == 422
    assert ann.delete(one(made)).status_code == 204
    assert ann.delete(one(made)).status_code == 404
    assert ann.get(one(made)).status_code == 404
    assert ann.get(ALL).json()["results"] == []


def test_the_log_says_what_became_of_each_event(
    world: World, ann: APIClient, made: dict[str, Any], there: Receiver
) -> None:
    row = world.opened()
    there.answer = status(500)
    delivering.deliver(at=NOON)
    (line,) = ann.get(one(made, "deliveries")).json()["results"]
    assert line == {
        "uuid": there.calls[0].id,
        "event": {"kind": "drafted", "sequence": 1, "request": str(row.uuid), "reference": row.reference},
        "state": "queued",
        "attempts": 1,
        "next_attempt_at": "2026-03-09T12:01:00Z",
        "trouble": "status",
        "last_status": 500,
        "created_at": "2026-03-02T09:00:00Z",
        "delivered_at": None,
    }


def test_the_log_is_read_by_pages_and_by_state(world: World, ann: APIClient, made: dict[str, Any]) -> None:
    world.sent()
    WebhookDelivery.objects.filter(event__sequence=2).update(state=OutgoingState.FAILED)
    assert ann.get(one(made)).json()["failed_count"] == 1
    log = one(made, "deliveries")
    failed = ann.get(f"{log}?state=failed").json()["results"]
    assert [line["event"]["sequence"] for line in failed] == [2]
    assert ann.get(f"{log}?state=lost").status_code == 422
    seen, page = [], ann.get(f"{log}?page_size=3").json()
    while True:
        seen += [line["event"]["sequence"] for line in page["results"]]
        if page["next"] is None:
            break
        page = ann.get(page["next"]).json()
    assert seen == [4, 3, 2, 1]


def test_a_failed_one_is_sent_again_once(
    world: World, ann: APIClient, made: dict[str, Any], there: Receiver
) -> None:
    world.opened()
    delivery = WebhookDelivery.objects.get()
    address = one(made, "deliveries", delivery.uuid, "retries")
    post(ann, address, expect=422)
    WebhookDelivery.objects.update(state=OutgoingState.FAILED, attempts=12, last_error="status")
    queued = post(ann, address, expect=202)
    assert (queued["state"], queued["attempts"], queued["trouble"]) == ("queued", 0, None)
    delivering.deliver(at=NOON.replace(hour=13))
    assert there.calls[0].id == str(delivery.uuid)
    post(ann, address, expect=422)
    post(ann, one(made, "deliveries", uuid4(), "retries"), expect=404)


def test_a_ping_is_sent_and_accounted_for(ann: APIClient, made: dict[str, Any], there: Receiver) -> None:
    ping = post(ann, one(made, "pings"), expect=202)
    assert ping["event"] is None
    post(ann, one(made, "pings"), expect=422)
    delivering.deliver(at=NOON.replace(hour=13))
    (line,) = ann.get(one(made, "deliveries")).json()["results"]
    assert (line["uuid"], line["state"], line["last_status"]) == (there.calls[0].id, "sent", 204)
    ann.patch(one(made), {"is_active": False}, format="json")
    post(ann, one(made, "pings"), expect=422)


def test_what_is_not_asked_for_is_refused(ann: APIClient, made: dict[str, Any]) -> None:
    for part in ("pings", "rotations"):
        post(ann, one(made, part), {"generation": 7}, expect=422)
    assert Webhook.objects.get().generation == 1


ONLY_READ = {("get", "webhook"), ("get", "webhook_deliveries")}
WRITTEN = {
    ("patch", "webhook"),
    ("post", "webhook_rotations"),
    ("post", "webhook_pings"),
    ("post", "webhook_delivery_retries"),
    ("delete", "webhook"),
}
PARTS = {
    "webhook": (),
    "webhook_rotations": ("rotations",),
    "webhook_pings": ("pings",),
    "webhook_deliveries": ("deliveries",),
    "webhook_delivery_retries": ("deliveries", "DELIVERY", "retries"),
}
Ask = Callable[[APIClient, set[tuple[str, str]]], dict[tuple[str, str], int]]


@pytest.fixture
def ask(world: World, made: dict[str, Any]) -> Ask:
    """Every address about the webhook, the removal last."""
    world.opened()
    WebhookDelivery.objects.update(state=OutgoingState.FAILED)
    delivery = WebhookDelivery.objects.get().uuid

    def asked(client: APIClient, calls: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        found = {}
        for method, name in sorted(calls, key=lambda call: (call[0] == "delete", call)):
            parts = [delivery if part == "DELIVERY" else part for part in PARTS[name]]
            found[method, name] = getattr(client, method)(one(made, *parts), {}, format="json").status_code
        return found

    return asked


def test_the_matrix_knows_every_address() -> None:
    named = {str(pattern.name) for pattern in urlpatterns}
    assert named == set(PARTS) | {"webhooks"}
    assert {name for _method, name in ONLY_READ | WRITTEN} == set(PARTS)


@pytest.mark.parametrize(
    ("role", "office"),
    [
        (Role.OFFICER, "elsewhere"),
        (Role.SUPERVISOR, "elsewhere"),
        (Role.OFFICER, "head"),
        (Role.ADMINISTRATOR, "beijing"),
        (Role.AUDITOR, "beijing"),
    ],
)
def test_others_find_nothing_and_make_nothing(
    world: World, ask: Ask, there: Receiver, role: Role, office: str
) -> None:
    other = program(factories.user("Olga Other", role=role, office=getattr(world, office)))
    assert set(ask(other, ONLY_READ | WRITTEN).values()) == {404}
    assert other.get(ALL).json()["results"] == []
    post(other, ALL, {"office": "BEJ", "url": there.url}, expect=422)
    assert Webhook.objects.get().is_active


@pytest.mark.parametrize(("role", "office"), [(Role.OFFICER, "beijing"), (Role.SUPERVISOR, "head")])
def test_whoever_works_in_the_office_does_everything(world: World, ask: Ask, role: Role, office: str) -> None:
    colleague = program(factories.user("Carl Colleague", role=role, office=getattr(world, office)))
    assert set(ask(colleague, ONLY_READ).values()) == {200}
    answers = ask(colleague, WRITTEN)
    assert answers == {
        ("patch", "webhook"): 200,
        ("post", "webhook_rotations"): 200,
        ("post", "webhook_pings"): 202,
        ("post", "webhook_delivery_retries"): 202,
        ("delete", "webhook"): 204,
    }


def test_nobody_is_asked_who_they_are(ask: Ask) -> None:
    assert set(ask(APIClient(), ONLY_READ | WRITTEN).values()) == {401}


def test_a_token_is_good_for_its_scopes_only(world: World, ask: Ask) -> None:
    assert set(ask(program(world.officer, {Scope.READ}), WRITTEN).values()) == {403}
    assert set(ask(program(world.officer, {Scope.WRITE}), ONLY_READ).values()) == {403}
    assert set(ask(program(world.officer, {Scope.READ}), ONLY_READ).values()) == {200}


def test_a_token_is_bound_to_its_office(world: World, ask: Ask, there: Receiver) -> None:
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    bound = program(world.officer, office=world.elsewhere)
    assert set(ask(bound, ONLY_READ | WRITTEN).values()) == {404}
    post(bound, ALL, {"office": "BEJ", "url": there.url}, expect=422)


def test_a_repeated_call_by_a_token_of_another_office_shows_no_secret(
    world: World, ann: APIClient, there: Receiver
) -> None:
    made = post(ann, ALL, {"office": "BEJ", "url": there.url}, expect=201, key="a")
    post(ann, one(made, "rotations"), expect=200, key="b")
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    bound = program(world.officer, office=world.elsewhere)
    post(bound, ALL, {"office": "BEJ", "url": there.url}, expect=404, key="a")
    post(bound, one(made, "rotations"), expect=404, key="b")
    assert ann.delete(one(made)).status_code == 204
    post(ann, ALL, {"office": "BEJ", "url": there.url}, expect=201, key="a")


def test_lists_cost_the_same_however_long(
    world: World, ann: APIClient, made: dict[str, Any], there: Receiver, django_assert_num_queries: Any
) -> None:
    world.opened()
    addresses = (ALL, one(made, "deliveries"))
    counts = []
    for _round in range(2):
        for address in addresses:
            with django_assert_num_queries(8, exact=False) as counted:
                assert ann.get(address).status_code == 200
            counts.append(len(counted))
        world.sent()
        post(ann, ALL, {"office": "BEJ", "url": there.url}, expect=201)
    assert counts[:2] == counts[2:]
    assert AllowedHost.objects.count() == 1
