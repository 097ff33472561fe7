"""What spells carry of their request, of its offences and of what it asks for, so that figures need not read these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.casework.models import AssistanceRequest, Item
from tracker.casework.models.outcomes import Thing, packed, packed_things


def carried_of(
    assistance_request: AssistanceRequest, items: Sequence[Item], categories: Iterable[str]
) -> dict[str, object]:
    """The columns. ``items`` are as they have been written, ``categories`` those of the offences."""
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
    }


def asked_of(items: Sequence[Item]) -> dict[str, object]:
    """The columns of what is asked for."""
    return {
        "asked": packed_things(Thing(item.outcome, item.type, item.data_category) for item in items),
        "first_type": min(items, key=lambda item: item.number).type if items else "",
        "decided_on": max((item.decided_on for item in items if item.decided_on), default=None),
    }
