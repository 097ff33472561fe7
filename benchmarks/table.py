"""The table as it is printed and kept: Markdown, losing figures like winning ones."""

from __future__ import annotations

import os
import platform
import resource
import statistics
from typing import TYPE_CHECKING, Final

from django.db import connection

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from benchmarks.measuring import Line, Promise

COLUMNS: Final = (
    "what", "rows", "median ms", "p95 ms", "bare SQL ms", "JSON ms", "ratio", "empty ms", "net", "at best", "promise",
    "over", "queries", "bytes",
)  # fmt: skip
HEAD: Final = (f"| {' | '.join(COLUMNS)} |", f"| --- |{' ---: |' * (len(COLUMNS) - 1)}")


def row(line: Line) -> str:
    """One row of it. A ratio beyond what is promised is set in bold."""
    promised = line.promise.times
    cells = (
        line.what,
        str(line.rows),
        f"{line.median:.1f}",
        f"{line.p95:.1f}",
        f"{line.bare_median:.2f}",
        f"{line.rendered_median:.2f}",
        _ratio(line.ratio, promised),
        f"{statistics.median(line.empty):.1f}",
        _ratio(line.net, promised),
        _ratio(line.at_best, promised),
        _promise(line.promise),
        f"**{', '.join(line.over)}**" if line.over else "-",
        str(line.queries),
        str(line.size),
    )
    return f"| {' | '.join(cells)} |"


def _ratio(ratio: float, promised: float) -> str:
    return f"**{ratio:.1f}**" if ratio > promised else f"{ratio:.1f}"


def _promise(promise: Promise) -> str:
    times = f"{promise.times:.0f}x"
    return times if promise.ms is None else f"{promise.ms:.0f} ms, {times}"


def heading(*, requests: int, on: dt.date) -> Iterator[str]:
    """What was measured, when, and on what."""
    server = "SQLite"
    if connection.vendor == "postgresql":
        server = f"PostgreSQL {connection.cursor().connection.info.server_version // 10000}"
    yield f"## {requests:,} requests, {on}"
    yield ""
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores shared with others: load {os.getloadavg()[0]:.1f}"
    )
    yield f"{server}, Python {platform.python_version()}, {machine}."
    yield ""


def closing(lines: Sequence[Line]) -> Iterator[str]:
    """Which lines did not keep what was promised of them, and what all of it took."""
    over = [line for line in lines if line.over]
    yield ""
    yield f"{len(lines) - len(over)} of {len(lines)} lines are within what was promised."
    for line in over:
        yield (
            f"- over ({', '.join(line.over)}): {line.what}: {line.median:.0f} ms, net {line.net:.1f}"
            f" times the bare SQL; promised {_promise(line.promise)}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield ""
    yield f"Peak memory of the process: {peak} MiB."
