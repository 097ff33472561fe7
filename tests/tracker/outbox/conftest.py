"""What the tests of webhooks share: an office with its people, a receiver, and a webhook that leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.clocks import MovableClock
from tests.receiver import Receiver, receiver
from tests.tracker.api.world import NOON, World, make_world
from tracker.outbox.models import Webhook
from tracker.outbox.services import hosts, webhooks


@pytest.fixture
def world(db: None, clock: MovableClock) -> World:
    return make_world(clock)


@pytest.fixture
def there(settings: Settings) -> Iterator[Receiver]:
    """A receiver on loopback, which the settings let us call."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = settings.WEBHOOK_PLAIN_HTTP = True
    with receiver() as found:
        yield found


@pytest.fixture
def webhook(world: World, there: Receiver) -> Webhook:
    """Every event of Beijing's requests, to the receiver."""
    hosts.allow_host("127.0.0.1", port=there.port, by=world.administrator, at=NOON)
    return webhooks.make_webhook(world.beijing, url=there.url, by=world.officer, at=NOON)
