"""Several senders at once, and a transaction that fails: each event arrives once."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from tests.clocks import MovableClock
from tests.receiver import Receiver
from tests.threads import at_once
from tests.tracker.api.world import NOON, make_world
from tracker.casework.models import Event
from tracker.outbox.models import WebhookDelivery
from tracker.outbox.services import delivering, hosts, outgoing, webhooks

pytestmark = pytest.mark.django_db(transaction=True)


def test_senders_at_once_deliver_each_event_once(clock: MovableClock, there: Receiver) -> None:
    world = make_world(clock)
    hosts.allow_host("127.0.0.1", port=there.port, by=world.administrator, at=NOON)
    made = [
        webhooks.make_webhook(world.beijing, url=there.url, by=world.officer, at=NOON) for _number in range(2)
    ]
    for _number in range(4):
        world.sent()
    at_once(lambda: delivering.deliver(at=NOON))
    while delivering.deliver(at=NOON + outgoing.LEASE):
        """What senders let go because the database was busy, batch by batch."""
    arrived = Counter(call.id for call in there.calls)
    assert len(arrived) == len(made) * Event.objects.count() == 32
    if connection.vendor == "postgresql":
        assert set(arrived.values()) == {1}, "a row is busy there, never the whole database"
    assert not WebhookDelivery.objects.queued().exists()
