"""What assistance led to: arrests, devices, victims, amounts; never added across currencies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest, Result
from tracker.casework.services.checking import save
from tracker.casework.services.recording import Entry, locked, record
from workflows.occurrence import Occurred
from workflows.vocabulary import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDraft:
    """``currency`` is an ISO 4217 code for amounts and empty for anything else."""

    kind: str
    quantity: Decimal
    occurred_on: date
    currency: str = ""
    at_least: bool = False
    note: str = ""


@transaction.atomic
def record_result(
    assistance_request: AssistanceRequest,
    draft: ResultDraft,
    *,
    by: User,
    recorded_at: datetime,
    seen_version: int,
    source: Source = Source.HUMAN,
) -> Result:
    """Add one result to the request; raises ValidationError where it contradicts itself."""
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    result = Result(request=row, **asdict(draft))
    save(result)
    entry = Entry(
        occurred=Occurred(on=result.occurred_on, zone=row.office.time_zone),
        recorded_at=recorded_at,
        data={"kind": result.kind, "quantity": str(result.quantity), "currency": result.currency},
        source=source,
    )
    record(row, "record_result", entry, by=by)
    return result
