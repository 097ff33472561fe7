"""Queueing mail in the caller's transaction, and sending it: at least once, under one Message-ID."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Final
from uuid import uuid4

from django.db import transaction

from tracker.accounts.models import User
from tracker.notices.models import NoticeKind
from tracker.notices.services import tell
from tracker.outbox.models import MailKind, OutboxMessage
from tracker.outbox.params import Value, stored
from tracker.outbox.services import outgoing
from tracker.outbox.wording import message_domain, worded
from tracker.wakeups import Wakeup, wake_on_commit
from workflows.messages import message as told

logger = logging.getLogger(__name__)

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
    """Yield waiting mails, oldest first, each leased to this caller alone."""
    rows = OutboxMessage.objects.select_related("recipient")
    return outgoing.claim(rows, at=at, limit=limit, given_up=partial(_tell_reader, at=at))


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
        outgoing.accepted(message, at=at, address=message.recipient.email)
    return True


def retry(message: OutboxMessage, *, at: datetime) -> bool:
    """Queue again what failed or was cancelled, as the same mail. Return False if there was nothing to queue."""
    changed = outgoing.queue_again(message, at=at)
    wake_on_commit(Wakeup.SEND_OUTBOX)
    return changed


def cancel(message: OutboxMessage) -> bool:
    """Take a mail back that was not sent yet. Return False if it was too late, or not in the outbox."""
    return outgoing.cancel(message)


@transaction.atomic
def _confirmed(message: OutboxMessage, still_wanted: Mapping[MailKind, StillWanted]) -> bool:
    """Ask whoever wanted the mail; what they write in answer and the cancelling are one."""
    if still_wanted[MailKind(message.kind)](message):
        return True
    cancel(message)
    return False


def _tell_reader(message: OutboxMessage, *, at: datetime) -> None:
    """Whoever reads no mail is told where they look anyway."""
    words = told("A mail of %(on)s to you could not be delivered.", on=message.created_at.date())
    tell([message.recipient], NoticeKind.MAIL_FAILED, cause=f"mail/{message.pk}", words=words, at=at)


@transaction.atomic
def _failed(message: OutboxMessage, error: Exception, *, at: datetime, for_good: bool = False) -> None:
    if outgoing.not_accepted(message, f"{type(error).__name__}: {error}", at=at, for_good=for_good):
        _tell_reader(message, at=at)
    logger.warning("mail %s: attempt %s failed", message.uuid, message.attempts, exc_info=error)


def _is_permanent(error: SMTPRecipientsRefused) -> bool:
    """A code of 500 or more says that the address will not be taken later either (RFC 5321, 4.2.1)."""
    return all(code >= 500 for code, _words in error.recipients.values())
