"""The report of the 24/7 network beside one hand-written statement for all that it prints; six figures are compared.

On PostgreSQL: SQLite counts hours by other functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case
from benchmarks.urgency import HOURS, STATE

if TYPE_CHECKING:
    from benchmarks.people import Caller

KEPT: Final = """
SELECT p.request_id, max(CASE WHEN p.production_sent_on <= %(on)s THEN 1 ELSE 0 END) AS followed,
    max(CASE WHEN p.production_sent_on <= %(on)s THEN 0 ELSE 1 END) AS unfollowed
FROM tracker_preservationspell p
WHERE p.channel = 'network_24_7' AND p.stated_on <= %(on)s
    AND (p.superseded_on IS NULL OR p.superseded_on > %(on)s)
GROUP BY p.request_id"""
STATEMENT: Final = f"""
SELECT count(*), s.direction,
    CASE WHEN s.answered_on <= %(on)s THEN 'answered' WHEN s.closed_on <= %(on)s THEN 'ended' ELSE 'open' END,
    k.followed, k.unfollowed, s.asked, s.acknowledged_on <= %(on)s, s.urgency, {STATE}, {HOURS}
FROM tracker_spell s LEFT JOIN ({KEPT}) k ON k.request_id = s.request_id
WHERE s.channel = 'network_24_7' AND {SPEAKS}
GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10"""


def network() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    if connection.vendor != "postgresql":
        return
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            asked, bare = f"network-24-7/?as_of={day.on}", partial(_figures, caller, day)
            yield report(caller, f"24/7 network{day.said}", asked, bare, promise=day.promise)


def _figures(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """The six figures, one a row; the lines tell besides what was asked for, and after how long urgent ones."""
    sent, came, kept = Counter[str](), Counter[str](), Counter[bool]()
    for number, direction, state, followed, _unfollowed, *_others in fetched(caller, STATEMENT, day.named):
        sent[direction] += number
        came[state] += number
        if followed is not None:
            kept[bool(followed)] += number
    told = (sent["outgoing"], sent["incoming"], came["answered"], came["open"], kept.total(), kept[True])
    return [(str(number),) for number in told]
