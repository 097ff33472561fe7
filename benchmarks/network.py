"""The report of the 24/7 network beside one hand-written statement for its six figures; their numbers are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

KEPT: Final = """EXISTS (SELECT 1 FROM tracker_preservationspell p WHERE p.request_id = s.request_id
    AND p.stated_on <= %(on)s AND (p.superseded_on IS NULL OR p.superseded_on > %(on)s){more})"""
STATEMENT: Final = f"""
SELECT count(*) FILTER (WHERE s.direction = 'outgoing'), count(*) FILTER (WHERE s.direction = 'incoming'),
    count(*) FILTER (WHERE s.answered_on <= %(on)s),
    count(*) FILTER (WHERE (s.answered_on IS NULL OR s.answered_on > %(on)s)
        AND (s.closed_on IS NULL OR s.closed_on > %(on)s)),
    count(*) FILTER (WHERE {KEPT.replace("{more}", "")}),
    count(*) FILTER (WHERE {KEPT.replace("{more}", " AND p.production_sent_on <= %(on)s")})
FROM tracker_spell s
WHERE s.channel = 'network_24_7' AND {SPEAKS}"""


def network() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            asked, bare = f"network-24-7/?as_of={day.on}", partial(_figures, caller, day)
            yield report(caller, f"24/7 network{day.said}", asked, bare, promise=day.promise)


def _figures(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """The six figures, one a row."""
    (line,) = fetched(caller, STATEMENT, day.named)
    return [(str(number),) for number in line]
