"""One figure: a call through the whole stack beside the bare statements for the same rows, turn by turn."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

Call = Callable[[], Any]
"""Answers with a response of Django's test client."""
Fetch = Callable[[], Any]
"""Answers with rows, or with what they were rendered to."""

THOUSAND: Final = 1000.0
SHOWN: Final = 50
PATIENCE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was promised of a call: at most so many milliseconds (None: nothing), so many times the bare statements."""

    ms: float | None = None
    times: float = 3.0


class WrongAnswerError(Exception):
    """A call was not answered as it should be, or the bare statements found something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is called, and the hand-written ways to fetch the same rows: the quickest of them counts.

    ``keys``: what identifies the rows of an answer, to be compared with the first column of the bare rows.
    """

    what: str
    call: Call
    bare: Sequence[Fetch]
    keys: Callable[[Any], list[str]] | None = None
    before: Callable[[], None] = lambda: None
    """Outside the time that is taken, before each turn."""
    empty: Call | None = None
    """What the same caller asks and nothing is found for."""
    promise: Promise = Promise()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table, times in milliseconds. ``empty``: a call of the same caller that finds nothing."""

    what: str
    rows: int
    queries: int
    size: int
    promise: Promise = Promise()
    empty: list[float] = field(repr=False)
    whole: list[float] = field(repr=False)
    bare: list[float] = field(repr=False)
    rendered: list[float] = field(repr=False)

    @property
    def median(self) -> float:
        """Of the whole call."""
        return statistics.median(self.whole)

    @property
    def p95(self) -> float:
        """Of the whole call: nineteen in twenty took no longer."""
        return sorted(self.whole)[math.ceil(0.95 * len(self.whole)) - 1]

    @property
    def bare_median(self) -> float:
        """Of the bare statements."""
        return statistics.median(self.bare)

    @property
    def rendered_median(self) -> float:
        """Of turning the rows, or the answer, into JSON."""
        return statistics.median(self.rendered)

    @property
    def ratio(self) -> float:
        """How many times as long as the bare statements and their rendering the whole call takes."""
        return self.median / (self.bare_median + self.rendered_median)

    @property
    def net(self) -> float:
        """The same without what every call takes: who it is, how often they ask, the record of its use."""
        more = self.median - statistics.median(self.empty)
        return max(more, 0) / (self.bare_median + self.rendered_median)

    @property
    def at_best(self) -> float:
        """The same by the shortest times of each: what others do on the machine stretches long calls most."""
        return max(min(self.whole) - min(self.empty), 0) / (min(self.bare) + min(self.rendered))

    @property
    def over(self) -> tuple[str, ...]:
        """What of the promise was not kept, of the bare statements by what the call takes net."""
        late = self.promise.ms is not None and self.median > self.promise.ms
        return tuple(
            name for name, is_over in (("time", late), ("times", self.net > self.promise.times)) if is_over
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How often a case is repeated: so many times or, where that takes more seconds than this, at least so many."""

    times: int = 25
    seconds: float = 3.0
    least: int = 3


def measured(case: Case, effort: Effort) -> Line:
    """Call and bare statements by turns, so that whatever else the machine does befalls both, and an empty call."""
    fetch, rows, queries, size = _checked(case)
    whole: list[float] = []
    bare: list[float] = []
    rendered: list[float] = []
    empty: list[float] = []
    end = time.perf_counter() + effort.seconds
    while len(whole) < effort.times and (len(whole) < effort.least or time.perf_counter() < end):
        case.before()
        begun = time.perf_counter()
        found = fetch()
        bare.append(_since(begun))
        begun = time.perf_counter()
        json.dumps(found, default=str)
        rendered.append(_since(begun))
        whole.append(_duration(case.call))
        empty.append(_duration(case.empty) if case.empty else 0.0)
    return Line(
        what=case.what,
        rows=rows,
        queries=queries,
        size=size,
        promise=case.promise,
        empty=empty,
        whole=whole,
        bare=bare,
        rendered=rendered,
    )


def _checked(case: Case) -> tuple[Fetch, int, int, int]:
    """The quickest bare way, and the call as it should be: its rows, queries and bytes. It warms what is to be warm."""
    case.before()
    fetch, rows = _quickest(case)
    with CaptureQueriesContext(connection) as captured:
        answer = case.call()
    if answer.status_code >= 300:  # what HTTP calls success ends there
        raise WrongAnswerError(f"{case.what}: {answer.status_code} {answer.content[:500]!r}")
    if case.keys:
        told = case.keys(answer)
        if [str(row[0]) for row in rows][: len(told)] != told:
            raise WrongAnswerError(f"{case.what}: the bare statement finds other rows")
    count = min(len(rows), SHOWN) if case.keys else 1
    return fetch, count, len(captured), len(answer.content)


def _quickest(case: Case) -> tuple[Fetch, Any]:
    """Of several ways the quickest, with what it finds; none is waited for much longer than for the best before it."""
    best: tuple[float, Fetch, Any] | None = None
    for fetch in case.bare:
        begun = time.perf_counter()
        try:
            with _patience(PATIENCE * best[0] if best else 0):
                rows = fetch()
        except OperationalError:
            continue
        taken = _since(begun)
        if best is None or taken < best[0]:
            best = (taken, fetch, rows)
    if best is None:
        raise WrongAnswerError(f"{case.what}: no bare statement")
    return best[1], best[2]


@contextmanager
def _patience(milliseconds: float) -> Iterator[None]:
    """PostgreSQL gives a statement up after so long; 0 waits for ever. The transaction takes its patience with it."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            limit = int(milliseconds) + (100 if milliseconds else 0)
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(limit)])
        yield


def _duration(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return _since(begun)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * THOUSAND
