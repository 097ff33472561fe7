"""The report of urgent requests beside one hand-written statement for its six figures; their numbers are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case

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
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            asked, bare = f"urgent-requests/?as_of={day.on}", partial(_figures, caller, day)
            yield report(caller, f"urgent-requests{day.said}", asked, bare, promise=day.promise)


def _figures(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """The six figures, one a row; beside them a line for each pair of moments, of which the medians are made."""
    lines = fetched(caller, STATEMENT, day.named)
    return [(str(sum(line[place] for line in lines)),) for place in range(6)]
