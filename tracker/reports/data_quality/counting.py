"""Counts of what is missing, contrary, late and corrected, made by the database; all else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from tracker.casework.filtering.narrowing import between
from tracker.casework.filtering.recorded import CORRECTED, late_by, made_by
from tracker.casework.filters import SPELL, CaseFilter, apply, of_requests
from tracker.casework.models import Event, Spell
from tracker.casework.models.particulars import Contradiction, Particular, Record
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values, of_request

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

BY: Final[Mapping[GroupBy, Dimension]] = {
    key: DIMENSIONS[key]
    for key in (
        GroupBy.OFFICE,
        GroupBy.JURISDICTION,
        GroupBy.CHANNEL,
        GroupBy.REGION,
        GroupBy.RELATIONSHIP,
        GroupBy.DIRECTION,
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The requests that are counted, and the last spell of each, which tells how they are kept."""

    requests: AssistanceRequestQuerySet
    spells: QuerySet[Spell]


@dataclass(slots=True, kw_only=True)
class Kept:
    """How one row's requests are kept. ``late`` counts entries by their days, ``entries`` all that were made."""

    requests: int = 0
    entries: int = 0
    asked: Counter[Particular] = field(default_factory=Counter)
    missing: Counter[Particular] = field(default_factory=Counter)
    contrary: Counter[Contradiction] = field(default_factory=Counter)
    contradictory: int = 0
    late: Counter[int] = field(default_factory=Counter)
    late_requests: int = 0
    corrections: int = 0
    corrected_requests: int = 0


def sent_by(requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime) -> Sent:
    """What `apply` keeps of those sent by the as-of day, within the period of sending."""
    dossiers = replace(wanted, sent_from=None, sent_until=None, as_of=None)
    days = Q(*between("sent_on", wanted.sent_from, wanted.sent_until), sent_on__lte=wanted.as_of or at.date())
    last = Q(of_requests(requests, dossiers, SPELL, at=at), superseded_on__isnull=True)
    return Sent(
        requests=apply(requests, dossiers, at=at).filter(days), spells=Spell.objects.filter(last, days)
    )


def kept_by(sent: Sent, dimension: Dimension, *, on: date, days: int) -> dict[Values, Kept]:
    """How what was sent is kept, by the dimension's columns. Five queries, and one for names."""
    found: dict[Values, Kept] = defaultdict(Kept)
    columns = of_request(dimension).grouped
    _add_records(found, sent.spells, dimension.grouped)
    _add_entries(found, sent.requests, columns, on=on, days=days)
    _add_corrections(found, sent.requests, columns, on=on)
    _take_off_later(found, sent.spells, of_request(dimension, "request__").grouped, on=on)
    return _named(found, dimension)


def _named(found: Mapping[Values, Kept], dimension: Dimension) -> dict[Values, Kept]:
    """The same by the dimension's columns, which several values of what they are grouped by may share."""
    rows: dict[Values, list[Kept]] = defaultdict(list)
    named = dimension.rows_of(found)
    for values, kept in found.items():
        for row in named[values]:
            rows[row].append(kept)
    return {row: together(several) for row, several in rows.items()}


def together(rows: Iterable[Kept]) -> Kept:
    """The rows as one."""
    whole = Kept()
    for row in rows:
        whole.requests += row.requests
        whole.entries += row.entries
        whole.asked += row.asked
        whole.missing += row.missing
        whole.contrary += row.contrary
        whole.contradictory += row.contradictory
        whole.late += row.late
        whole.late_requests += row.late_requests
        whole.corrections += row.corrections
        whole.corrected_requests += row.corrected_requests
    return whole


def _add_records(found: dict[Values, Kept], spells: QuerySet[Spell], columns: tuple[str, ...]) -> None:
    """What is asked, missing and contrary, and all entries. One query: a line for each way of being kept."""
    lines = spells.order_by().values_list(*columns, "record")
    for *values, flags, number, entries in lines.annotate(number=Count("pk"), made=Sum("entries")):
        row, record = found[tuple(values)], Record.of(flags)
        row.requests += number
        row.entries += entries
        row.asked.update(dict.fromkeys(record.asked, number))
        row.missing.update(dict.fromkeys(record.missing, number))
        row.contrary.update(dict.fromkeys(record.contrary, number))
        row.contradictory += number if record.contrary else 0


def _add_entries(
    found: dict[Values, Kept],
    requests: AssistanceRequestQuerySet,
    columns: tuple[str, ...],
    *,
    on: date,
    days: int,
) -> None:
    """Late entries by their days, and the requests that have any. Two queries.

    Both find the entries by the index of late ones, and join requests once: no planner knows that these are few.
    """
    made = Event.objects.filter(made_by(on)).order_by()
    late = requests.filter(events__in=made.filter(late_by(days))).order_by()
    lag = DaysBetween(TruncDate("events__recorded_at", tzinfo=UTC), F("events__occurred_on"))
    for *values, lasted, number in late.values_list(*columns, lag).annotate(number=Count("events")):
        found[tuple(values)].late[lasted] += number
    for *values, number in late.values_list(*columns).annotate(number=Count("pk", distinct=True)):
        found[tuple(values)].late_requests = number


def _add_corrections(
    found: dict[Values, Kept], requests: AssistanceRequestQuerySet, columns: tuple[str, ...], *, on: date
) -> None:
    """Corrections, and the requests that have any. One query."""
    made = Event.objects.filter(made_by(on), CORRECTED).order_by()
    corrections = requests.filter(events__in=made).order_by().values_list(*columns)
    for *values, number, several in corrections.annotate(
        number=Count("events"), several=Count("pk", distinct=True)
    ):
        row = found[tuple(values)]
        row.corrections, row.corrected_requests = number, several


def _take_off_later(
    found: dict[Values, Kept], spells: QuerySet[Spell], columns: tuple[str, ...], *, on: date
) -> None:
    """The entries made after the day: spells count them, too. One query."""
    later = Event.objects.exclude(made_by(on)).filter(request__in=spells.values("request")).order_by()
    for *values, number in later.values_list(*columns).annotate(number=Count("pk")):
        found[tuple(values)].entries -= number
