"""What requests ask for and led to, written straight into the tables."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.tracker.reports.facts import carry
from tracker.casework.models import AssistanceRequest, Item
from tracker.casework.models import Result as RecordedResult
from workflows.vocabulary import DataCategory, ItemOutcome, ItemType, ResultKind

LED = dt.date(2024, 12, 31)


def asks(
    row: AssistanceRequest,
    kind: ItemType,
    category: DataCategory | None = None,
    outcome: ItemOutcome = ItemOutcome.OPEN,
    decided: dt.date | None = None,
) -> Item:
    """One thing more that the request asks for."""
    item = Item.objects.create(
        request=row,
        number=row.items.count() + 1,
        type=kind.value,
        data_category=category.value if category else "",
        outcome=outcome.value,
        decided_on=decided,
    )
    carry(row)
    return item


def led(
    row: AssistanceRequest,
    kind: ResultKind,
    quantity: str,
    currency: str = "",
    *,
    on: dt.date = LED,
    at_least: bool = False,
) -> None:
    """One result more of the request."""
    RecordedResult.objects.create(
        request=row,
        kind=kind.value,
        quantity=Decimal(quantity),
        currency=currency,
        occurred_on=on,
        at_least=at_least,
    )
