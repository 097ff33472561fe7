"""Counts of what is missing, contrary, late and corrected, made by the database; all else is arithmetic on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate

from tracker.casework.filtering.recorded import (
    ASKED,
    CONTRADICTORY,
    CONTRARY,
    CORRECTED,
    OF_DATA,
    Contradiction,
    Particular,
    late_by,
    made_by,
)
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import Event, Spell
from tracker.reports.counting import DaysBetween
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values, of_request

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

BY: Final[Mapping[GroupBy, Dimension]] = {
    key: of_request(DIMENSIONS[key])
    for key in (
        GroupBy.OFFICE,
        GroupBy.JURISDICTION,
        GroupBy.CHANNEL,
        GroupBy.REGION,
        GroupBy.RELATIONSHIP,
        GroupBy.DIRECTION,
    )
}
ASIDE: Final = (Particular.OFFENCE, Particular.DATA_CATEGORY)
"""Told by other rows than that of the request: each counted by a query of its own."""


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


def sent_by(
    requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime
) -> AssistanceRequestQuerySet:
    """What `apply` keeps of those sent by the as-of day, within the period of sending: each once."""
    dossiers = replace(wanted, sent_from=None, sent_until=None, as_of=None)
    found = apply(requests, dossiers, at=at).filter(sent_on__lte=wanted.as_of or at.date())
    if wanted.sent_from:
        found = found.filter(sent_on__gte=wanted.sent_from)
    return found.filter(sent_on__lte=wanted.sent_until) if wanted.sent_until else found


def kept_by(
    requests: AssistanceRequestQuerySet, dimension: Dimension, *, on: date, days: int
) -> dict[Values, Kept]:
    """How ``requests`` are kept, by the dimension's columns. Seven queries, and one for names."""
    found: dict[Values, Kept] = defaultdict(Kept)
    columns = dimension.grouped
    _add_records(found, requests, columns)
    _add_offences(found, requests, columns)
    _add_categories(found, requests, columns)
    _add_entries(found, requests, columns, on=on, days=days)
    _add_corrections(found, requests, columns, on=on)
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


def _add_records(
    found: dict[Values, Kept], requests: AssistanceRequestQuerySet, columns: tuple[str, ...]
) -> None:
    """Whatever the rows of the requests tell, in one query: a condition for each number."""
    here = [key for key in Particular if key not in ASIDE]
    numbers: dict[str, Any] = {
        "requests": Count("pk"),
        "entries": Sum("version"),
        "contradictory": Count("pk", filter=CONTRADICTORY),
    }
    for key in here:
        asked = ASKED[key]
        numbers[f"of_{key}"] = Count("pk", filter=asked.of) if asked.of else Count("pk")
        numbers[f"no_{key}"] = Count("pk", filter=asked.of & asked.missing)
    numbers |= {f"is_{key}": Count("pk", filter=contrary.holds) for key, contrary in CONTRARY.items()}
    lines = requests.order_by().values_list(*columns).annotate(**numbers)
    for line in lines:
        row, told = found[line[: -len(numbers)]], dict(zip(numbers, line[-len(numbers) :], strict=True))
        row.requests, row.entries = told["requests"], told["entries"]
        row.contradictory = told["contradictory"]
        row.asked.update({key: told[f"of_{key}"] for key in here})
        row.missing.update({key: told[f"no_{key}"] for key in here})
        row.contrary.update({key: told[f"is_{key}"] for key in CONTRARY})


def _add_offences(
    found: dict[Values, Kept], requests: AssistanceRequestQuerySet, columns: tuple[str, ...]
) -> None:
    """As the spells of a request say it: of offences themselves there are more than requests."""
    without = requests.filter(pk__in=Spell.objects.filter(offences="").values("request")).order_by()
    for *values, number in without.values_list(*columns).annotate(number=Count("pk")):
        found[tuple(values)].missing[Particular.OFFENCE] = number
    for row in found.values():
        row.asked[Particular.OFFENCE] = row.requests


def _add_categories(
    found: dict[Values, Kept], requests: AssistanceRequestQuerySet, columns: tuple[str, ...]
) -> None:
    of_data = requests.filter(items__type__in=[kind.value for kind in OF_DATA]).order_by()
    lines = of_data.values_list(*columns).annotate(
        asked=Count("pk", distinct=True),
        missing=Count("pk", distinct=True, filter=Q(items__data_category="")),
    )
    for *values, asked, missing in lines:
        found[tuple(values)].asked[Particular.DATA_CATEGORY] = asked
        found[tuple(values)].missing[Particular.DATA_CATEGORY] = missing


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
    """Corrections; and the entries made since, which the request's own number holds, too. Two queries."""
    made = Event.objects.filter(made_by(on), CORRECTED).order_by()
    corrections = requests.filter(events__in=made).order_by().values_list(*columns)
    for *values, number, several in corrections.annotate(
        number=Count("events"), several=Count("pk", distinct=True)
    ):
        row = found[tuple(values)]
        row.corrections, row.corrected_requests = number, several
    others = Event.objects.exclude(made_by(on)).order_by()
    since = requests.filter(events__in=others).order_by().values_list(*columns)
    for *values, number in since.annotate(number=Count("events")):
        found[tuple(values)].entries -= number
