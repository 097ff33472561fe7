"""Production requests of a preservation: when each was sent, and what shows its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.casework.models import AssistanceRequest, Event, Link
from workflows import registry
from workflows.engine import Event as HistoryEvent
from workflows.engine.preservation import covers, receipt_of
from workflows.vocabulary import LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """``sent_on``: None for a draft; of one that reached us the day on which it did."""

    sent_on: date | None
    receipt: HistoryEvent | None


Productions = Mapping[int, Production]


def productions_of(row: AssistanceRequest) -> Productions:
    """The production requests that reach whoever keeps the data of ``row``, by their ids. Two queries."""
    links = Link.objects.filter(target=row, kind=LinkKind.PRODUCTION_OF.value).select_related("request")
    found = {link.request_id: link.request for link in links if _reaches(link.request, row)}
    histories: dict[int, list[HistoryEvent]] = {pk: [] for pk in found}
    if found:
        for event in Event.objects.filter(request__in=found).order_by("request", "sequence"):
            histories[event.request_id].append(event.value())
    return {
        pk: Production(sent_on=production.sent_on, receipt=receipt_of(histories[pk]))
        for pk, production in found.items()
    }


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
