"""The overdue dashboard: how many, how late, where, whose. Every number leads to exactly its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from tracker.casework import overdue as counting
from tracker.casework.figures import Counted
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import Owing
from tracker.casework.loads import OfficeLoad, OfficerLoad, Work
from tracker.casework.loads import work as work_of
from tracker.casework.overdue import LATEST
from tracker.casework.viewer import Viewer
from tracker.reminders.queries import undelivered_to
from tracker.web.addresses import register_address
from tracker.web.lists.rows import rows_of, with_shown
from tracker.web.lists.worklist import Figure, linked
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import Tone

ROWS_SHOWN: Final = 25
OLDEST: Final = "moved"
"""The register's order by the longest without movement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    value: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    label: str
    value: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What an officer or an office has; ``months`` is empty where nothing was closed."""

    name: str
    office: str
    open: Cell
    overdue: Cell
    opened: Cell
    closed: Cell
    months: str


@signed_in
def overdue(request: HttpRequest) -> HttpResponse:
    """The home of a supervisor, for the requests that one may see."""
    viewer = viewer_of(request)
    work, backlog = work_of(viewer), counting.backlog(viewer)
    lines = [_line(place) for place in backlog.matrix.places]
    longest = with_shown(counting.longest_first(viewer, count=ROWS_SHOWN))
    expiring = with_shown(counting.expiring(viewer, count=ROWS_SHOWN))
    context = {
        "figures": _figures(viewer, work),
        "bars": [_bar(bucket.label, bucket.counted) for bucket in backlog.ageing],
        "rules": [_bar(spoken(entry.label), entry.counted) for entry in counting.by_rule(viewer)],
        "still": [_bar(_days(entry.days), entry.counted, sort=OLDEST) for entry in work.still],
        "columns": [spoken(registry.channel(key).short) for key in backlog.matrix.channels],
        "lines": lines,
        "largest_cell": max((cell.value for line in lines for cell in line.cells), default=0),
        "officers": [_load(load, load.name) for load in work.officers],
        "offices": [_load(load, load.office.name) for load in work.offices],
        "rows": rows_of(longest, viewer.at),
        "all_url": register_address(CaseFilter(state=State.OVERDUE), sort=LATEST),
        "expiring": rows_of(expiring, viewer.at),
        "expiring_url": register_address(counting.owed(Owing.EXPIRIES, counting.AHEAD_DAYS), sort=LATEST),
        "works": bool(viewer.scope.working),
        "supervises": bool(viewer.scope.supervisor),
        "as_of": viewer.at.astimezone(ZoneInfo(viewer.user.time_zone)),
    }
    return render(request, "lists/overdue.html", context)


def overdue_count(viewer: Viewer) -> int:
    """The number beside “Overdue” in the navigation."""
    return counting.late(viewer).count()


def _figures(viewer: Viewer, work: Work) -> list[Figure]:
    figures = [linked(figure) for figure in counting.figures(viewer, of_open=work.open)]
    if viewer.scope.supervisor:
        failed = undelivered_to(viewer).count()
        words = ngettext("reminder that was not delivered", "reminders that were not delivered", failed)
        tone = Tone.OVERDUE.value if failed else ""
        figures.append(Figure(value=failed, label=words, url=reverse("undelivered"), tone=tone))
    return figures


def _bar(label: str, counted: Counted, *, sort: str = LATEST) -> Bar:
    return Bar(label=label, value=counted.value, url=register_address(counted.rows, sort=sort))


def _days(days: int) -> str:
    return ngettext("%(days)d day or more", "%(days)d days or more", days) % {"days": days}


def _line(place: counting.Place) -> Line:
    return Line(label=place.name, cells=tuple(_cell(cell, sort=LATEST) for cell in place.cells))


def _load(load: OfficerLoad | OfficeLoad, name: str) -> Load:
    return Load(
        name=name,
        office=load.office.name,
        open=_cell(load.open),
        overdue=_cell(load.overdue, sort=LATEST),
        opened=_cell(load.opened),
        closed=_cell(load.closed),
        months="" if load.backlog_months is None else number_format(load.backlog_months),
    )


def _cell(counted: Counted, *, sort: str = "") -> Cell:
    return Cell(value=counted.value, url=register_address(counted.rows, sort=sort))
