"""Results as they were recorded, added up within one kind and one currency; and what the items of requests tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, QuerySet

from tracker.casework.filtering.asked import GIVEN, things
from tracker.casework.filtering.resulted import outcomes
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import Item, Result
from tracker.reports.dimensions import Dimension, Values
from workflows.vocabulary import Direction, ItemType, ResultKind

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
    kept = apply(requests, dossiers(question), at=question.at)
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
    items = Item.objects.filter(*things(granted, question.on), request__in=kept)
    spontaneous = Item.objects.filter(
        type=ItemType.SPONTANEOUS.value, request__in=apply(requests, sent, at=question.at)
    )
    return [*_counted(items, rows), *_counted(spontaneous, unasked)]


def _counted(items: QuerySet[Item], rows: dict[str, CaseFilter]) -> list[Given]:
    counts: dict[str, Count] = {}
    for key, wanted in rows.items():
        which = Q(request__direction=wanted.direction) if wanted.direction else Q()
        which &= Q(type=wanted.item_type) if wanted.item_type else Q()
        counts[f"{key}_requests"] = Count("request", distinct=True, filter=which)
        counts[f"{key}_items"] = Count("pk", filter=which)
    found = items.aggregate(**counts)
    return [
        Given(key=key, requests=found[f"{key}_requests"], items=found[f"{key}_items"], rows=wanted)
        for key, wanted in rows.items()
    ]
