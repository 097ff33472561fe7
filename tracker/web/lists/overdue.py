"""The overdue dashboard: how many, how late, where, whose. Every number leads to exactly its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from tracker.casework import overdue as counting
from tracker.casework.figures import Counted
from tracker.casework.filters import CaseFilter, Owing, State
from tracker.casework.overdue import AHEAD_DAYS, LATEST
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
    """What one officer has: open, of these overdue."""

    name: str
    office: str
    open: Cell
    overdue: Cell


@signed_in
def overdue(request: HttpRequest) -> HttpResponse:
    """The home of a supervisor, for the requests that one may see."""
    viewer = viewer_of(request)
    bars = [_bar(bucket) for bucket in counting.ageing(viewer)]
    matrix = counting.matrix(viewer)
    lines = [_line(place) for place in matrix.places]
    longest = with_shown(counting.longest_first(viewer))[:ROWS_SHOWN]
    expiring = with_shown(counting.expiring(viewer))[:ROWS_SHOWN]
    context = {
        "figures": _figures(viewer),
        "bars": bars,
        "largest_bar": max((bar.value for bar in bars), default=0),
        "columns": [spoken(registry.channel(key).short) for key in matrix.channels],
        "lines": lines,
        "largest_cell": max((cell.value for line in lines for cell in line.cells), default=0),
        "loads": [_load(load) for load in counting.loads(viewer)],
        "rows": rows_of(longest, viewer.at),
        "all_url": register_address(CaseFilter(state=State.OVERDUE), sort=LATEST),
        "expiring": rows_of(expiring, viewer.at),
        "expiring_url": register_address(counting.owed(Owing.EXPIRIES, AHEAD_DAYS)),
        "supervises": bool(viewer.scope.supervisor),
        "as_of": viewer.at.astimezone(ZoneInfo(viewer.user.time_zone)),
    }
    return render(request, "lists/overdue.html", context)


def overdue_count(viewer: Viewer) -> int:
    """The number beside “Overdue” in the navigation."""
    return counting.late(viewer).count()


def _figures(viewer: Viewer) -> list[Figure]:
    figures = [linked(figure) for figure in counting.figures(viewer)]
    if viewer.scope.supervisor:
        failed = undelivered_to(viewer).count()
        words = ngettext("reminder that was not delivered", "reminders that were not delivered", failed)
        tone = Tone.OVERDUE.value if failed else ""
        figures.append(Figure(value=failed, label=words, url=reverse("undelivered"), tone=tone))
    return figures


def _bar(bucket: counting.Bucket) -> Bar:
    cell = _late(bucket.counted)
    return Bar(label=bucket.label, value=cell.value, url=cell.url)


def _line(place: counting.Place) -> Line:
    return Line(label=place.name, cells=tuple(map(_late, place.cells)))


def _load(load: counting.Load) -> Load:
    theirs = Cell(value=load.open.value, url=register_address(load.open.rows))
    return Load(name=load.name, office=load.office.name, open=theirs, overdue=_late(load.overdue))


def _late(counted: Counted) -> Cell:
    return Cell(value=counted.value, url=register_address(counted.rows, sort=LATEST))
