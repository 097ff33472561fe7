"""The reports about partners, each beside one hand-written statement for its figures; the numbers are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report, told
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

TOOK: Final = "CASE WHEN s.answered_on <= %(on)s THEN s.answered_on ELSE %(on)s END - s.sent_on"
"""Days until the answer, or observed without one."""
CAME: Final = """CASE WHEN s.answered_on <= %(on)s THEN {answered} WHEN s.closed_on <= %(on)s THEN {closed}
    ELSE 'open' END"""
BECAME: Final = CAME.format(
    answered="CASE WHEN s.closed_on <= %(on)s OR s.completed_on <= %(on)s THEN s.outcome ELSE 'in part' END",
    closed="CASE WHEN s.outcome = 'withdrawn' THEN 'never answered' ELSE 'ended' END",
)
"""What had come of it by the day: answered ones by their outcome, where they had it by then."""
MATRIX: Final = f"""
SELECT count(*), s.direction, {BECAME}, s.jurisdiction_id, {TOOK}
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 2, 3, 4, 5"""
CHANNELS: Final = f"""
SELECT count(*), {CAME.format(answered="'answered'", closed="'ended'")}, s.channel, s.first_type, {TOOK}
FROM tracker_spell s WHERE {SPEAKS} AND s.direction = 'outgoing' GROUP BY 2, 3, 4, 5"""


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
    sent, pending = Counter[str](), Counter[str]()
    for number, side, became, *_others in lines:
        sent[side] += number
        pending[side] += number if became == "open" else 0
    told = [one[side] for side in ("outgoing", "incoming") for one in (sent, pending)]
    passed_on = [sent["transit"]] if sent["transit"] else []
    return [(str(number),) for number in (*told, *passed_on)]


def _ours(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """What was sent, answered and open."""
    came = Counter[str]()
    for number, state, *_others in fetched(caller, CHANNELS, day.named):
        came[state] += number
    return [(str(number),) for number in (came.total(), came["answered"], came["open"])]
