"""What is late, how late, where, whose: counted for the dashboard, each number with exactly its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy, ngettext

from tracker.casework.figures import Counted, Figure
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import LATE_BUCKETS, Owing, late_column, late_q, owing_q
from tracker.casework.models import AssistanceRequest
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import rule_named
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction
from tracker.paging import Order, leading
from tracker.words import thousands
from workflows import registry
from workflows.messages import Message
from workflows.vocabulary import DeadlineKind, Tone

LAPSE_DAYS: Final = 3
AHEAD_DAYS: Final = 30
AHEAD: Final = "ahead"
"""The figure of what is lost in these days."""
LATEST: Final = "late"
"""The register's order by the longest overdue."""
_EXPIRED: Final = Q(due_kind=DeadlineKind.EXPIRY.value)
_EXPIRIES_FIRST: Final = Case(When(_EXPIRED, then=Value("0")), default=Value("1"), output_field=CharField())

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
class LateRule:
    """How many are late by one rule: one that is late by two of them stands under both."""

    key: str
    label: Message
    counted: Counted


def late(viewer: Viewer) -> AssistanceRequestQuerySet:
    """The open requests that are overdue for the viewer."""
    return viewer.requests.open().overdue(viewer.at)


def figures(viewer: Viewer, *, of_open: int) -> list[Figure]:
    """Late answers, lapses and what we owe; ``of_open`` requests are open altogether. One query."""
    at = viewer.at
    found = viewer.requests.open().filter(late_from__lte=at + timedelta(days=AHEAD_DAYS))
    counted = found.aggregate(
        answers=Count("pk", filter=owing_q(Owing.ANSWERS, at=at)),
        lapses=Count("pk", filter=owing_q(Owing.EXPIRIES, at=at, within_days=LAPSE_DAYS)),
        ahead=Count("pk", filter=owing_q(Owing.EXPIRIES, at=at, within_days=AHEAD_DAYS)),
        ours=Count("pk", filter=owing_q(Owing.OURS, at=at)),
    )
    answers, lapses, ahead, ours = (counted[name] for name in ("answers", "lapses", "ahead", "ours"))
    return [
        _figure("answers", answers, _late_of(answers, of_open), owed(Owing.ANSWERS)),
        _figure("lapses", lapses, _lapsing(lapses), owed(Owing.EXPIRIES, LAPSE_DAYS)),
        Figure(key=AHEAD, value=ahead, label=_ahead(ahead), rows=owed(Owing.EXPIRIES, AHEAD_DAYS)),
        _figure("ours", ours, _ours(ours), owed(Owing.OURS)),
    ]


