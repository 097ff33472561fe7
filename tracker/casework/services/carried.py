"""What spells carry of their request and of the rows below it, so that figures need not read these."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.casework.models import AssistanceRequest, Item
from tracker.casework.models.packing import Thing, packed, packed_things
from tracker.casework.services.particulars import record_of


def carried_of(
    assistance_request: AssistanceRequest, items: Sequence[Item], categories: Collection[str]
) -> dict[str, object]:
    """The columns. The request's own are set, ``items`` as they are written, ``categories`` those of the offences."""
    return {
        "direction": assistance_request.direction,
        "office_id": assistance_request.office_id,
        "officer_id": assistance_request.officer_id,
        "jurisdiction_id": assistance_request.jurisdiction_id,
        "authority_id": assistance_request.requested_authority_id,
        "channel": assistance_request.channel,
        "instrument": assistance_request.instrument,
        "urgency": assistance_request.urgency,
        "offences": packed(categories),
        **asked_of(items),
        "record": record_of(assistance_request, items, categories).flags,
        "entries": assistance_request.version,
    }


def asked_of(items: Sequence[Item]) -> dict[str, object]:
    """The columns of what is asked for."""
    asked, days = packed_things(
        (Thing(item.outcome, item.type, item.data_category), item.decided_on) for item in items
    )
    decided = [item.decided_on for item in items if item.decided_on]
    return {
        "asked": asked,
        "first_type": min(items, key=lambda item: item.number).type if items else "",
        "first_decided_on": min(decided, default=None),
        "decided_on": max(decided, default=None),
        "decided_days": days,
    }


def kept_with(assistance_request: AssistanceRequest) -> dict[str, object]:
    """The columns that stretches of preservation carry."""
    return {
        "direction": assistance_request.direction,
        "office_id": assistance_request.office_id,
        "jurisdiction_id": assistance_request.jurisdiction_id,
        "authority_id": assistance_request.requested_authority_id,
        "channel": assistance_request.channel,
        "sent_on": assistance_request.sent_on,
    }
