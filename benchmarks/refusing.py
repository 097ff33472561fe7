"""The report of refusals beside three hand-written statements for the same figures; their numbers are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SETTLED, SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

WHOLLY: Final = f"s.outcome = 'refused' AND {SETTLED}"
EVERYBODY: Final = f"""
SELECT s.channel, s.direction, count(*), count(*) FILTER (WHERE s.closed_on <= %(on)s) FROM tracker_spell s
WHERE {SPEAKS} GROUP BY 1, 2"""
NUMBERS: Final = """count(DISTINCT request_id), count(DISTINCT request_id) FILTER (WHERE wholly),
    count(DISTINCT request_id) FILTER (WHERE consulted)"""
REFUSED: Final = f"""
WITH found AS (
    SELECT s.request_id, s.channel, r.ground, {WHOLLY} AS wholly, EXISTS (
        SELECT 1 FROM tracker_stretch c WHERE c.request_id = s.request_id AND c.kind = 'consultation'
            AND c.number < r.number AND c.since_on <= r.since_on) AS consulted
    FROM tracker_spell s JOIN tracker_stretch r ON r.request_id = s.request_id
    WHERE r.kind = 'refusal' AND r.since_on <= %(on)s AND {SPEAKS})
SELECT {NUMBERS}, '' FROM found UNION ALL
SELECT {NUMBERS}, channel FROM found GROUP BY channel UNION ALL
SELECT {NUMBERS}, ground FROM found GROUP BY ground"""
POSTPONED: Final = """
SELECT count(DISTINCT r.request_id) FROM tracker_stretch r
WHERE r.kind = 'postponement' AND r.since_on <= %(on)s AND r.sent_on <= %(on)s AND r.office_id IN ({offices})"""


def refusals() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            asked, bare = f"refusals/?as_of={day.on}", partial(_figures, caller, day)
            yield report(caller, f"refusals{day.said}", asked, bare, promise=day.promise)


def _figures(caller: Caller, day: Day) -> list[tuple[Any, ...]]:
    """The seven figures, one a row."""
    lines = fetched(caller, EVERYBODY, day.named)
    refused, wholly, consulted = next(row[:3] for row in fetched(caller, REFUSED, day.named) if not row[3])
    sent, closed = (sum(line[place] for line in lines) for place in (2, 3))
    ((postponed,),) = fetched(caller, POSTPONED, day.named)
    numbers = (sent, closed, sent - closed, wholly, refused - wholly, consulted, postponed)
    return [(str(number),) for number in numbers]
