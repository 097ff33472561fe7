"""A cache that is gone: nothing fails, and each process counts for itself."""

from __future__ import annotations

import pytest

from tests.servers import free_port
from tracker.caching import RedisOrMemory


@pytest.fixture
def gone() -> RedisOrMemory:
    cache = RedisOrMemory(f"redis://127.0.0.1:{free_port()}", {})
    cache.memory.clear()
    return cache


def test_this_process_remembers_by_itself(gone: RedisOrMemory, caplog: pytest.LogCaptureFixture) -> None:
    gone.set("rate", [1, 2])
    assert gone.get("rate") == [1, 2]
    assert gone.get("nothing", "default") == "default"
    assert "rate" in gone
    assert gone.add("reads", 0, 60)
    assert not gone.add("reads", 5, 60)
    assert gone.incr("reads") == 1
    assert gone.get_many(["rate", "reads"]) == {"rate": [1, 2], "reads": 1}
    assert gone.delete("rate")
    assert "the cache is gone" in caplog.text


def test_what_was_dropped_is_said_as_by_the_cache_itself(gone: RedisOrMemory) -> None:
    with pytest.raises(ValueError, match="nothing"):
        gone.incr("nothing")
