"""Queueing mail in the caller's transaction, and sending it: at least once, under one Message-ID."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from tracker.accounts.models import User
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.params import Value, stored
from tracker.outbox.wording import message_domain, worded
from tracker.wakeups import Wakeup, wake_on_commit

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long a claimed mail is left to its sender. A task that sends is ended before, so that no two send at once."""

ATTEMPTS: Final = 12
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
"""Pauses of 1, 4, 16 ... minutes, never longer than this: the last attempt comes two days after the first."""

BATCH: Final = 100

StillWanted = Callable[[OutboxMessage], bool]


def enqueue(
    *, kind: MailKind, recipient: User, template: str, params: Mapping[str, Value], at: datetime
) -> OutboxMessage:
    """Put a mail into the outbox, in the caller's transaction: it leaves only if that is committed."""
    uuid = uuid4()
    message = OutboxMessage.objects.create(
        uuid=uuid,
        kind=kind,
        recipient=recipient,
        address=recipient.email,
        message_id=f"<{uuid}@{message_domain()}>",
        template=template,
        params=stored(params),
        next_attempt_at=at,
        created_at=at,
    )
    wake_on_commit(Wakeup.SEND_OUTBOX)
    return message


def deliver(*, at: datetime, still_wanted: Mapping[MailKind, StillWanted], limit: int = BATCH) -> int:
    """Send what waits, oldest first, and return how many mails were taken in hand.

    Each is claimed, then asked about (``still_wanted``, which decides by reading again), then sent or cancelled.
    The batch ends where the mail server cannot be reached: what was not claimed has lost no attempt.
    """
    handled = 0
    for message in claim(at=at, limit=limit):
        handled += 1
        if _confirmed(message, still_wanted) and not transmit(message, at=at):
            break
    return handled


def claim(*, at: datetime, limit: int) -> Iterator[OutboxMessage]:
    """Yield waiting mails, each leased to this caller alone: whoever's update changed the row has it.

    Those whose senders died with their last attempt are given up first.
    """
    waiting = OutboxMessage.objects.claimable(at)
    waiting.filter(attempts__gte=ATTEMPTS).update(state=MailState.FAILED, leased_until=None)
    for pk in list(waiting.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit]):
        leased = waiting.filter(pk=pk).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
        if leased:
            yield OutboxMessage.objects.select_related("recipient").get(pk=pk)


def transmit(message: OutboxMessage, *, at: datetime) -> bool:
    """Send one claimed mail and write down what became of it. Return False if no mail server was reached.

    A crash after the server took it and before this is written sends it once more, under the same Message-ID.
    """
    try:
        worded(message).send()
    except SMTPRecipientsRefused as error:
        _failed(message, error, at=at, for_good=_is_permanent(error))
    except SMTPResponseException as error:
        _failed(message, error, at=at)
    except (SMTPException, OSError) as error:
        _failed(message, error, at=at)
        return False
    except Exception as error:  # one mail that cannot be worded must not hold up the others
        logger.exception("the mail %s could not be made", message.uuid)
        _failed(message, error, at=at)
    else:
        OutboxMessage.objects.queued().filter(pk=message.pk).update(
            state=MailState.SENT,
            sent_at=at,
            leased_until=None,
            address=message.recipient.email,
            last_error="",
        )
    return True


def retry(message: OutboxMessage, *, at: datetime) -> bool:
    """Queue again what failed or was cancelled, as the same mail. Return False if there was nothing to queue."""
    changed = OutboxMessage.objects.filter(
        pk=message.pk, state__in=[MailState.FAILED, MailState.CANCELLED]
    ).update(state=MailState.QUEUED, attempts=0, next_attempt_at=at, last_error="")
    wake_on_commit(Wakeup.SEND_OUTBOX)
    return bool(changed)


def cancel(message: OutboxMessage) -> bool:
    """Take a mail back that was not sent yet. Return False if it was too late, or not in the outbox."""
    waiting = OutboxMessage.objects.queued().filter(pk=message.pk)
    return bool(waiting.update(state=MailState.CANCELLED, leased_until=None))


@transaction.atomic
def _confirmed(message: OutboxMessage, still_wanted: Mapping[MailKind, StillWanted]) -> bool:
    """Ask whoever wanted the mail; what they write in answer and the cancelling are one."""
    if still_wanted[MailKind(message.kind)](message):
        return True
    cancel(message)
    return False


def _failed(message: OutboxMessage, error: Exception, *, at: datetime, for_good: bool = False) -> None:
    given_up = for_good or message.attempts >= ATTEMPTS
    OutboxMessage.objects.queued().filter(pk=message.pk).update(
        state=MailState.FAILED if given_up else MailState.QUEUED,
        next_attempt_at=at + _pause(message.attempts),
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )
    logger.warning("mail %s: attempt %s failed", message.uuid, message.attempts, exc_info=error)


def _pause(attempts: int) -> timedelta:
    pause: timedelta = FIRST_PAUSE * int(4 ** (attempts - 1))
    return min(pause, LONGEST_PAUSE)


def _is_permanent(error: SMTPRecipientsRefused) -> bool:
    """A code of 500 or more says that the address will not be taken later either (RFC 5321, 4.2.1)."""
    return all(code >= 500 for code, _words in error.recipients.values())
