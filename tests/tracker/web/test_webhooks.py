"""The pages of webhooks: for those who work in an office; the secret once, failures in sight, each with a retry."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import NOON, World, make_world
from tracker.accounts import services as accounts
from tracker.outbox.models import AllowedHost, OutgoingState, Trouble, Webhook, WebhookDelivery
from tracker.outbox.services import hosts, webhooks
from tracker.outbox.services.webhooks import WebhookChange
from tracker.outbox.signing import secret_of
from workflows.vocabulary import Role

URL = "https://hooks.example.org/in"


@pytest.fixture
def world(db: None, clock: MovableClock) -> World:
    made = make_world(clock)
    hosts.allow_host("hooks.example.org", note="The case system", by=made.administrator, at=NOON)
    return made


@pytest.fixture
def ann(world: World) -> Client:
    return _client(world.officer)


@pytest.fixture
def webhook(world: World) -> Webhook:
    return webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=NOON)


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(webhook: Webhook, name: str = "webhook", *more: object) -> str:
    return reverse(name, args=[webhook.uuid, *more])


def _given(world: World, **more: object) -> dict[str, object]:
    return {"key": uuid4(), "office": world.beijing.uuid, "url": URL, "kinds": ["sent"], **more}


def _words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def _delivery(world: World, state: OutgoingState, trouble: str = "") -> WebhookDelivery:
    world.opened()
    delivery = WebhookDelivery.objects.latest("pk")
    WebhookDelivery.objects.filter(pk=delivery.pk).update(state=state, last_error=trouble)
    return delivery


@pytest.mark.parametrize("listed", [0, 1])
def test_the_list_leads_to_a_new_one_once(world: World, ann: Client, listed: int) -> None:
    for _number in range(listed):
        webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=NOON)
    answer = ann.get(reverse("webhooks"))
    assert len(answer.context["webhooks"]) == listed
    assert _words(answer).count(f'href="{reverse("webhook_new")}"') == 1


def test_one_is_made_and_its_secret_shown_in_the_answer_alone(world: World, ann: Client) -> None:
    assert ann.get(reverse("webhook_new")).context["form"]["office"].value() == world.beijing.uuid
    answer = ann.post(reverse("webhook_new"), _given(world))
    webhook = Webhook.objects.get()
    secret = secret_of(webhook.uuid, 1)
    assert (webhook.kinds, webhook.owner) == (["sent"], world.officer)
    assert secret in _words(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret not in _words(ann.get(_page(webhook)))


def test_a_form_that_is_sent_twice_makes_one_and_shows_the_same_secret(world: World, ann: Client) -> None:
    given = _given(world)
    pages = [_words(ann.post(reverse("webhook_new"), given)) for _time in range(2)]
    secret = secret_of(Webhook.objects.get().uuid, 1)
    assert all(secret in page for page in pages)


def test_nobody_else_is_shown_a_secret_by_sending_the_form_of_somebody(
    world: World, ann: Client, webhook: Webhook
) -> None:
    answer = _client(world.supervisor).post(reverse("webhook_new"), _given(world, key=webhook.uuid))
    assert answer.status_code == 422
    assert secret_of(webhook.uuid, 1) not in _words(answer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "https://evil.example/"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "http://hooks.example.org/"}, "url"),
        ({"kinds": ["gossip"]}, "kinds"),
        ({"office": "PAR"}, "office"),
        ({"office": ""}, "office"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_all_is_kept(
    world: World, ann: Client, changes: dict[str, object], field: str
) -> None:
    given = _given(world, **({"office": world.elsewhere.uuid} if changes == {"office": "PAR"} else changes))
    answer = ann.post(reverse("webhook_new"), given)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Webhook.objects.exists()


def test_the_list_tells_what_is_in_order_and_what_is_not(world: World, ann: Client, webhook: Webhook) -> None:
    page = _words(ann.get(reverse("webhooks")))
    assert "in order" in page
    assert "The case system" in page
    _delivery(world, OutgoingState.FAILED)
    assert "1 could not be delivered" in _words(ann.get(reverse("webhooks")))
    webhooks.change_webhook(webhook, WebhookChange(is_active=False), by=world.officer, at=NOON)
    assert "switched off" in _words(ann.get(reverse("webhooks")))
    webhooks.remove_webhook(webhook, by=world.officer, at=NOON)
    assert "Your offices have no webhook" in _words(ann.get(reverse("webhooks")))


def test_what_failed_is_sent_again_and_what_arrived_is_not(
    world: World, ann: Client, webhook: Webhook
) -> None:
    failed = _delivery(world, OutgoingState.FAILED, Trouble.TIMED_OUT)
    page = _words(ann.get(_page(webhook)))
    assert "no answer in time" in page
    assert page.count("Send again<span") == 1
    answer = ann.post(_page(webhook, "webhook_retry", failed.uuid), follow=True)
    assert "It is sent again" in _words(answer)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (OutgoingState.QUEUED, 0)
    assert "Send again<span" not in _words(ann.get(_page(webhook)))
    again = ann.post(_page(webhook, "webhook_retry", failed.uuid), follow=True)
    assert "It is sent again" not in _words(again)
    assert ann.post(_page(webhook, "webhook_retry", uuid4())).status_code == 404


def test_it_is_changed_and_a_refusal_is_shown_on_the_page(
    world: World, ann: Client, webhook: Webhook
) -> None:
    ann.post(_page(webhook), {"url": URL + "2", "kinds": ["sent", "executed"]})
    webhook.refresh_from_db()
    assert (webhook.url, webhook.kinds, webhook.is_active) == (URL + "2", ["sent", "executed"], False)
    assert "the webhook is switched off" in _words(ann.get(_page(webhook)))
    refused = ann.post(_page(webhook), {"url": "https://evil.example/", "is_active": "on"})
    assert refused.status_code == 422
    assert "No administrator has allowed evil.example" in _words(refused)
    webhook.refresh_from_db()
    assert (webhook.url, webhook.is_active) == (URL + "2", False)


def test_another_secret_is_shown_once_and_made_once(world: World, ann: Client, webhook: Webhook) -> None:
    address = _page(webhook, "webhook_secret")
    pages = [_words(ann.post(address, {"seen": 1})) for _time in range(2)]
    webhook.refresh_from_db()
    assert webhook.generation == 2
    assert all(secret_of(webhook.uuid, 2) in page for page in pages)
    stale = _client(world.supervisor).post(address, {"seen": 1}, follow=True)
    assert secret_of(webhook.uuid, 2) not in _words(stale)
    assert "Somebody has changed the secret meanwhile" in _words(stale)
    ann.post(address, {"seen": "x"})
    webhook.refresh_from_db()
    assert webhook.generation == 2


def test_whoever_changes_the_address_owns_it_and_is_not_shown_the_secret_of_another(
    world: World, webhook: Webhook
) -> None:
    sue = _client(world.supervisor)
    assert "becomes the owner of the webhook" in _words(sue.get(_page(webhook)))
    sue.post(_page(webhook), {"url": f"{webhook.url}2", "is_active": "on"})
    webhook.refresh_from_db()
    assert webhook.owner == world.supervisor
    shown = [
        sue.post(reverse("webhook_new"), _given(world, key=webhook.uuid)),
        sue.post(_page(webhook, "webhook_secret"), {"seen": 0}, follow=True),
    ]
    assert not any(secret_of(webhook.uuid, 1) in _words(answer) for answer in shown)


def test_a_test_is_sent_and_refused_where_none_could_arrive(
    world: World, ann: Client, webhook: Webhook
) -> None:
    address = _page(webhook, "webhook_test")
    assert "on its way" in _words(ann.post(address, follow=True))
    assert "on its way already" in _words(ann.post(address, follow=True))
    assert WebhookDelivery.objects.get().event is None


def test_it_is_removed(world: World, ann: Client, webhook: Webhook) -> None:
    assert "The webhook is removed" in _words(ann.post(_page(webhook, "webhook_remove"), follow=True))
    assert ann.get(_page(webhook)).status_code == 404


def test_the_page_says_why_nothing_is_sent(world: World, webhook: Webhook) -> None:
    sue = _client(world.supervisor)
    assert "Nothing is sent" not in _words(sue.get(_page(webhook)))
    host = AllowedHost.objects.get()
    hosts.remove_host(host, by=world.administrator, at=NOON)
    assert "the host is not allowed any more" in _words(sue.get(_page(webhook)))
    accounts.end_membership(
        world.officer.memberships.get(), until_on=dt.date(2026, 3, 9), by=world.administrator, at=NOON
    )
    assert "its owner no longer works in the office" in _words(sue.get(_page(webhook)))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR, None])
def test_for_others_it_does_not_exist(world: World, webhook: Webhook, role: Role | None) -> None:
    failed = _delivery(world, OutgoingState.FAILED)
    office = world.elsewhere if role is Role.OFFICER else world.beijing
    other = _client(factories.user("Olga Other", role=role, office=office))
    gets = [other.get(_page(webhook)).status_code]
    posts = [
        other.post(_page(webhook, name, *more), {"seen": 1}).status_code
        for name, more in (
            ("webhook", ()),
            ("webhook_secret", ()),
            ("webhook_test", ()),
            ("webhook_remove", ()),
            ("webhook_retry", (failed.uuid,)),
        )
    ]
    assert set(gets + posts) == {404}
    assert other.get(reverse("webhooks")).status_code == (200 if role is Role.OFFICER else 404)
    assert other.get(reverse("webhook_new")).status_code == (200 if role is Role.OFFICER else 404)
    assert webhook.url not in _words(other.get(reverse("webhooks")))


def test_whoever_is_not_signed_in_is_asked_to(webhook: Webhook) -> None:
    assert {Client().get(address).status_code for address in (reverse("webhooks"), _page(webhook))} == {302}


def test_the_preferences_lead_there_for_those_who_have_an_office(world: World, ann: Client) -> None:
    assert reverse("webhooks") in _words(ann.get(reverse("preferences")))
    assert reverse("webhooks") not in _words(_client(world.auditor).get(reverse("preferences")))


def test_the_number_of_queries_does_not_grow(world: World, ann: Client, webhook: Webhook) -> None:
    def counted() -> list[int]:
        found = []
        for address in (reverse("webhooks"), _page(webhook)):
            with CaptureQueriesContext(connection) as queries:
                ann.get(address)
            found.append(len(queries))
        return found

    world.opened()
    few = counted()
    for _number in range(4):
        webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=NOON)
        world.sent()
    assert counted() == few


def test_the_log_is_read_page_by_page(world: World, ann: Client, webhook: Webhook) -> None:
    for _number in range(3):
        world.sent()
    first = ann.get(_page(webhook))
    assert len(first.context["rows"]) == 10
    assert "12 deliveries" in _words(first)
    second = ann.get(_page(webhook) + first.context["paging"]["next_url"])
    assert len(second.context["rows"]) == 2
