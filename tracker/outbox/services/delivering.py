"""Calling the receivers: at least once for each event, under one id."""

from __future__ import annotations

import logging
from datetime import datetime
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import DatabaseError

from tracker.outbox.models import Trouble, Webhook, WebhookDelivery
from tracker.outbox.payload import body_of
from tracker.outbox.policy import Target
from tracker.outbox.queries import way_to
from tracker.outbox.services import outgoing
from tracker.outbox.signing import headers_of, secret_of
from tracker.outbox.transport import NotDeliveredError, post
from tracker.wakeups import Wakeup, wake_on_commit

logger = logging.getLogger(__name__)

BATCH: Final = 15
"""So few that all of them may hang to the end of their time before the task that sends them is ended."""
SLOW: Final = 5.0
"""Seconds. Of a receiver that takes longer a whole batch would be little else, and everybody behind it would wait."""
NEEDED: Final = ("webhook__office", "webhook__owner", "event__request__office")


def deliver(*, at: datetime, limit: int = BATCH) -> int:
    """Send what waits, oldest first, and return how many deliveries were taken in hand.

    Each is claimed, then its webhook read again: one that was switched off, whose owner left the office or whose host
    is not allowed any more is cancelled. Where a receiver cannot be reached or is slow, what else waits for it is put
    off without losing an attempt, so that it holds up nobody else.
    """
    handled = 0
    for delivery in outgoing.claim(WebhookDelivery.objects.select_related(*NEEDED), at=at, limit=limit):
        handled += 1
        way = way_to(delivery.webhook, at=at)
        if isinstance(way, Trouble):
            outgoing.cancel(delivery, last_error=way)
        else:
            _attempt(delivery, way, at=at)
    return handled


def retry(delivery: WebhookDelivery, *, at: datetime) -> bool:
    """Queue again what failed or was cancelled, under the same id. Return False if there was nothing to queue."""
    changed = outgoing.queue_again(delivery, at=at)
    wake_on_commit(Wakeup.SEND_WEBHOOKS)
    return changed


def _attempt(delivery: WebhookDelivery, target: Target, *, at: datetime) -> None:
    """Call once and write down what became of it.

    A crash after the receiver took it and before this is written sends it once more, under the same id.
    """
    began = monotonic()
    try:
        status = _call(delivery, target, at=at)
    except NotDeliveredError as error:
        _failed(delivery, error.trouble, None, at=at)
        _put_off(delivery.webhook, at=at)
    except DatabaseError:
        raise  # the database, not the delivery: its lease runs out, and it is found again
    except Exception:  # one delivery that cannot be made must not hold up the others
        logger.exception("the delivery %s could not be made", delivery.uuid)
        _failed(delivery, Trouble.FAULT, None, at=at)
    else:
        if 200 <= status <= 299:
            outgoing.accepted(delivery, at=at, last_status=status)
        else:
            _failed(delivery, Trouble.STATUS, status, at=at)
        if monotonic() - began > SLOW:
            _put_off(delivery.webhook, at=at)


def _call(delivery: WebhookDelivery, target: Target, *, at: datetime) -> int:
    webhook, body = delivery.webhook, body_of(delivery)
    secret = secret_of(webhook.uuid, webhook.generation)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "MLA-Tracker",
        **headers_of(body, delivery=delivery.uuid, secret=secret, at=at),
    }
    return post(target, body, headers, private=settings.WEBHOOK_PRIVATE_ADDRESSES)


def _failed(delivery: WebhookDelivery, trouble: Trouble, status: int | None, *, at: datetime) -> None:
    outgoing.not_accepted(delivery, trouble.value, at=at, last_status=status)
    logger.warning("delivery %s: attempt %s failed: %s", delivery.uuid, delivery.attempts, trouble.value)


def _put_off(webhook: Webhook, *, at: datetime) -> None:
    waiting = WebhookDelivery.objects.claimable(at).filter(webhook=webhook)
    waiting.update(next_attempt_at=at + outgoing.FIRST_PAUSE)
