"""Several workers of one process that begin at the same moment, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final, TypeVar

from django.db import OperationalError, connection

WORKERS: Final = 4
Result = TypeVar("Result")


def at_once(work: Callable[[], int]) -> None:
    """Let every worker begin at the same moment and go on until nothing is left."""
    barrier = Barrier(WORKERS)

    def one() -> None:
        barrier.wait(timeout=120)
        try:
            while _tried(work):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        for result in [pool.submit(one) for _ in range(WORKERS)]:
            result.result(timeout=300)


def _tried(work: Callable[[], int]) -> bool:
    """A database that is busy ends the task; the schedule wakes the next one, as this loop does."""
    try:
        return work() > 0
    except OperationalError:
        return True


def together(*works: Callable[[], Result]) -> list[Result]:
    """What each of them returned; all begin at the same moment, and what one of them raises is raised."""
    barrier = Barrier(len(works))

    def one(work: Callable[[], Result]) -> Result:
        barrier.wait(timeout=120)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))
