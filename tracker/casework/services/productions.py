"""Production requests of a preservation: when each was sent, and what shows its receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.casework.models import AssistanceRequest, Event, Link
from tracker.casework.queries import definition_of, years_of
from workflows import registry
from workflows.engine import Event as HistoryEvent
from workflows.engine.preservation import Hold, covers, holds, receipt_of
from workflows.vocabulary import ENDINGS, EventKind, LinkKind

_MAY_END: Final = ENDINGS | {EventKind.REFUSED, EventKind.NIL_RETURN, EventKind.RETURNED_DEFICIENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """``sent_on``: None for a draft; of one that reached us the day on which it did."""

    row: AssistanceRequest
    history: Sequence[HistoryEvent]
    sent_on: date | None
    receipt: HistoryEvent | None


Productions = Mapping[int, Production]


def productions_of(row: AssistanceRequest) -> Productions:
    """The production requests that reach whoever keeps the data of ``row``, by their ids. Two queries."""
    links = Link.objects.filter(target=row, kind=LinkKind.PRODUCTION_OF.value).select_related(
        "request__office__own_jurisdiction", "request__jurisdiction"
    )
    found = {link.request_id: link.request for link in links if _reaches(link.request, row)}
    histories: dict[int, list[HistoryEvent]] = {pk: [] for pk in found}
    if found:
        for event in Event.objects.filter(request__in=found).order_by("request", "sequence"):
            histories[event.request_id].append(event.value())
    return {
        pk: Production(
            row=production,
            history=histories[pk],
            sent_on=production.sent_on,
            receipt=receipt_of(histories[pk]),
        )
        for pk, production in found.items()
    }


def holds_of(production: Production) -> list[Hold]:
    """Every time that it held what is preserved; no query unless it may have ended once."""
    if not any(event.kind in _MAY_END for event in production.history):
        return [Hold(receipt=production.receipt)] if production.receipt else []
    history = list(production.history)
    return holds(history, definition_of(production.row, years=years_of(history)))


def days_of(productions: Productions, covered: date | None) -> Mapping[str, date | None]:
    """When the first was sent and when the first was received, as columns.

    ``covered``: what was entered of one from outside of the register; that was sent by then.
    """
    received = [one.receipt.occurred.on for one in productions.values() if one.receipt]
    received += [covered] if covered else []
    sent = [one.sent_on for one in productions.values() if one.sent_on]
    return {
        "production_sent_on": min([*sent, *received], default=None),
        "production_received_on": min(received, default=None),
    }


def _reaches(production: AssistanceRequest, preservation: AssistanceRequest) -> bool:
    alike = production.jurisdiction_id == preservation.jurisdiction_id
    return (
        alike
        and production.direction == preservation.direction
        and covers(registry.channel(production.channel), registry.channel(preservation.channel))
    )
