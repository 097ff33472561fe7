"""The report of urgent requests beside one hand-written statement for its six figures; their numbers are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, fetched, report
from benchmarks.measuring import Case
from tracker import clock

if TYPE_CHECKING:
    from benchmarks.people import Caller

STATEMENT: Final = f"""
SELECT count(*), count(*) FILTER (WHERE s.urgency <> 'routine'),
    count(*) FILTER (WHERE s.urgency = 'emergency'), count(*) FILTER (WHERE s.acted_on <= %(on)s),
    count(*) FILTER (WHERE s.urgency <> 'routine' AND (s.closed_on IS NULL OR s.closed_on > %(on)s)
        AND (s.acted_on IS NULL OR s.acted_on > %(on)s)),
    count(*) FILTER (WHERE s.urgency <> 'routine' AND s.closed_on <= %(on)s
        AND (s.acted_on IS NULL OR s.acted_on > %(on)s)),
    s.direction, s.sent_at, s.acted_at
FROM tracker_spell s
WHERE {SPEAKS}
GROUP BY s.direction, s.sent_at, s.acted_at"""


def urgent_requests() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    today = clock.today("UTC")
    for caller in (people.officer(), people.supervisor()):
        for what, on in (("today", today), ("half a year ago", today - dt.timedelta(days=182))):
            asked = f"urgent-requests/?as_of={on}"
            yield report(caller, f"urgent requests, {what}", asked, partial(_figures, caller, on))


def _figures(caller: Caller, on: dt.date) -> list[tuple[Any, ...]]:
    """The six figures, one a row; beside them a line for each pair of moments, of which the medians are made."""
    lines = fetched(caller, STATEMENT, {"on": f"{on}"})
    return [(str(sum(line[place] for line in lines)),) for place in range(6)]
