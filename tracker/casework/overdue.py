"""What is late, how late, where, whose: counted for the dashboard, each number with exactly its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Case, CharField, Count, Value, When
from django.utils.translation import gettext_lazy, ngettext

from tracker.casework.figures import Counted, Figure
from tracker.casework.filters import LATE_BUCKETS, CaseFilter, Owing, State, late_q, owing, owing_q
from tracker.casework.models.request import AssistanceRequestQuerySet, late_at
from tracker.casework.viewer import Viewer
from workflows import registry
from workflows.vocabulary import DeadlineKind, Tone

LAPSE_DAYS: Final = 3
AHEAD_DAYS: Final = 30
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
class Bucket:
    """How many are late by so many days."""

    key: str
    label: str
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is late with one jurisdiction, by channel in the order of the matrix."""

    code: str
    name: str
    cells: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Jurisdiction × channel, the heaviest jurisdiction first; channels without a late request are left out."""

    channels: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something by code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one officer has in one office: open, of these overdue."""

    uuid: str
    name: str
    office: Named
    open: Counted
    overdue: Counted


def late(viewer: Viewer) -> AssistanceRequestQuerySet:
    """The open requests that are overdue for the viewer."""
    return viewer.requests.open().overdue(viewer.at)


def figures(viewer: Viewer) -> list[Figure]:
    """Late answers, lapses and what we owe. One query."""
    counted = viewer.requests.open().aggregate(
        open=Count("pk"),
        answers=Count("pk", filter=owing_q(Owing.ANSWERS, at=viewer.at)),
        lapses=Count("pk", filter=owing_q(Owing.EXPIRIES, at=viewer.at, within_days=LAPSE_DAYS)),
        ours=Count("pk", filter=owing_q(Owing.OURS, at=viewer.at)),
    )
    answers, lapses, ours = counted["answers"], counted["lapses"], counted["ours"]
    return [
        _figure("answers", answers, _late_of(answers, counted["open"]), owed(Owing.ANSWERS)),
        _figure("lapses", lapses, _lapsing(lapses), owed(Owing.EXPIRIES, LAPSE_DAYS)),
        _figure("ours", ours, _ours(ours), owed(Owing.OURS)),
    ]


def owed(what: Owing, within_days: int | None = None) -> CaseFilter:
    """Open requests with something of that sort late, or late within so many days."""
    return CaseFilter(state=State.OPEN, owing=what, owing_days=within_days)


def ageing(viewer: Viewer) -> list[Bucket]:
    """What is overdue by how long it has been. One query."""
    counted = late(viewer).aggregate(
        **{
            f"bucket_{index}": Count("pk", filter=late_q(bucket, viewer.at))
            for index, bucket in enumerate(LATE_BUCKETS)
        }
    )
    return [
        Bucket(
            key=bucket.key,
            label=str(BUCKET_WORDS[bucket.key]),
            counted=Counted(
                value=counted[f"bucket_{index}"], rows=CaseFilter(state=State.OVERDUE, late=bucket.key)
            ),
        )
        for index, bucket in enumerate(LATE_BUCKETS)
    ]


def matrix(viewer: Viewer) -> Matrix:
    """What is overdue by jurisdiction and channel. One query."""
    counted = (
        late(viewer)
        .order_by()
        .values("jurisdiction__code", "jurisdiction__name", "channel")
        .annotate(n=Count("pk"))
    )
    table: dict[tuple[str, str], dict[str, int]] = {}
    for entry in counted:
        place = (entry["jurisdiction__code"], entry["jurisdiction__name"])
        table.setdefault(place, {})[entry["channel"]] = entry["n"]
    channels = tuple(key for key in registry.CHANNELS if any(key in row for row in table.values()))
    ranked = sorted(table.items(), key=lambda entry: (-sum(entry[1].values()), entry[0][1]))
    return Matrix(
        channels=channels,
        places=tuple(
            Place(code=code, name=name, cells=tuple(_cell(row, code, channel) for channel in channels))
            for (code, name), row in ranked
        ),
    )


def loads(viewer: Viewer) -> list[Load]:
    """What each officer has, the most burdened first. One query."""
    counted: Any = (
        viewer.requests.open()
        .filter(officer__isnull=False)
        .order_by()
        .values("officer__uuid", "officer__name", "office__code", "office__name")
        .annotate(open=Count("pk"), late=Count("pk", filter=late_at(viewer.at)))
        .order_by("-late", "-open", "officer__name")
    )
    return [_load(entry) for entry in counted]


def longest_first(viewer: Viewer) -> AssistanceRequestQuerySet:
    """What is overdue: expiries before all, then by how long it has been."""
    expiry = When(due_kind=DeadlineKind.EXPIRY.value, then=Value("0"))
    order = Case(expiry, default=Value("1"), output_field=CharField())
    return late(viewer).order_by(order, "late_from", "pk")


def expiring(viewer: Viewer) -> AssistanceRequestQuerySet:
    """What is lost within AHEAD_DAYS, the soonest first."""
    ahead = owing(Owing.EXPIRIES, at=viewer.at, within_days=AHEAD_DAYS)
    return viewer.requests.open().filter(pk__in=ahead).order_by("late_from", "pk")


def _figure(key: str, value: int, label: str, rows: CaseFilter) -> Figure:
    return Figure(key=key, value=value, label=label, rows=rows, tone=Tone.OVERDUE if value else None)


def _late_of(number: int, open_ones: int) -> str:
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


def _cell(row: Mapping[str, int], code: str, channel: str) -> Counted:
    rows = CaseFilter(state=State.OVERDUE, jurisdiction=code, channel=channel)
    return Counted(value=row.get(channel, 0), rows=rows)


def _load(entry: Mapping[str, Any]) -> Load:
    uuid = str(entry["officer__uuid"])
    theirs = CaseFilter(state=State.OPEN, officer=uuid, office=entry["office__code"])
    return Load(
        uuid=uuid,
        name=entry["officer__name"],
        office=Named(code=entry["office__code"], name=entry["office__name"]),
        open=Counted(value=entry["open"], rows=theirs),
        overdue=Counted(value=entry["late"], rows=replace(theirs, state=State.OVERDUE)),
    )
