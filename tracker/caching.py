"""The shared cache, without which nothing stops: what is counted in it only bounds how often somebody may ask."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import TimeoutError as NoAnswerError

logger = logging.getLogger(__name__)

CALLS: Final = ("add", "delete", "get", "get_many", "has_key", "incr", "set", "set_many", "touch")

PATIENCE: Final = {"socket_connect_timeout": 2, "socket_timeout": 2}
"""Nobody waits longer than these seconds for it."""


class RedisOrMemory(RedisCache):
    """Redis; while it is gone, the memory of each process, so that rates are still bounded, if by each for itself."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": PATIENCE})
        self.memory = LocMemCache("without-redis", {})


def _or_memory(name: str) -> Callable[..., Any]:
    shared: Callable[..., Any] = getattr(RedisCache, name)

    def call(self: RedisOrMemory, *args: Any, **kwargs: Any) -> Any:
        try:
            return shared(self, *args, **kwargs)
        except (NoConnectionError, NoAnswerError):
            logger.warning("the cache is gone; this process remembers by itself", exc_info=True)
            return getattr(self.memory, name)(*args, **kwargs)

    return call


for _name in CALLS:
    setattr(RedisOrMemory, _name, _or_memory(_name))
