"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

from tests.append_only import lifted_while_flushing
from tests.clocks import MovableClock

# The same examples in every run, however slow the machine is: a gate that fails by chance teaches nothing.
hypothesis.settings.register_profile(
    "gate", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("gate")

FOLDER_MARKERS = {"browser": pytest.mark.browser, "faults": pytest.mark.servers}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folder of a test says what it needs."""
    here = Path(__file__).parent
    for item in items:
        marker = FOLDER_MARKERS.get(item.path.relative_to(here).parts[0])
        if marker:
            item.add_marker(marker)


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_flushed() -> Iterator[None]:
    with lifted_while_flushing():
        yield


@pytest.fixture
def clock() -> Iterator[MovableClock]:
    """The program's clock, for this process and for those it starts; put right again afterwards."""
    clock = MovableClock(file=settings.CLOCK_OFFSET_FILE)
    yield clock
    clock.reset()
