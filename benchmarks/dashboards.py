"""The overdue dashboard beside hand-written statements for the same figures; their numbers are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.urls import reverse

from benchmarks import people
from benchmarks.measuring import Case, Promise
from benchmarks.reading import NOTHING
from tracker import clock
from tracker.casework.loads import STILL_DAYS, YEAR_DAYS
from tracker.casework.models.indexes import FINAL_STAGES
from tracker.casework.overdue import AHEAD_DAYS, LAPSE_DAYS

if TYPE_CHECKING:
    from benchmarks.people import Caller

DASHBOARD: Final = "/api/v1/overdue/"
PROMISED: Final = Promise(ms=500, times=2)
OPEN: Final = "r.office_id IN ({offices}) AND NOT (r.stage IN ({final}))"
LATE: Final = f"{OPEN} AND r.late_from <= %(now)s"
STATEMENTS: Final = (
    f"""
    SELECT count(*) FILTER (WHERE r.answers_late_from <= %(now)s),
        count(*) FILTER (WHERE r.expiries_late_from <= %(lapse)s),
        count(*) FILTER (WHERE r.expiries_late_from <= %(ahead)s),
        count(*) FILTER (WHERE r.ours_late_from <= %(now)s)
    FROM tracker_assistancerequest r WHERE {OPEN} AND r.late_from <= %(ahead)s""",
    f"""
    SELECT count(*) FILTER (WHERE r.late_from > %(month)s),
        count(*) FILTER (WHERE r.late_from <= %(year)s), count(*)
    FROM tracker_assistancerequest r WHERE {LATE} GROUP BY r.jurisdiction_id, r.channel ORDER BY 3 DESC""",
    """
    SELECT count(DISTINCT d.request_id), d.rule FROM tracker_deadline d
    WHERE d.state = 'open' AND NOT d.is_chore AND d.late_from <= %(now)s AND d.office_id IN ({offices})
    GROUP BY d.rule ORDER BY 1 DESC""",
    f"""
    SELECT count(*), count(*) FILTER (WHERE r.late_from <= %(now)s), {
        ", ".join(f"count(*) FILTER (WHERE r.last_event_on <= %(still_{days})s)" for days in STILL_DAYS)
    } FROM tracker_assistancerequest r WHERE {OPEN} GROUP BY r.office_id, r.officer_id""",
    """
    SELECT count(*) FROM tracker_assistancerequest r WHERE r.office_id IN ({offices}) AND r.opened_on >= %(since)s
    GROUP BY r.office_id, r.officer_id""",
    """
    SELECT count(*) FROM tracker_assistancerequest r WHERE r.office_id IN ({offices}) AND r.closed_on >= %(since)s
    GROUP BY r.office_id, r.officer_id""",
)


def dashboards() -> Iterator[Case]:
    """Over the API, which is figures alone, and as the page, which lists the most pressing as well."""
    for caller in (people.officer(), people.supervisor()):
        yield Case(
            what=f"dashboard, {caller.name}",
            call=caller.gets(DASHBOARD),
            bare=[partial(_figures, caller)],
            keys=_told,
            empty=caller.gets(NOTHING),
            promise=PROMISED,
        )
    for caller in (people.reader(), people.overseer()):
        yield Case(
            what=f"page: dashboard, {caller.name}",
            call=caller.gets(reverse("overdue")),
            bare=[partial(_figures, caller)],
            empty=caller.gets(NOTHING),
            promise=PROMISED,
        )


def _figures(caller: Caller) -> list[tuple[Any, ...]]:
    """The four figures one a row, then what the other statements find."""
    offices, final = ", ".join(map(str, caller.offices)), ", ".join(f"'{stage}'" for stage in FINAL_STAGES)
    found: list[list[tuple[Any, ...]]] = []
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement.format(offices=offices, final=final), _moments())
            found.append(list(cursor.fetchall()))
    figures, *others = found
    return [(number,) for number in figures[0]] + [row for rows in others for row in rows]


def _moments() -> dict[str, Any]:
    now = clock.now()
    day = now.date()
    return {
        "now": now,
        "month": now - dt.timedelta(days=31),
        "year": now - dt.timedelta(days=366),
        "lapse": now + dt.timedelta(days=LAPSE_DAYS),
        "ahead": now + dt.timedelta(days=AHEAD_DAYS),
        "since": day - dt.timedelta(days=YEAR_DAYS - 1),
        **{f"still_{days}": day - dt.timedelta(days=days) for days in STILL_DAYS},
    }


def _told(answer: Any) -> list[str]:
    return [str(figure["value"]) for figure in answer.json()["figures"]]
