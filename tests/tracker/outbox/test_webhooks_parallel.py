"""Several senders at once, and a transaction that fails: each event arrives once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from tests.clocks import MovableClock
from tests.receiver import Receiver
from tests.tracker.api.world import NOON, make_world
from tracker.casework.models import Event
from tracker.outbox.models import WebhookDelivery
from tracker.outbox.services import delivering, hosts, outgoing, webhooks

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS = 4


def test_senders_at_once_deliver_each_event_once(clock: MovableClock, there: Receiver) -> None:
    world = make_world(clock)
    hosts.allow_host("127.0.0.1", port=there.port, by=world.administrator, at=NOON)
    made = [
        webhooks.make_webhook(world.beijing, url=there.url, by=world.officer, at=NOON) for _number in range(2)
    ]
    for _number in range(4):
        world.sent()
    _at_once(lambda: delivering.deliver(at=NOON))
    delivering.deliver(at=NOON + outgoing.LEASE)  # what a sender let go because the database was busy
    arrived = Counter(call.id for call in there.calls)
    assert len(arrived) == len(made) * Event.objects.count() == 32
    if connection.vendor == "postgresql":
        assert set(arrived.values()) == {1}, "a row is busy there, never the whole database"
    assert not WebhookDelivery.objects.queued().exists()


def _at_once(work: Callable[[], int]) -> None:
    barrier = Barrier(SENDERS)

    def one() -> None:
        barrier.wait(timeout=120)
        try:
            while _tried(work):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        for result in [pool.submit(one) for _ in range(SENDERS)]:
            result.result(timeout=300)


def _tried(work: Callable[[], int]) -> bool:
    """A database that is busy ends the task; the schedule wakes the next one, as this loop does."""
    try:
        return work() > 0
    except OperationalError:
        return True
