"""The report of urgent requests beside one hand-written statement for all that it prints; six figures are compared.

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

if TYPE_CHECKING:
    from benchmarks.people import Caller

STATE: Final = """CASE WHEN s.urgency = 'routine' THEN '' WHEN s.acted_on <= %(on)s THEN 'acted'
    WHEN s.closed_on <= %(on)s THEN 'ended' ELSE 'waiting' END"""
HOURS: Final = """CASE WHEN s.sent_at IS NULL THEN NULL
    WHEN s.acted_on <= %(on)s THEN floor(date_part('epoch', s.acted_at - s.sent_at) / 360)::int
    WHEN s.closed_on <= %(on)s THEN 240 * (s.closed_on - s.sent_on)
    ELSE floor(date_part('epoch', least(now(), %(on)s::date + 1) - s.sent_at) / 360)::int END"""
"""In tenths, until the first act, the end without one, or the end of the day."""
STATEMENT: Final = f"""
SELECT count(*), s.urgency, {STATE}, s.direction, {HOURS}
FROM tracker_spell s
WHERE {SPEAKS}
GROUP BY 2, 3, 4, 5"""


def urgent_requests() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    if connection.vendor != "postgresql":
        return
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            asked, bare = f"urgent-requests/?as_of={day.on}", partial(_figures, caller, day)
            yield report(caller, f"urgent-requests{day.said}", asked, bare, promise=day.promise)


def _figures(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """The six figures, one a row; the lines tell besides after how long, of which the medians are made."""
    classes, states = Counter[str](), Counter[str]()
    for number, urgency, state, *_others in fetched(caller, STATEMENT, day.named):
        classes[urgency] += number
        states[state] += number
    sent, emergencies = classes.total(), classes["emergency"]
    told = (sent, sent - classes["routine"], emergencies, states["acted"], states["waiting"], states["ended"])
    return [(str(number),) for number in told]
