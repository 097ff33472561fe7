"""Deliveries: signed, at least once under one id, tried again with pauses, given up in plain sight."""

from __future__ import annotations

import datetime as dt
import re
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from pytest_django import Settings

from tests.crashes import killed
from tests.receiver import Call, Receiver, hang_up, status
from tests.servers import free_port
from tests.tracker.api.world import NOON, World
from tracker.accounts import services as accounts
from tracker.jobs import tasks
from tracker.outbox import payload
from tracker.outbox.models import AllowedHost, OutgoingState, Trouble, Webhook, WebhookDelivery
from tracker.outbox.services import announcing, delivering, hosts, outgoing, webhooks
from tracker.outbox.services.webhooks import WebhookChange
from tracker.outbox.signing import secret_of
from tracker.outbox.transport import SECONDS

AT = NOON
GUIDE = Path(project.BASE_DIR) / "docs" / "webhooks.md"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def one(world: World, webhook: Webhook) -> WebhookDelivery:
    """One event that waits."""
    world.opened(title="Secret title", facts="Secret facts")
    return WebhookDelivery.objects.get()


def is_genuine(call: Call, webhook: Webhook, *, now: dt.datetime = AT) -> bool:
    """What the guide tells receivers to do, as it is printed there."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert code
    printed: dict[str, Any] = {}
    exec(code[1], printed)
    secret = secret_of(webhook.uuid, webhook.generation)
    return bool(printed["is_genuine"](secret, call.headers, call.body, now=now.timestamp()))


def test_an_independent_receiver_verifies_what_arrives(
    there: Receiver, webhook: Webhook, one: WebhookDelivery
) -> None:
    assert delivering.deliver(at=AT) == 1
    (call,) = there.calls
    assert is_genuine(call, webhook)
    assert call.id == str(one.uuid) == call.data["id"]
    assert call.headers["MLA-Webhook-Timestamp"] == str(int(AT.timestamp()))
    assert call.headers["Content-Type"] == "application/json"
    one.refresh_from_db()
    assert (one.state, one.sent_at, one.last_status, one.attempts) == (OutgoingState.SENT, AT, 204, 1)


@pytest.mark.parametrize("later", [-301, 301])
def test_a_call_that_somebody_kept_is_refused_later(
    there: Receiver, webhook: Webhook, one: WebhookDelivery, later: int
) -> None:
    delivering.deliver(at=AT)
    assert not is_genuine(there.calls[0], webhook, now=AT + dt.timedelta(seconds=later))


def test_a_changed_body_id_or_time_is_noticed(
    there: Receiver, webhook: Webhook, one: WebhookDelivery
) -> None:
    delivering.deliver(at=AT)
    (call,) = there.calls
    assert not is_genuine(Call(path="", headers=call.headers, body=call.body + b" "), webhook)
    for name, value in (
        ("MLA-Webhook-Id", "x"),
        ("MLA-Webhook-Timestamp", str(int(AT.timestamp()) + 1)),
        ("MLA-Webhook-Signature", "v1=" + "0" * 64),
    ):
        kept = call.headers[name]
        call.headers.replace_header(name, value)
        assert not is_genuine(call, webhook)
        call.headers.replace_header(name, kept)
    assert is_genuine(call, webhook)


def test_another_secret_signs_from_the_change_on(
    world: World, there: Receiver, webhook: Webhook, one: WebhookDelivery
) -> None:
    changed = webhooks.change_secret(webhook, by=world.supervisor, at=AT)
    delivering.deliver(at=AT)
    assert not is_genuine(there.calls[0], webhook)
    assert is_genuine(there.calls[0], changed)


def test_what_it_says_and_what_it_never_says(there: Receiver, webhook: Webhook, one: WebhookDelivery) -> None:
    delivering.deliver(at=AT)
    assert one.event
    row = one.event.request
    assert there.calls[0].data == {
        "id": str(one.uuid),
        "webhook": str(webhook.uuid),
        "kind": "drafted",
        "sequence": 1,
        "occurred": {"on": "2026-03-02", "at": None, "zone": "UTC", "precision": "day"},
        "recorded_at": "2026-03-02T09:00:00Z",
        "office": "BEJ",
        "request": {
            "uuid": str(row.uuid),
            "reference": row.reference,
            "version": 1,
            "url": f"{project.SITE_URL}/api/v1/requests/{row.uuid}/",
        },
    }
    assert b"Secret" not in there.calls[0].body


def test_a_ping_is_signed_too(there: Receiver, webhook: Webhook) -> None:
    ping = announcing.ping(webhook, at=AT)
    delivering.deliver(at=AT)
    (call,) = there.calls
    assert is_genuine(call, webhook)
    assert call.data == {
        "id": str(ping.uuid),
        "webhook": str(webhook.uuid),
        "kind": "ping",
        "office": "BEJ",
        "recorded_at": "2026-03-09T12:00:00Z",
    }


def test_what_was_accepted_is_not_sent_again(there: Receiver, one: WebhookDelivery) -> None:
    assert [delivering.deliver(at=AT + number * MINUTE) for number in range(3)] == [1, 0, 0]
    assert not delivering.retry(one, at=AT)
    assert len(there.calls) == 1


@pytest.mark.parametrize("code", [302, 400, 404, 410, 500, 503])
def test_any_other_answer_is_tried_again(there: Receiver, one: WebhookDelivery, code: int) -> None:
    there.answer = status(code, Location="http://127.0.0.1:1/")
    delivering.deliver(at=AT)
    one.refresh_from_db()
    assert (one.state, one.last_error, one.last_status) == (OutgoingState.QUEUED, Trouble.STATUS, code)
    assert one.next_attempt_at == AT + MINUTE
    there.answer = status(200)
    delivering.deliver(at=AT + MINUTE)
    one.refresh_from_db()
    assert (one.state, one.last_error, one.last_status) == (OutgoingState.SENT, "", 200)
    assert {call.id for call in there.calls} == {str(one.uuid)}


def test_pauses_grow_up_to_the_longest_and_end_in_plain_sight(there: Receiver, one: WebhookDelivery) -> None:
    there.answer = status(500)
    at, pauses = AT, []
    for _attempt in range(outgoing.ATTEMPTS):
        assert delivering.deliver(at=at) == 1
        one.refresh_from_db()
        pauses.append(one.next_attempt_at - at)
        at = one.next_attempt_at
    assert delivering.deliver(at=at) == 0
    assert [pause / MINUTE for pause in pauses] == [1, 4, 16, 64, 256, *[360] * (outgoing.ATTEMPTS - 5)]
    assert list(WebhookDelivery.objects.failed()) == [one]
    assert one.state == OutgoingState.FAILED
    assert delivering.retry(one, at=at)
    there.answer = status(200)
    assert delivering.deliver(at=at) == 1
    assert len(there.calls) == outgoing.ATTEMPTS + 1


def test_a_receiver_that_is_not_there_loses_no_attempt_of_what_waits_behind(
    world: World, there: Receiver, webhook: Webhook
) -> None:
    world.sent()
    there.answer = hang_up
    assert delivering.deliver(at=AT) == 1
    assert sorted(WebhookDelivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]
    assert delivering.deliver(at=AT) == 0
    there.answer = status(200)
    assert delivering.deliver(at=AT + MINUTE) == 4
    assert Counter(call.data["sequence"] for call in there.calls) == {1: 2, 2: 1, 3: 1, 4: 1}


def test_it_holds_up_nobody_else(
    world: World, there: Receiver, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a dead receiver one delivery is tried, and all those of the living one behind it arrive."""
    dead = f"http://localhost:{free_port()}/"
    hosts.allow_host("localhost", port=int(dead[17:-1]), by=world.administrator, at=AT)
    lost = webhooks.make_webhook(world.beijing, url=dead, by=world.officer, at=AT)
    world.sent()
    WebhookDelivery.objects.filter(webhook=lost).update(next_attempt_at=AT - MINUTE)
    monkeypatch.setattr("socket.getaddrinfo", _loopback)
    assert delivering.deliver(at=AT) == 5
    assert len(there.calls) == 4
    assert sorted(lost.deliveries.values_list("attempts", flat=True)) == [0, 0, 0, 1]


