"""What runs by itself, beside statements by hand that leave the same rows: time, queries and peak memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks.measuring import THOUSAND, Effort, Line, WrongAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING: Final = (0.0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is done, and the same by hand.

    ``before`` and ``after`` stand outside the time that is taken, around either side. ``left``: what is there then,
    given what was answered; the same for both. ``by_hand`` is given what our side left.
    """

    what: str
    work: Callable[[], object]
    by_hand: Callable[[Any], object]
    left: Callable[[Any], Any] = lambda answer: answer
    rows: Callable[[Any], int] = len
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None


def worked(job: Job, effort: Effort) -> Line:
    """Both by turns, after two turns that are not timed: one counts what is asked, one what Python holds at most."""
    queries = _Counter()
    left, _taken = _turn(job, partial(_counted, job.work, queries))
    peak = _peak(job)
    whole: list[float] = []
    bare: list[float] = []
    end = time.perf_counter() + effort.seconds
    while len(whole) < effort.times and (len(whole) < effort.least or time.perf_counter() < end):
        found, taken = _turn(job, partial(job.by_hand, left))
        if found != left:
            raise WrongAnswerError(f"{job.what}: by hand other rows are left")
        bare.append(taken)
        left, taken = _turn(job, job.work)
        whole.append(taken)
    return Line(
        what=job.what,
        rows=job.rows(left),
        queries=queries.seen,
        size=peak,
        empty=[*NOTHING],
        whole=whole,
        bare=bare,
        rendered=[*NOTHING],
    )


class _Counter:
    """Statements sent; those of a transaction's frame are none."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        self.seen += not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        return execute(sql, params, many, context)


def _counted(do: Callable[[], Any], queries: _Counter) -> Any:
    with connection.execute_wrapper(queries):
        return do()


def _turn(job: Job, do: Callable[[], object]) -> tuple[Any, float]:
    with _framed(job):
        begun = time.perf_counter()
        answer = do()
        taken = (time.perf_counter() - begun) * THOUSAND
        return job.left(answer), taken


def _peak(job: Job) -> int:
    with _framed(job):
        tracemalloc.start()
        try:
            job.work()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@contextmanager
def _framed(job: Job) -> Iterator[None]:
    job.before()
    try:
        yield
    finally:
        job.after()
