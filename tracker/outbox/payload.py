"""What a webhook says: that something happened and where to read it; never what the case is about."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from tracker.outbox.models import WebhookDelivery

PING: Final = "ping"


def body_of(delivery: WebhookDelivery) -> bytes:
    """The body as UTF-8 JSON, the same for every attempt: codes, ids and times, no title, no name, no words."""
    return json.dumps(_content(delivery), separators=(",", ":")).encode()


def _content(delivery: WebhookDelivery) -> dict[str, Any]:
    event = delivery.event
    common = {"id": str(delivery.uuid), "webhook": str(delivery.webhook.uuid)}
    if event is None:
        office = delivery.webhook.office.code
        return {**common, "kind": PING, "office": office, "recorded_at": _moment(delivery.created_at)}
    row = event.request
    return {
        **common,
        "kind": event.kind,
        "sequence": event.sequence,
        "occurred": event.occurred.as_data(),
        "recorded_at": _moment(event.recorded_at),
        "office": row.office.code,
        "request": {
            "uuid": str(row.uuid),
            "reference": row.reference,
            # Every event makes one version; the row may have moved on since.
            "version": event.sequence,
            "url": f"{settings.SITE_URL}{reverse('api:request', args=[row.uuid])}",
        },
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