def _loopback(_host: str, port: int, **_more: Any) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def test_a_slow_receiver_holds_up_nobody_else(
    world: World, there: Receiver, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for one that takes its time is put off, whatever it answers in the end."""
    monkeypatch.setattr(delivering, "SLOW", -1.0)
    world.sent()
    for minute, sent in enumerate((1, 2, 3, 4)):
        assert delivering.deliver(at=AT + minute * MINUTE) == 1
        assert delivering.deliver(at=AT + minute * MINUTE) == 0
        assert len(there.calls) == sent
    assert set(webhook.deliveries.values_list("attempts", "state")) == {(1, OutgoingState.SENT)}


def test_an_answer_that_refuses_puts_off_nobody(world: World, there: Receiver, webhook: Webhook) -> None:
    world.sent()
    there.answer = status(500)
    assert delivering.deliver(at=AT) == 4


def test_nobody_listens(world: World, webhook: Webhook, one: WebhookDelivery) -> None:
    port = free_port()
    AllowedHost.objects.update(port=port)
    Webhook.objects.update(url=f"http://127.0.0.1:{port}/")
    delivering.deliver(at=AT)
    one.refresh_from_db()
    assert (one.state, one.last_error, one.last_status) == (OutgoingState.QUEUED, Trouble.UNREACHABLE, None)


def test_a_private_address_is_refused_where_the_setting_does_not_allow_it(
    there: Receiver, one: WebhookDelivery, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    delivering.deliver(at=AT)
    one.refresh_from_db()
    assert (one.state, one.last_error) == (OutgoingState.QUEUED, Trouble.ADDRESS_REFUSED)
    assert there.calls == []


def _host_removed(world: World, _webhook: Webhook) -> None:
    hosts.remove_host(AllowedHost.objects.get(), by=world.administrator, at=AT)


def _another_port(_world: World, _webhook: Webhook) -> None:
    AllowedHost.objects.update(port=1)


def _switched_off(world: World, webhook: Webhook) -> None:
    webhooks.change_webhook(webhook, WebhookChange(is_active=False), by=world.officer, at=AT)


def _removed(world: World, webhook: Webhook) -> None:
    webhooks.remove_webhook(webhook, by=world.officer, at=AT)


def _role_ended(world: World, _webhook: Webhook) -> None:
    held = world.officer.memberships.get()
    accounts.end_membership(held, until_on=AT.date(), by=world.administrator, at=AT)


def _account_closed(world: World, _webhook: Webhook) -> None:
    accounts.deactivate(world.officer, by=world.administrator, at=AT)


@pytest.mark.parametrize(
    ("meanwhile", "trouble"),
    [
        (_host_removed, Trouble.HOST_NOT_ALLOWED),
        (_another_port, Trouble.HOST_NOT_ALLOWED),
        (_switched_off, Trouble.SWITCHED_OFF),
        (_removed, Trouble.SWITCHED_OFF),
        (_role_ended, Trouble.OWNER_LEFT),
        (_account_closed, Trouble.OWNER_LEFT),
    ],
)
def test_what_holds_no_more_when_its_turn_comes_is_cancelled(
    world: World,
    there: Receiver,
    webhook: Webhook,
    one: WebhookDelivery,
    meanwhile: Callable[[World, Webhook], None],
    trouble: Trouble,
) -> None:
    meanwhile(world, webhook)
    assert delivering.deliver(at=AT) == 1
    one.refresh_from_db()
    assert (one.state, one.last_error, one.leased_until) == (OutgoingState.CANCELLED, trouble, None)
    assert there.calls == []


def test_whoever_changes_the_secret_takes_the_webhook_over(
    world: World, there: Receiver, webhook: Webhook, one: WebhookDelivery
) -> None:
    _role_ended(world, webhook)
    delivering.deliver(at=AT)
    webhooks.change_secret(webhook, by=world.supervisor, at=AT)
    assert delivering.retry(one, at=AT)
    delivering.deliver(at=AT)
    assert len(there.calls) == 1


def test_plain_http_is_left_where_the_setting_is_taken_back(
    there: Receiver, one: WebhookDelivery, settings: Settings
) -> None:
    settings.WEBHOOK_PLAIN_HTTP = False
    delivering.deliver(at=AT)
    one.refresh_from_db()
    assert (one.state, there.calls) == (OutgoingState.CANCELLED, [])


def test_what_cannot_be_made_does_not_hold_up_the_others(
    world: World, there: Receiver, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sent()
    made = payload.body_of

    def broken(delivery: WebhookDelivery) -> bytes:
        if delivery.event and delivery.event.sequence == 2:
            raise KeyError("broken")
        return made(delivery)

    monkeypatch.setattr(delivering, "body_of", broken)
    assert delivering.deliver(at=AT) == 4
    assert len(there.calls) == 3
    assert WebhookDelivery.objects.queued().get().last_error == Trouble.FAULT


def test_killed_after_the_receiver_took_it_it_comes_again_under_the_same_id(
    there: Receiver, one: WebhookDelivery
) -> None:
    with killed(outgoing, "accepted"):
        delivering.deliver(at=AT)
    assert delivering.deliver(at=AT + MINUTE) == 0, "left to whoever has claimed it"
    assert delivering.deliver(at=AT + outgoing.LEASE) == 1
    assert [call.id for call in there.calls] == [str(one.uuid)] * 2


def test_a_batch_that_hangs_to_its_end_is_over_before_its_task_is_ended() -> None:
    assert delivering.BATCH * SECONDS < tasks.SECONDS_TO_SEND
    assert tasks.send_webhooks.time_limit < outgoing.LEASE.total_seconds()


def test_the_number_of_queries_does_not_grow_with_what_waits(
    world: World, there: Receiver, webhook: Webhook, django_assert_num_queries: Any
) -> None:
    world.opened()
    with django_assert_num_queries(3 + 6):
        delivering.deliver(at=AT)
    world.sent()
    with django_assert_num_queries(3 + 4 * 6):
        delivering.deliver(at=AT)
