"""Reports on how records are kept and whom they reach, each beside hand-written statements for the same figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import connection

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

MINE: Final = "r.office_id IN ({offices}) AND r.sent_on <= %(on)s"
PARTICULARS: Final = f"""
SELECT count(*), count(*) FILTER (WHERE r.acknowledged_on < r.sent_on OR r.answered_on < r.sent_on
        OR r.closed_on < r.answered_on OR r.needed_by < r.opened_on),
    count(*) FILTER (WHERE CASE WHEN r.direction = 'incoming' THEN r.requesting_authority_id
        ELSE r.requested_authority_id END IS NULL),
    count(*) FILTER (WHERE r.officer_id IS NULL), count(*) FILTER (WHERE r.instrument = ''),
    count(*) FILTER (WHERE r.instrument = '' AND r.legal_basis = '' AND r.fallback_basis = ''),
    count(*) FILTER (WHERE r.facts = ''), count(*) FILTER (WHERE r.purpose = ''),
    count(*) FILTER (WHERE r.proceeding = ''), count(*) FILTER (WHERE r.urgency <> 'routine'),
    count(*) FILTER (WHERE r.urgency <> 'routine' AND r.needed_by IS NULL),
    count(*) FILTER (WHERE r.their_reference = '' AND (r.direction = 'incoming'
        OR r.acknowledged_on IS NOT NULL OR r.answered_on IS NOT NULL)),
    count(*) FILTER (WHERE r.answered_on IS NOT NULL AND r.acknowledged_on IS NULL),
    count(*) FILTER (WHERE r.closed_on IS NOT NULL AND r.outcome = 'open'), sum(r.version), r.office_id
FROM tracker_assistancerequest r WHERE {MINE} GROUP BY r.office_id"""
OFFENCES: Final = f"""
SELECT count(*), r.office_id FROM tracker_assistancerequest r WHERE {MINE}
    AND NOT EXISTS (SELECT 1 FROM tracker_offence o WHERE o.request_id = r.id) GROUP BY r.office_id"""
CATEGORIES: Final = f"""
SELECT count(DISTINCT r.id), count(DISTINCT r.id) FILTER (WHERE i.data_category = ''), r.office_id
FROM tracker_assistancerequest r JOIN tracker_item i ON i.request_id = r.id
WHERE {MINE} AND i.type IN ('PRES', 'SUBS', 'TRAF', 'CONT', 'EMRG') GROUP BY r.office_id"""
ENTERED_LATE: Final = {
    "postgresql": """(e.recorded_at AT TIME ZONE 'UTC')::date > e.occurred_on
    AND (e.recorded_at AT TIME ZONE 'UTC')::date > e.occurred_on + 7""",
    "sqlite": "date(e.recorded_at) > date(e.occurred_on, '+7 days')",
}
"""More than a week after it happened, as each database counts days; the first is said twice, for the index of it."""
MADE: Final = "e.recorded_at < %(end)s"
LATE: Final = f"""
SELECT count(DISTINCT e.request_id) FROM tracker_event e JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE {MINE} AND {MADE} AND e.source = 'human' AND e.kind <> 'corrected' AND {{late}}"""
CORRECTED: Final = f"""
SELECT count(DISTINCT e.request_id) FROM tracker_event e JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE {MINE} AND {MADE} AND e.kind = 'corrected'"""
SINCE: Final = f"""
SELECT count(*), r.office_id FROM tracker_event e JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE {MINE} AND NOT {MADE} GROUP BY r.office_id"""
COVERAGE: Final = f"""
SELECT count(*), count(*) FILTER (WHERE s.answered_on <= %(on)s), count(*) FILTER (WHERE s.instrument = ''),
    o.own_jurisdiction_id, s.jurisdiction_id, s.channel
FROM tracker_spell s JOIN tracker_office o ON o.id = s.office_id
WHERE {SPEAKS} AND s.direction = 'outgoing'
GROUP BY 4, 5, 6"""


def reports() -> Iterator[Case]:
    """Of one office and of all of them, as things stand and as of a past day."""
    for caller in (people.officer(), people.supervisor()):
        for slug, bare in (("data-quality", _kept), ("coverage-gaps", _covered)):
            for day in days():
                asked, found = f"{slug}/?as_of={day.on}", partial(bare, caller, day)
                yield report(caller, f"{slug}{day.said}", asked, found, promise=day.promise)


def _kept(caller: Caller, day: Day) -> list[tuple[str]]:
    """The four figures, one a row; what is missing and how many entries there are is counted beside them."""
    named = {**day.named, "end": f"{day.on + dt.timedelta(days=1)} 00:00:00+00:00"}
    lines = fetched(caller, PARTICULARS, named)
    fetched(caller, OFFENCES, named)
    fetched(caller, CATEGORIES, named)
    fetched(caller, SINCE, named)
    ((late,),) = fetched(caller, LATE, named, late=ENTERED_LATE[connection.vendor])
    ((corrected,),) = fetched(caller, CORRECTED, named)
    sent, contrary = (sum(line[place] for line in lines) for place in range(2))
    return [(str(number),) for number in (sent, late, corrected, contrary)]


def _covered(caller: Caller, day: Day) -> list[tuple[str]]:
    lines = fetched(caller, COVERAGE, day.named)
    return [(str(sum(line[place] for line in lines)),) for place in (0, 2)]
