"""What leaves. Mail stands here; `webhooks`, `hosts`, `announcing` and `delivering` are modules of their own."""

from tracker.outbox.services.forgetting import forget_deliveries
from tracker.outbox.services.mail import (
    BATCH,
    Prepare,
    claim,
    deliver,
    draft,
    enqueue,
    retry,
    seal,
    take_back,
    transmit,
    word_anew,
)
from tracker.outbox.services.outgoing import ATTEMPTS, FIRST_PAUSE, LEASE, LONGEST_PAUSE, cancel, put_off

__all__ = [
    "ATTEMPTS",
    "BATCH",
    "FIRST_PAUSE",
    "LEASE",
    "LONGEST_PAUSE",
    "Prepare",
    "cancel",
    "claim",
    "deliver",
    "draft",
    "enqueue",
    "forget_deliveries",
    "put_off",
    "retry",
    "seal",
    "take_back",
    "transmit",
    "word_anew",
]
