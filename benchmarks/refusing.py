"""The report of refusals beside two hand-written statements for the same figures; their numbers are compared."""

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

REPORT: Final = "/api/v1/reports/refusals/"
SPOKE: Final = """s.office_id IN ({offices}) AND s.sent_on <= %(on)s AND s.opened_on <= %(on)s
    AND (s.superseded_on IS NULL OR s.superseded_on > %(on)s)"""
WHOLLY: Final = """s.outcome = 'refused' AND (s.closed_on <= %(on)s OR (s.answered_on <= %(on)s
    AND s.superseded_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM tracker_item i WHERE i.request_id = s.request_id AND i.decided_on > %(on)s)))"""
EVERYBODY: Final = f"""
SELECT s.channel, s.direction, count(*), count(*) FILTER (WHERE s.closed_on <= %(on)s) FROM tracker_spell s
WHERE {SPOKE} GROUP BY 1, 2"""
NUMBERS: Final = """count(DISTINCT request_id), count(DISTINCT request_id) FILTER (WHERE wholly),
    count(DISTINCT request_id) FILTER (WHERE consulted)"""
REFUSED: Final = f"""
WITH found AS (
    SELECT s.request_id, s.channel, r.ground, {WHOLLY} AS wholly, EXISTS (
        SELECT 1 FROM tracker_stretch c WHERE c.request_id = s.request_id AND c.kind = 'consultation'
            AND c.number < r.number AND c.since_on <= r.since_on) AS consulted
    FROM tracker_spell s JOIN tracker_stretch r ON r.request_id = s.request_id
    WHERE r.kind = 'refusal' AND r.since_on <= %(on)s AND {SPOKE})
SELECT {NUMBERS}, '' FROM found UNION ALL
SELECT {NUMBERS}, channel FROM found GROUP BY channel UNION ALL
SELECT {NUMBERS}, ground FROM found GROUP BY ground"""


def refusals() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    today = clock.today("UTC")
    for caller in (people.officer(), people.supervisor()):
        for what, on in (("today", today), ("half a year ago", today - dt.timedelta(days=182))):
            yield Case(
                what=f"report: refusals, {what}, {caller.name}",
                call=caller.gets(f"{REPORT}?as_of={on}"),
                bare=[partial(_figures, caller, on)],
                keys=_told,
                empty=caller.gets(NOTHING),
            )


def _told(answer: Any) -> list[str]:
    return [str(figure["value"]) for figure in answer.json()["figures"]]


def _figures(caller: Caller, on: dt.date) -> list[tuple[Any, ...]]:
    """The six figures, one a row."""
    offices = ", ".join(map(str, caller.offices))
    with connection.cursor() as cursor:
        cursor.execute(EVERYBODY.format(offices=offices), {"on": f"{on}"})
        lines = cursor.fetchall()
        cursor.execute(REFUSED.format(offices=offices), {"on": f"{on}"})
        refused, wholly, consulted = next(row[:3] for row in cursor.fetchall() if not row[3])
    sent, closed = (sum(line[place] for line in lines) for place in (2, 3))
    return [(str(number),) for number in (sent, closed, sent - closed, wholly, refused - wholly, consulted)]
