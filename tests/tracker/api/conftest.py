"""What the tests of the API share."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world


@pytest.fixture(autouse=True)
def _nobody_has_called() -> None:
    """Rates are counted in the cache, by ids that the callers of the last test may have had as well."""
    cache.clear()


@pytest.fixture
def world(db: None, clock: MovableClock) -> World:
    return make_world(clock)
