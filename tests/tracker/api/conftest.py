"""What the tests of the API share."""

from __future__ import annotations

import pytest

from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world


@pytest.fixture
def world(db: None, clock: MovableClock) -> World:
    return make_world(clock)
