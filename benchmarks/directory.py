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
TAKEN: Final = f"""CASE WHEN t.{{step}}_on IS NOT NULL THEN CASE WHEN {LAST} <= %(on)s THEN true
        WHEN t.{{step}}_on > %(on)s THEN false END
    WHEN t.{{step}}_by IS NOT NULL THEN CASE WHEN t.{{step}}_by <= %(on)s THEN true END
    WHEN t.as_of >= %(on)s THEN false END"""
"""Whether a step had been taken by the day; NULL where the sources leave it open."""
STEPS: Final = ("signed", "deposited", "in_force", "left")
MEMBERS: Final = f"""
WITH steps AS (
    SELECT r.id, r.instrument, r.name, r.complete_on, t.id AS status, t.capacity = 'own' AS own,
        r.in_force_on > %(on)s OR r.not_in_force_on >= %(on)s AS binds_nobody, r.in_force_on AS began_on,
        r.months_to_force, coalesce({LAST.format(step="deposited")}, t.deposited_by) AS latest,
        t.deposited_on IS NOT NULL AND t.deposited_precision = 'day' AS is_exact,
        t.in_force_on IS NOT NULL OR t.in_force_by IS NOT NULL AS is_told,
        t.left_on IS NULL AND t.left_by IS NULL AS stays,
        {", ".join(f"{TAKEN.format(step=step)} AS {step}" for step in STEPS)}
    FROM tracker_treatyregister r LEFT JOIN tracker_treatystatus t ON t.instrument = r.instrument),
ruled AS (
    SELECT *, deposited AND (stays OR NOT "left") AS party,
        CASE WHEN months_to_force IS NOT NULL AND latest IS NOT NULL THEN greatest(
            (date_trunc('month', latest) + make_interval(months => months_to_force + 1))::date, began_on) END AS force
    FROM steps),
told AS (
    SELECT *, CASE WHEN binds_nobody THEN false ELSE (CASE WHEN is_told THEN in_force WHEN NOT deposited THEN false
        WHEN force <= %(on)s THEN true WHEN force IS NOT NULL AND is_exact THEN false END)
        AND (stays OR NOT "left") END AS bound
    FROM ruled)
SELECT instrument, count(status), count(*) FILTER (WHERE own AND signed),
    count(*) FILTER (WHERE own AND signed IS NULL), count(*) FILTER (WHERE own AND signed AND NOT party),
    count(*) FILTER (WHERE own AND party), count(*) FILTER (WHERE own AND party IS NULL),
    count(*) FILTER (WHERE own AND bound), count(*) FILTER (WHERE own AND bound IS NULL), complete_on
FROM told GROUP BY id, instrument, name, complete_on ORDER BY name"""
ROLL: Final = (
    "signatories", "perhaps_signed", "signed_only", "parties", "perhaps_parties", "bound", "perhaps_bound",
    "complete_on",
)  # fmt: skip


def reports() -> Iterator[Case]:
    """As things stand, and as of a past day."""
    if connection.vendor != "postgresql":
        return
    for caller in (people.officer(), people.supervisor()):
        for day in days():
            for slug, bare, keys in (
                ("engagement", _engaged, _counts),
                ("memberships", _members, _rolls),
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


def _rolls(answer: Any) -> list[str]:
    """Of each list that was read, its numbers and until when it is complete."""
    rows = (row for row in _rows(answer) if row["parties"] is not None)
    return [" ".join(str(row[key]) for key in ("code", *ROLL)) for row in rows]


def _members(caller: Caller, day: Day) -> list[tuple[str]]:
    found = fetched(caller, MEMBERS, day.named)
    return [(" ".join(map(str, (name, *told))),) for name, listed, *told in found if listed]
