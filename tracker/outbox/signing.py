"""The secret of a webhook and what is signed with it."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

PREFIX: Final = "mlawh_"
SALT: Final = "tracker.outbox.signing"
VERSION: Final = "v1"

ID_HEADER: Final = "MLA-Webhook-Id"
TIMESTAMP_HEADER: Final = "MLA-Webhook-Timestamp"
SIGNATURE_HEADER: Final = "MLA-Webhook-Signature"


def secret_of(webhook: UUID, generation: int) -> str:
    """The secret of one generation: derived from SECRET_KEY, so that no table and no backup of one holds it."""
    return PREFIX + salted_hmac(SALT, f"{webhook}:{generation}", algorithm="sha256").hexdigest()


def headers_of(body: bytes, *, delivery: UUID, secret: str, at: datetime) -> dict[str, str]:
    """The headers by which the receiver knows that ``body`` is ours, of this moment, and whether it came before.

    Signed are the timestamp in Unix seconds, the id and the body, with dots between them.
    """
    timestamp = str(int(at.timestamp()))
    signed = b".".join((timestamp.encode(), str(delivery).encode(), body))
    signature = hmac.new(secret.encode(), signed, sha256).hexdigest()
    return {
        ID_HEADER: str(delivery),
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: f"{VERSION}={signature}",
    }
