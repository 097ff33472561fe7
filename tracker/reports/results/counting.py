"""Results as they were recorded, added up within one kind and one currency; and what the items of requests tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, QuerySet

from tracker.casework.filtering.asked import GIVEN
from tracker.casework.filtering.resulted import outcomes
from tracker.casework.filters import SPELL, CaseFilter, apply, of_requests, spells_of
from tracker.casework.models import Result, Spell
from tracker.casework.models.packing import BETWEEN, unpacked_days, unpacked_things
from tracker.reports.dimensions import Dimension, Values
from workflows.vocabulary import GROUP_OF, Direction, ItemGroup, ItemType, ResultKind

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet
    from tracker.reports.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result of one request, under the row that it stands in."""

    values: Values
    request: int
    kind: ResultKind
    currency: str
    quantity: Decimal
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Results of one kind, and of one currency if they are amounts: exact, or a lower bound."""

    requests: int
    entries: int
    quantity: Decimal
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is told by the items of requests: how many requests and items, and which rows they are."""

    key: str
    requests: int
    items: int
    rows: CaseFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """So many requests that had things of these types, each as often as it stands here."""

    direction: str
    types: Sequence[str]
    number: int


GRANTED: Final = frozenset(
    outcome.value for outcome, group in GROUP_OF.items() if group in (ItemGroup.GRANTED, ItemGroup.PARTLY)
)
ASSETS: Final = {
    "frozen": ItemType.FREEZE,
    "confiscated": ItemType.CONFISCATION,
    "shared": ItemType.ASSET_SHARING,
}
EVIDENCE: Final = {"received": Direction.OUTGOING, "given": Direction.INCOMING}
UNASKED: Final = {"spontaneous_sent": Direction.OUTGOING, "spontaneous_received": Direction.INCOMING}


def last_day(question: Question) -> date:
    """The last day that is counted: nothing is known of days after the as-of day."""
    return min(question.period.last or question.on, question.on)


def wanted_of(question: Question) -> CaseFilter:
    """The filter of all rows: results within the period, up to the as-of day."""
    return replace(question.wanted, result_from=question.period.first, result_until=last_day(question))


def lines_of(requests: AssistanceRequestQuerySet, dimension: Dimension, question: Question) -> list[Line]:
    """One query; added up here, because one of the databases adds fractions up inexactly."""
    found = Result.objects.filter(
        *outcomes(wanted_of(question)), request__in=apply(requests, dossiers(question), at=question.at)
    )
    rows = found.order_by().values_list(
        *dimension.columns, "request", "kind", "currency", "quantity", "at_least"
    )
    return [
        Line(
            values=tuple(values),
            request=request,
            kind=ResultKind(kind),
            currency=currency,
            quantity=quantity,
            at_least=at_least,
        )
        for *values, request, kind, currency, quantity, at_least in rows
    ]


def dossiers(question: Question) -> CaseFilter:
    """What is asked of the requests themselves, whenever they led to something."""
    return replace(question.wanted, result_from=None, result_until=None)


def summed(lines: Iterable[Line]) -> Sum:
    """The lines as one; they are of one kind and one currency."""
    some = list(lines)
    return Sum(
        requests=requests_of(some),
        entries=len(some),
        quantity=sum((line.quantity for line in some), Decimal()),
        at_least=any(line.at_least for line in some),
    )


def requests_of(lines: Iterable[Line]) -> int:
    """How many requests led to these results, each once."""
    return len({line.request for line in lines})


def given_of(requests: AssistanceRequestQuerySet, question: Question) -> list[Given]:
    """Evidence and assets by what was granted within the period, and information without a request. Two queries."""
    base = dossiers(question)
    granted = replace(
        base, item_group=GIVEN, decided_from=question.period.first, decided_until=last_day(question)
    )
    sent = replace(
        base,
        item_type=ItemType.SPONTANEOUS.value,
        sent_from=question.period.first,
        sent_until=last_day(question),
    )
    rows = {
        **{key: replace(granted, direction=way.value) for key, way in EVIDENCE.items()},
        **{key: replace(granted, item_type=kind.value) for key, kind in ASSETS.items()},
    }
    unasked = {key: replace(sent, direction=way.value) for key, way in UNASKED.items()}
    last = Spell.objects.filter(
        of_requests(requests, base, SPELL, at=question.at), superseded_on__isnull=True
    )
    spoke = spells_of(requests, replace(sent, item_type=""), at=question.at)
    return [
        *_counted(_granted(last, granted), rows),
        *_counted(_unasked(spoke), unasked),
    ]


def _granted(last: QuerySet[Spell], wanted: CaseFilter) -> Iterator[Had]:
    """Of requests what was granted within the period."""
    first, until = wanted.decided_from or date.min, wanted.decided_until or date.max
    touched = last.filter(decided_on__gte=first, first_decided_on__lte=until)
    for direction, asked, days, number in _grouped(touched, "direction", "asked", "decided_days"):
        found = [
            thing.type
            for thing, day in unpacked_days(asked, days)
            if thing.outcome in GRANTED and (day is None or first <= day <= until)
        ]
        yield Had(direction=direction, types=found, number=number)


def _unasked(spoke: QuerySet[Spell]) -> Iterator[Had]:
    """Of requests the information among what they ask for."""
    kind = ItemType.SPONTANEOUS.value
    some = spoke.filter(asked__contains=f"{BETWEEN}{kind}{BETWEEN}")
    for direction, asked, number in _grouped(some, "direction", "asked"):
        found = [thing.type for thing in unpacked_things(asked) if thing.type == kind]
        yield Had(direction=direction, types=found, number=number)


def _grouped(spells: QuerySet[Spell], *columns: str) -> QuerySet[Spell, Any]:
    return spells.order_by().values_list(*columns).annotate(number=Count("pk"))


def _counted(told: Iterable[Had], rows: Mapping[str, CaseFilter]) -> Iterator[Given]:
    requests: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for had in told:
        for key, wanted in rows.items():
            found = [kind for kind in had.types if wanted.item_type in ("", kind)]
            if found and wanted.direction in ("", had.direction):
                requests[key] += had.number
                items[key] += had.number * len(found)
    for key, wanted in rows.items():
        yield Given(key=key, requests=requests[key], items=items[key], rows=wanted)
