"""What leaves. Mail stands here; `webhooks`, `hosts`, `announcing` and `delivering` are modules of their own."""

from tracker.outbox.services.mail import (
    BATCH,
    StillWanted,
    cancel,
    claim,
    deliver,
    enqueue,
    retry,
    transmit,
)
from tracker.outbox.services.outgoing import ATTEMPTS, FIRST_PAUSE, LEASE, LONGEST_PAUSE

__all__ = [
    "ATTEMPTS",
    "BATCH",
    "FIRST_PAUSE",
    "LEASE",
    "LONGEST_PAUSE",
    "StillWanted",
    "cancel",
    "claim",
    "deliver",
    "enqueue",
    "retry",
    "transmit",
]