def owed(what: Owing, within_days: int | None = None) -> CaseFilter:
    """Open requests with something of that sort late, or late within so many days."""
    return CaseFilter(state=State.OPEN, owing=what, owing_days=within_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """All that is overdue, by how late and by where: the same requests in both."""

    ageing: tuple[Bucket, ...]
    matrix: Matrix


def backlog(viewer: Viewer) -> Backlog:
    """How late, and where. Two queries."""
    buckets = {bucket.key: Count("pk", filter=late_q(bucket, viewer.at)) for bucket in LATE_BUCKETS}
    columns = {f"bucket_{index}": count for index, count in enumerate(buckets.values())}
    found: list[Any] = list(
        late(viewer).order_by().values("jurisdiction", "channel").annotate(n=Count("pk"), **columns)
    )
    sums = (sum(entry[column] for entry in found) for column in columns)
    return Backlog(
        ageing=tuple(_bucket(key, number) for key, number in zip(buckets, sums, strict=True)),
        matrix=_matrix(found),
    )


def by_rule(viewer: Viewer) -> list[LateRule]:
    """What is overdue by the rule that was not kept, the most first. One query."""
    deadlines = viewer.running.owed().overdue(viewer.at).order_by()
    counted = deadlines.values("rule").annotate(n=Count("request", distinct=True)).order_by("-n", "rule")
    return [
        LateRule(
            key=entry["rule"],
            label=rule_named(entry["rule"]),
            counted=Counted(value=entry["n"], rows=CaseFilter(state=State.OVERDUE, rule=entry["rule"])),
        )
        for entry in counted
    ]


def longest_first(viewer: Viewer, *, count: int) -> QuerySet[AssistanceRequest]:
    """The first of what is overdue: expiries before all, then by how long it has been. Three queries at the most."""
    expired, others = late(viewer).filter(_EXPIRED), late(viewer).exclude(_EXPIRED)
    # By the column of expiries, which is the same there: its index is short.
    column = late_column(Owing.EXPIRIES)
    lost = _first(expired.filter(**{f"{column}__lte": viewer.at}), column, count)
    first = [*lost, *_first(others, "late_from", count - len(lost))]
    return AssistanceRequest.objects.filter(pk__in=first).order_by(_EXPIRIES_FIRST, "late_from", "pk")


def _first(rows: AssistanceRequestQuerySet, column: str, count: int) -> list[int]:
    return list(rows.order_by(column, "pk").values_list("pk", flat=True)[:count])


def expiring(viewer: Viewer, *, count: int) -> QuerySet[AssistanceRequest]:
    """The first of what is lost within AHEAD_DAYS, the soonest first."""
    ahead = owing_q(Owing.EXPIRIES, at=viewer.at, within_days=AHEAD_DAYS)
    # They are few and lie anywhere in that order: they are found first, and sorted then.
    pressing = Order(column="late_from", descending=False).expressions(walked=False)
    return leading(viewer.requests.open().filter(ahead), *pressing, count=count)


def _figure(key: str, value: int, label: str, rows: CaseFilter) -> Figure:
    return Figure(key=key, value=value, label=label, rows=rows, tone=Tone.OVERDUE if value else None)


def _late_of(number: int, open_ones: int) -> str:
    words = ngettext(
        "request overdue from them, of %(open)s open",
        "requests overdue from them, of %(open)s open",
        number,
    )
    return words % {"open": thousands(open_ones)}


def _lapsing(number: int) -> str:
    return ngettext(
        "preservation lapses within 3 days or has lapsed",
        "preservations lapse within 3 days or have lapsed",
        number,
    )


def _ahead(number: int) -> str:
    return ngettext("lapses within 30 days", "lapse within 30 days", number)


def _ours(number: int) -> str:
    return ngettext("request overdue from us", "requests overdue from us", number)


def _bucket(key: str, number: int) -> Bucket:
    rows = CaseFilter(state=State.OVERDUE, late=key)
    return Bucket(key=key, label=str(BUCKET_WORDS[key]), counted=Counted(value=number, rows=rows))


def _matrix(counted: Iterable[Mapping[str, Any]]) -> Matrix:
    table: dict[int, dict[str, int]] = {}
    for entry in counted:
        table.setdefault(entry["jurisdiction"], {})[entry["channel"]] = entry["n"]
    places = Jurisdiction.objects.in_bulk(table)
    channels = tuple(key for key in registry.CHANNELS if any(key in row for row in table.values()))
    ranked = sorted(table.items(), key=lambda entry: (-sum(entry[1].values()), places[entry[0]].code))
    return Matrix(
        channels=channels,
        places=tuple(_place(places[pk], row, channels) for pk, row in ranked),
    )


def _place(place: Jurisdiction, row: Mapping[str, int], channels: tuple[str, ...]) -> Place:
    return Place(
        code=place.code, name=place.name, cells=tuple(_cell(row, place.code, channel) for channel in channels)
    )


def _cell(row: Mapping[str, int], code: str, channel: str) -> Counted:
    rows = CaseFilter(state=State.OVERDUE, jurisdiction=code, channel=channel)
    return Counted(value=row.get(channel, 0), rows=rows)
