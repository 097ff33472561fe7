"""The overdue dashboard: how many, how late, where, whose. Every number leads to exactly its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from tracker.casework.filters import LATE_BUCKETS, CaseFilter, Owing, State, late_q, owing
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.viewer import Viewer
from tracker.web.addresses import register_address
from tracker.web.lists.rows import rows_of, with_shown
from tracker.web.lists.undelivered import undelivered_to
from tracker.web.lists.worklist import Figure
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import DeadlineKind, Tone

LAPSE_DAYS: Final = 3
AHEAD_DAYS: Final = 30
ROWS_SHOWN: Final = 25
LATEST: Final = "late"
"""The register's order by the longest overdue."""

BUCKET_WORDS: Final = {
    "0-30": gettext_lazy("0–30 days"),
    "31-90": gettext_lazy("31–90 days"),
    "91-180": gettext_lazy("91–180 days"),
    "181-365": gettext_lazy("181–365 days"),
    "366-": gettext_lazy("over a year"),
}


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
    late = viewer.requests.open().overdue(viewer.at)
    bars = _bars(late, viewer)
    columns, lines = _matrix(late)
    context = {
        "figures": _figures(viewer),
        "bars": bars,
        "largest_bar": max((bar.value for bar in bars), default=0),
        "columns": columns,
        "lines": lines,
        "largest_cell": max((cell.value for line in lines for cell in line.cells), default=0),
        "loads": _loads(viewer),
        "rows": rows_of(with_shown(_longest_first(late))[:ROWS_SHOWN], viewer.at),
        "all_url": register_address(CaseFilter(state=State.OVERDUE), sort=LATEST),
        "expiring": rows_of(with_shown(_expiring(viewer))[:ROWS_SHOWN], viewer.at),
        "expiring_url": _owing(Owing.EXPIRIES, AHEAD_DAYS),
        "supervises": bool(viewer.scope.supervisor),
        "as_of": viewer.at.astimezone(ZoneInfo(viewer.user.time_zone)),
    }
    return render(request, "lists/overdue.html", context)


def overdue_count(viewer: Viewer) -> int:
    """The number beside “Overdue” in the navigation."""
    return viewer.requests.open().overdue(viewer.at).count()


def _figures(viewer: Viewer) -> list[Figure]:
    at, requests = viewer.at, viewer.requests.open()
    counted = requests.aggregate(
        open=Count("pk"),
        answers=Count("pk", filter=Q(pk__in=owing(Owing.ANSWERS, at=at, within_days=None))),
        lapses=Count("pk", filter=Q(pk__in=owing(Owing.EXPIRIES, at=at, within_days=LAPSE_DAYS))),
        ours=Count("pk", filter=Q(pk__in=owing(Owing.OURS, at=at, within_days=None))),
    )
    figures = [
        _figure(counted["answers"], _late(counted["answers"], counted["open"]), _owing(Owing.ANSWERS)),
        _figure(counted["lapses"], _lapsing(counted["lapses"]), _owing(Owing.EXPIRIES, LAPSE_DAYS)),
        _figure(counted["ours"], _ours(counted["ours"]), _owing(Owing.OURS)),
    ]
    if viewer.scope.supervisor:
        failed = undelivered_to(viewer).count()
        words = ngettext("reminder that was not delivered", "reminders that were not delivered", failed)
        figures.append(_figure(failed, words, reverse("undelivered")))
    return figures


def _late(number: int, open_ones: int) -> str:
    words = ngettext("answer overdue, of %(open)d open", "answers overdue, of %(open)d open", number)
    return words % {"open": open_ones}


def _lapsing(number: int) -> str:
    return ngettext(
        "preservation lapses within 3 days or has lapsed",
        "preservations lapse within 3 days or have lapsed",
        number,
    )


def _ours(number: int) -> str:
    return ngettext("late answer of our own", "late answers of our own", number)


def _owing(what: Owing, within_days: int | None = None) -> str:
    return register_address(CaseFilter(state=State.OPEN, owing=what, owing_days=within_days))


def _figure(value: int, label: str, url: str) -> Figure:
    return Figure(value=value, label=label, url=url, tone=Tone.OVERDUE.value if value else "")


def _bars(late: AssistanceRequestQuerySet, viewer: Viewer) -> list[Bar]:
    counted = late.aggregate(
        **{
            f"bucket_{index}": Count("pk", filter=late_q(bucket, viewer.at))
            for index, bucket in enumerate(LATE_BUCKETS)
        }
    )
    return [
        Bar(
            label=str(BUCKET_WORDS[bucket.key]),
            value=counted[f"bucket_{index}"],
            url=register_address(CaseFilter(state=State.OVERDUE, late=bucket.key), sort=LATEST),
        )
        for index, bucket in enumerate(LATE_BUCKETS)
    ]


def _matrix(late: AssistanceRequestQuerySet) -> tuple[list[str], list[Line]]:
    """Jurisdiction × channel, the heaviest jurisdiction first; channels without a late request are left out."""
    counted = (
        late.order_by().values("jurisdiction__code", "jurisdiction__name", "channel").annotate(n=Count("pk"))
    )
    table: dict[tuple[str, str], dict[str, int]] = {}
    for entry in counted:
        place = (entry["jurisdiction__code"], entry["jurisdiction__name"])
        table.setdefault(place, {})[entry["channel"]] = entry["n"]
    channels = [key for key in registry.CHANNELS if any(key in row for row in table.values())]
    ranked = sorted(table.items(), key=lambda entry: (-sum(entry[1].values()), entry[0][1]))
    lines = [
        Line(label=name, cells=tuple(_cell(row, code, channel) for channel in channels))
        for (code, name), row in ranked
    ]
    return [spoken(registry.channel(key).short) for key in channels], lines


def _cell(row: Mapping[str, int], code: str, channel: str) -> Cell:
    late = CaseFilter(state=State.OVERDUE, jurisdiction=code, channel=channel)
    return Cell(value=row.get(channel, 0), url=register_address(late, sort=LATEST))


def _loads(viewer: Viewer) -> list[Load]:
    counted: Any = (
        viewer.requests.open()
        .filter(officer__isnull=False)
        .order_by()
        .values("officer__uuid", "officer__name", "office__code", "office__name")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(late_from__lte=viewer.at)))
        .order_by("-late", "-open", "officer__name")
    )
    return [_load(entry) for entry in counted]


def _load(entry: Mapping[str, Any]) -> Load:
    theirs = CaseFilter(state=State.OPEN, officer=str(entry["officer__uuid"]), office=entry["office__code"])
    late = replace(theirs, state=State.OVERDUE)
    return Load(
        name=entry["officer__name"],
        office=entry["office__name"],
        open=Cell(value=entry["open"], url=register_address(theirs)),
        overdue=Cell(value=entry["late"], url=register_address(late, sort=LATEST)),
    )


def _longest_first(late: AssistanceRequestQuerySet) -> AssistanceRequestQuerySet:
    expiry = When(due_kind=DeadlineKind.EXPIRY.value, then=Value("0"))
    return late.order_by(Case(expiry, default=Value("1"), output_field=CharField()), "late_from", "pk")


def _expiring(viewer: Viewer) -> AssistanceRequestQuerySet:
    ahead = owing(Owing.EXPIRIES, at=viewer.at, within_days=AHEAD_DAYS)
    return viewer.requests.open().filter(pk__in=ahead).order_by("late_from", "pk")
