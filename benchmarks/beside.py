"""A report over the API beside hand-written statements for the same figures: what all such cases have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks.measuring import Case, Fetch, Promise
from benchmarks.reading import NOTHING
from tracker import clock

if TYPE_CHECKING:
    from benchmarks.people import Caller

REPORTS: Final = "/api/v1/reports/"
NOW: Final = Promise(ms=1500, times=2)
THEN: Final = Promise(ms=5000, times=2)
"""Of figures as things stand, and as of a past day or as known on one."""
PAST: Final = dt.timedelta(days=400)
SPEAKS: Final = """s.office_id IN ({offices}) AND s.sent_on <= %(on)s AND s.opened_on <= %(on)s
    AND (s.superseded_on IS NULL OR s.superseded_on > %(on)s)"""
"""Of a spell: that it speaks for its request on the day."""
SETTLED: Final = """(s.closed_on <= %(on)s OR (s.answered_on <= %(on)s AND s.completed_on <= %(on)s))"""
"""Of one that speaks: that it had the outcome of today on the day."""


def told(answer: Any) -> list[str]:
    """The figures above the tables."""
    return [str(figure["value"]) for figure in answer.json()["figures"]]


def report(
    caller: Caller,
    what: str,
    asked: str,
    bare: Fetch,
    *,
    keys: Callable[[Any], list[str]] | None = told,
    promise: Promise = NOW,
) -> Case:
    """``asked`` is the address below that of all reports; ``bare`` gives the same figures, one a row."""
    return Case(
        what=f"report: {what}, {caller.name}",
        call=caller.gets(f"{REPORTS}{asked}"),
        bare=[bare],
        keys=keys,
        empty=caller.gets(NOTHING),
        promise=promise,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that is asked for: its name in the table, and what is promised of it."""

    on: dt.date
    said: str
    promise: Promise

    @property
    def named(self) -> Mapping[str, str]:
        """As statements name it."""
        return {"on": f"{self.on}"}


def today() -> dt.date:
    """A day that has come for every caller, wherever they are: nobody may ask for one to come."""
    return clock.today("Etc/GMT+12")


def days() -> tuple[Day, Day]:
    """As things stand, and as of a past day."""
    return (
        Day(on=today(), said="", promise=NOW),
        Day(on=today() - PAST, said=f", {PAST.days} days ago", promise=THEN),
    )


def fetched(
    caller: Caller, statement: str, days: Mapping[str, dt.date | str], **parts: object
) -> list[tuple[Any, ...]]:
    """The rows of a statement over the caller's offices; ``parts`` are put into its text, ``days`` handed over."""
    offices = ", ".join(map(str, caller.offices))
    with connection.cursor() as cursor:
        cursor.execute(statement.format(offices=offices, **parts), days)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
