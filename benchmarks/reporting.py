"""The balance of flow beside one hand-written statement for the same figures; their numbers are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import NOW, THEN, fetched, report, today, told
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

BY: Final = {"channel": "s.channel", "jurisdiction": "s.jurisdiction_id"}
CAME: Final = "CASE WHEN s.sent_on > s.opened_on THEN s.sent_on ELSE s.opened_on END"
QUARTER: Final = (
    "CASE WHEN {day} < %(first)s THEN 0 WHEN {day} < %(second)s THEN 1 WHEN {day} < %(third)s THEN 2 "
)
PLACE: Final = f"{QUARTER}WHEN {{day}} < %(fourth)s THEN 3 WHEN {{day}} <= %(last)s THEN 4 END"
STATEMENT: Final = f"""
SELECT count(*) FILTER (WHERE {CAME} < %(first)s),
    count(*) FILTER (WHERE {CAME} >= %(first)s AND s.number = 1),
    count(*) FILTER (WHERE {CAME} >= %(first)s AND s.number > 1),
    count(*) FILTER (WHERE s.closed_on <= %(last)s),
    count(*) FILTER (WHERE s.closed_on IS NULL OR s.closed_on > %(last)s),
    {{by}}, {PLACE.format(day=CAME)}, {PLACE.format(day="s.closed_on")},
    CASE WHEN s.closed_on <= %(last)s THEN s.outcome END
FROM tracker_spell s
WHERE s.office_id IN ({{offices}}) AND s.sent_on <= %(last)s AND s.opened_on <= %(last)s
    AND (s.closed_on IS NULL OR s.closed_on >= %(first)s) AND {{known}}
GROUP BY 6, 7, 8, 9"""
STARTS: Final = {"second": "04", "third": "07", "fourth": "10"}
"""The months in which quarters begin, but for the first."""
LATE: Final = """
SELECT DISTINCT e.request_id FROM tracker_event e JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE e.recorded_at >= %(since)s AND (e.occurred_on <= %(known)s OR e.kind = 'corrected')
    AND r.created_at < %(since)s AND r.office_id IN ({offices})"""
KNOWN: Final = """EXISTS (
    SELECT 1 FROM tracker_assistancerequest r WHERE r.id = s.request_id AND r.created_at < %(since)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days of a question, and how it is asked."""

    what: str
    first: dt.date
    last: dt.date
    by: str = "channel"
    known_on: dt.date | None = None

    @property
    def query(self) -> str:
        """As the address has it."""
        known = f"&known_on={self.known_on}" if self.known_on else ""
        return f"?by={self.by}&from={self.first}&until={self.last}&each=quarter{known}"


def reports() -> Iterator[Case]:
    """As things stand, as of a past day, and as they were known on one."""
    now = today()
    this, before = dt.date(now.year, 1, 1), dt.date(now.year - 1, 1, 1)
    known = now - dt.timedelta(days=60)
    for caller in (people.officer(), people.supervisor()):
        for asked in (
            Asked(what="this year", first=this, last=now),
            Asked(what="this year by jurisdiction", first=this, last=now, by="jurisdiction"),
            Asked(what="half of last year", first=before, last=before.replace(month=6, day=30)),
            Asked(what="as known 60 days ago", first=this, last=known, known_on=known),
        ):
            bare, keys = partial(_figures, caller, asked), told if asked.known_on is None else None
            promise = NOW if asked.last == now else THEN
            yield report(
                caller, f"flow, {asked.what}", f"flow/{asked.query}", bare, keys=keys, promise=promise
            )


def _figures(caller: Caller, asked: Asked) -> list[tuple[Any, ...]]:
    """The five figures, one a row. As known on a day: what had been entered later is looked for, not rebuilt."""
    days = {"first": f"{asked.first}", "last": f"{asked.last}", "known": f"{asked.known_on}"}
    days |= {name: f"{asked.first.year}-{month}-01" for name, month in STARTS.items()}
    if asked.known_on:
        days["since"] = f"{asked.known_on + dt.timedelta(days=1)} 00:00:00+00:00"
        fetched(caller, LATE, days)
    known = KNOWN if asked.known_on else "true"
    lines = fetched(caller, STATEMENT, days, by=BY[asked.by], known=known)
    return [(str(sum(line[place] for line in lines)),) for place in range(5)]
