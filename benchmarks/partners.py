"""The reports about partners, each beside one hand-written statement for its figures; the numbers are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report, told
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

OPEN: Final = (
    """(s.answered_on IS NULL OR s.answered_on > %(on)s) AND (s.closed_on IS NULL OR s.closed_on > %(on)s)"""
)
TOOK: Final = "CASE WHEN s.answered_on <= %(on)s THEN s.answered_on END - s.sent_on, s.sent_on"
"""Of those without an answer the day of sending is enough."""
MATRIX: Final = f"""
SELECT s.direction, count(*), count(*) FILTER (WHERE {OPEN}), s.jurisdiction_id, s.outcome, {TOOK}
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 1, 4, 5, 6, 7"""
CHANNELS: Final = f"""
SELECT s.channel, count(*), count(*) FILTER (WHERE s.answered_on <= %(on)s), count(*) FILTER (WHERE {OPEN}),
    s.first_type, {TOOK}
FROM tracker_spell s WHERE {SPEAKS} AND s.direction = 'outgoing' GROUP BY 1, 5, 6, 7"""


def reports() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    for caller in (people.officer(), people.supervisor()):
        for slug, figures in (("country-matrix", _both_sides), ("channel-comparison", _ours)):
            for day in days():
                asked = f"{slug}/?as_of={day.on}"
                bare = partial(figures, caller, day)
                yield report(caller, f"{slug}{day.said}", asked, bare, keys=told, promise=day.promise)


def _both_sides(caller: Caller, day: Day) -> list[tuple[str]]:
    """What was sent and what of it is open, then the same of what was received; what was passed on, if anything was."""
    lines = fetched(caller, MATRIX, day.named)
    sums = {
        side: tuple(sum(line[place] for line in lines if line[0] == side) for place in (1, 2))
        for side in ("outgoing", "incoming", "transit")
    }
    passed_on = sums["transit"][:1] if sums["transit"][0] else ()
    return [(str(number),) for number in (*sums["outgoing"], *sums["incoming"], *passed_on)]


def _ours(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """What was sent, answered and open."""
    lines = fetched(caller, CHANNELS, day.named)
    return [(str(sum(line[place] for line in lines)),) for place in (1, 2, 3)]
