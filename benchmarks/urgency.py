"""The report of urgent requests beside one hand-written statement for its six figures; their numbers are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks import people
from benchmarks.measuring import Case
from benchmarks.reading import NOTHING
from tracker import clock

if TYPE_CHECKING:
    from benchmarks.people import Caller

REPORT: Final = "/api/v1/reports/urgent-requests/"
STATEMENT: Final = """
SELECT count(*), count(*) FILTER (WHERE s.urgency <> 'routine'),
    count(*) FILTER (WHERE s.urgency = 'emergency'), count(*) FILTER (WHERE s.acted_on <= %(on)s),
    count(*) FILTER (WHERE s.urgency <> 'routine' AND (s.closed_on IS NULL OR s.closed_on > %(on)s)
        AND (s.acted_on IS NULL OR s.acted_on > %(on)s)),
    count(*) FILTER (WHERE s.urgency <> 'routine' AND s.closed_on <= %(on)s
        AND (s.acted_on IS NULL OR s.acted_on > %(on)s)),
    s.direction, s.sent_at, s.acted_at
FROM tracker_spell s
WHERE s.office_id IN ({offices}) AND s.sent_on <= %(on)s AND s.opened_on <= %(on)s
    AND (s.superseded_on IS NULL OR s.superseded_on > %(on)s)
GROUP BY s.direction, s.sent_at, s.acted_at"""


def urgent_requests() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    today = clock.today("UTC")
    for caller in (people.officer(), people.supervisor()):
        for what, on in (("today", today), ("half a year ago", today - dt.timedelta(days=182))):
            yield Case(
                what=f"report: urgent requests, {what}, {caller.name}",
                call=caller.gets(f"{REPORT}?as_of={on}"),
                bare=[partial(_figures, caller, on)],
                keys=_told,
                empty=caller.gets(NOTHING),
            )


def _told(answer: Any) -> list[str]:
    return [str(figure["value"]) for figure in answer.json()["figures"]]


def _figures(caller: Caller, on: dt.date) -> list[tuple[Any, ...]]:
    """The six figures, one a row; beside them a line for each pair of moments, of which the medians are made."""
    offices = ", ".join(map(str, caller.offices))
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(offices=offices), {"on": f"{on}"})
        lines = cursor.fetchall()
    return [(str(sum(line[place] for line in lines)),) for place in range(6)]
