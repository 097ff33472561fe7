"""Reports on how records are kept and whom they reach, each beside hand-written statements for the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import connection

from benchmarks import people
from benchmarks.beside import SPEAKS, fetched, report, today
from benchmarks.measuring import Case
from tracker.casework.models.particulars import Record

if TYPE_CHECKING:
    from benchmarks.people import Caller

MINE: Final = "s.office_id IN ({offices}) AND s.superseded_on IS NULL AND s.sent_on <= %(on)s"
PARTICULARS: Final = f"""
SELECT count(*), s.record, sum(s.entries), s.office_id FROM tracker_spell s WHERE {MINE} GROUP BY 2, 4"""
ENTERED_LATE: Final = {
    "postgresql": """(e.recorded_at AT TIME ZONE 'UTC')::date > e.occurred_on
    AND (e.recorded_at AT TIME ZONE 'UTC')::date > e.occurred_on + 7""",
    "sqlite": "date(e.recorded_at) > date(e.occurred_on, '+7 days')",
}
"""More than a week after it happened, as each database counts days; the first is said twice, for the index of it."""
LATE: Final = f"""
SELECT count(DISTINCT e.request_id) FROM tracker_event e JOIN tracker_spell s ON s.request_id = e.request_id
WHERE {MINE} AND e.source = 'human' AND e.kind <> 'corrected' AND {{late}}"""
CORRECTED: Final = f"""
SELECT count(DISTINCT e.request_id) FROM tracker_event e JOIN tracker_spell s ON s.request_id = e.request_id
WHERE {MINE} AND e.kind = 'corrected'"""
COVERAGE: Final = f"""
SELECT count(*), count(*) FILTER (WHERE s.answered_on <= %(on)s), count(*) FILTER (WHERE s.instrument = ''),
    o.own_jurisdiction_id, s.jurisdiction_id, s.channel
FROM tracker_spell s JOIN tracker_office o ON o.id = s.office_id
WHERE {SPEAKS} AND s.direction = 'outgoing'
GROUP BY 4, 5, 6"""


def reports() -> Iterator[Case]:
    """Of one office and of all of them."""
    for caller in (people.officer(), people.supervisor()):
        for slug, bare in (("data-quality", _kept), ("coverage-gaps", _covered)):
            yield report(caller, slug, f"{slug}/", partial(bare, caller))


def _kept(caller: Caller) -> list[tuple[str]]:
    """The four figures, one a row."""
    lines = fetched(caller, PARTICULARS, today())
    ((late,),) = fetched(caller, LATE, today(), late=ENTERED_LATE[connection.vendor])
    ((corrected,),) = fetched(caller, CORRECTED, today())
    sent = sum(line[0] for line in lines)
    contrary = sum(number for number, flags, *_others in lines if Record.of(flags).contrary)
    return [(str(number),) for number in (sent, late, corrected, contrary)]


def _covered(caller: Caller) -> list[tuple[str]]:
    lines = fetched(caller, COVERAGE, today())
    return [(str(sum(line[place] for line in lines)),) for place in (0, 2)]
