"""The reports that hang on the directory beside hand-written statements for their rows; their numbers are compared.

On PostgreSQL: SQLite counts days and ends of months by other functions.
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
from tracker.directory.models import Jurisdiction
from tracker.directory.queries import engagements_in
from tracker.reports.engagement import DAYS
from tracker.reports.engagement.windows import window_after, window_before

if TYPE_CHECKING:
    from benchmarks.people import Caller

COUNTED: Final = ("sent", "open", "too_recent", "answered_in_time")
ENGAGED: Final = f"""
SELECT w.number, count(*), count(*) FILTER (WHERE (s.answered_on IS NULL OR s.answered_on > %(on)s)
        AND (s.closed_on IS NULL OR s.closed_on > %(on)s)),
    count(*) FILTER (WHERE s.sent_on > %(on)s::date - {DAYS}),
    count(*) FILTER (WHERE s.answered_on <= %(on)s AND s.answered_on - s.sent_on <= {DAYS}
        AND s.sent_on <= %(on)s::date - {DAYS}),
    least(CASE WHEN s.answered_on <= %(on)s THEN s.answered_on ELSE %(on)s END - s.sent_on, {DAYS + 1})
FROM (VALUES {{windows}}) w (number, place, first, last)
JOIN tracker_spell s ON s.jurisdiction_id = w.place AND s.sent_on BETWEEN w.first AND w.last
WHERE {SPEAKS} AND s.direction = 'outgoing' GROUP BY 1, 6"""
LAST: Final = (
    """(date_trunc(t.{step}_precision, t.{step}_on) + ('1 ' || t.{step}_precision)::interval)::date - 1"""
)
"""The last day that the date of a step can mean."""
SURE: Final = f"coalesce({LAST}, t.{{step}}_by) <= %(on)s"
MEMBERS: Final = f"""
SELECT r.instrument, count(t.id), count(t.id) FILTER (WHERE t.capacity = 'own' AND {SURE.format(step="signed")}),
    count(t.id) FILTER (WHERE t.capacity = 'own' AND {SURE.format(step="deposited")}
        AND (t.left_on IS NULL OR t.left_on > %(on)s))
FROM tracker_treatyregister r LEFT JOIN tracker_treatystatus t ON t.instrument = r.instrument
LEFT JOIN tracker_jurisdiction j ON j.id = t.jurisdiction_id
GROUP BY r.id ORDER BY r.name"""


def reports() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    if connection.vendor != "postgresql":
        return
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            for slug, bare, keys in (
                ("engagement", _engaged, _counts),
                ("memberships", _members, _signed),
            ):
                asked = f"{slug}/?as_of={day.on}"
                found = partial(bare, caller, day)
                yield report(caller, f"{slug}{day.said}", asked, found, keys=keys, promise=day.promise)


def _rows(answer: Any) -> Iterator[dict[str, Any]]:
    """Of the first table the values, by their names."""
    for row in answer.json()["tables"][0]["rows"]:
        yield {"code": row["code"]} | {one["key"]: one["value"] for one in row["values"]}


def _counts(answer: Any) -> list[str]:
    return [str(row[key]) for row in _rows(answer) if row["sent_from"] for key in COUNTED]


def _engaged(caller: Caller, day: Day) -> list[tuple[str]]:
    """What was sent in each window, and what became of it, four a window. The days of windows are looked up before."""
    listed = [
        one
        for one in engagements_in(Jurisdiction.objects.all())
        if not one.began or one.began.first <= day.on
    ]
    windows = [
        (one.jurisdiction_id, window)
        for one in listed
        for window in (window_before(one, DAYS), window_after(one, DAYS))
        if window
    ]
    if not windows:
        return []
    values = ", ".join(
        f"({number}, {place}, '{window.first}'::date, '{window.last}'::date)"
        for number, (place, window) in enumerate(windows)
    )
    found: Counter[tuple[int, str]] = Counter()
    for number, *counted, _took in fetched(caller, ENGAGED, day.named, windows=values):
        for key, value in zip(COUNTED, counted, strict=True):
            found[number, key] += value
    return [(str(found[number, key]),) for number in range(len(windows)) for key in COUNTED]


def _signed(answer: Any) -> list[str]:
    """Of each list that was read, who certainly signed and was a Party."""
    return [
        f"{row['code']} {row['signatories']} {row['parties']}"
        for row in _rows(answer)
        if row["parties"] is not None
    ]


def _members(caller: Caller, day: Day) -> list[tuple[str]]:
    return [
        (f"{name} {signed} {parties}",)
        for name, listed, signed, parties in fetched(caller, MEMBERS, day.named)
        if listed
    ]
