"""Queueing mail in the caller's transaction, and sending it: at least once, under one Message-ID."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Final
from uuid import uuid4

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, transaction

from tracker.accounts.models import User
from tracker.notices.models import NoticeKind
from tracker.notices.services import tell
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.params import Value, stored
from tracker.outbox.services import outgoing
from tracker.outbox.wording import SealedMail, message_domain, worded
from tracker.wakeups import Wakeup, wake_on_commit
from workflows.messages import message as told

logger = logging.getLogger(__name__)

BATCH: Final = 100

PERMANENT: Final = 500
"""From this code on a mail will not be taken later either (RFC 5321, 4.2.1)."""

Prepare = Callable[[OutboxMessage], bool]
"""Asked just before sending. Whoever says yes has sealed the mail; whoever says no has cancelled it or put it off."""


def draft(
    *,
    kind: MailKind,
    recipient: User,
    template: str,
    params: Mapping[str, Value],
    at: datetime,
    not_before: datetime | None = None,
) -> OutboxMessage:
    """A mail for `enqueue`, not stored yet."""
    uuid = uuid4()
    return OutboxMessage(
        uuid=uuid,
        kind=kind,
        recipient=recipient,
        address=recipient.email,
        message_id=f"<{uuid}@{message_domain()}>",
        template=template,
        params=stored(params),
        next_attempt_at=not_before or at,
        created_at=at,
    )


def enqueue(messages: Sequence[OutboxMessage]) -> None:
    """Put mails into the outbox, in the caller's transaction: they leave only if that is committed."""
    if messages:
        OutboxMessage.objects.bulk_create(messages)
        wake_on_commit(Wakeup.SEND_OUTBOX)


def deliver(*, at: datetime, prepare: Mapping[MailKind, Prepare], limit: int = BATCH) -> int:
    """Send what waits, oldest first, and return how many mails were taken in hand.

    Each is claimed, then asked about (``prepare``, which decides by reading again), then sent.
    The batch ends where the mail server cannot be reached: what was not claimed has lost no attempt.
    """
    handled = 0
    for message in claim(at=at, limit=limit):
        handled += 1
        if _is_ready(message, prepare[MailKind(message.kind)], at=at) and not transmit(message, at=at):
            break
    return handled


def _is_ready(message: OutboxMessage, prepare: Prepare, *, at: datetime) -> bool:
    try:
        return prepare(message)
    except (OperationalError, InterfaceError):
        raise  # the database, not the mail: after the lease it is tried again
    except Exception as error:  # one mail that cannot be made must not hold up the others
        logger.exception("the mail %s could not be made", message.uuid)
        _failed(message, error, at=at)
        return False


def claim(*, at: datetime, limit: int) -> Iterator[OutboxMessage]:
    """Yield waiting mails, oldest first, each leased to this caller alone."""
    rows = OutboxMessage.objects.select_related("recipient")
    return outgoing.claim(rows, at=at, limit=limit, given_up=partial(_tell_reader, at=at))


def seal(message: OutboxMessage) -> bool:
    """Word the mail and store it byte for byte, in the caller's transaction, unless an earlier one may have arrived.

    From the commit on it may be with a mail server, whoever dies. The given instance goes on to say whether it was in
    doubt before this attempt: what is refused for certain is no more in doubt than that. False where another sender has
    claimed it meanwhile, as when the clock jumps: then it is theirs.
    """
    if message.in_doubt and message.sealed:
        return True
    message.sealed = worded(message).message().as_bytes()
    message.address = message.recipient.email
    mine = OutboxMessage.objects.queued().filter(pk=message.pk, attempts=message.attempts)
    return bool(mine.update(sealed=message.sealed, address=message.address, in_doubt=True))


def transmit(message: OutboxMessage, *, at: datetime) -> bool:
    """Send one sealed mail and write down what became of it. Return False if no mail server was reached.

    A crash after the server took it and before this is written sends it once more, the same bytes.
    """
    line = get_connection()
    try:
        line.open()
    except (SMTPException, OSError) as error:
        _failed(message, error, at=at)
        return False
    try:
        return _handed_over(message, line, at=at)
    finally:
        line.close()


def _handed_over(message: OutboxMessage, line: BaseEmailBackend, *, at: datetime) -> bool:
    try:
        SealedMail(_sealed(message), connection=line).send()
    except SMTPRecipientsRefused as error:
        _failed(message, error, at=at, for_good=_is_permanent(error))
    except SMTPDataError as error:
        _failed(message, error, at=at, for_good=error.smtp_code >= PERMANENT)
    except SMTPResponseException as error:
        _failed(message, error, at=at)
    except (SMTPException, OSError) as error:
        _failed(message, error, at=at, may_have_arrived=True)
        return False
    except Exception as error:  # one mail that cannot be made must not hold up the others
        logger.exception("the mail %s could not be made", message.uuid)
        _failed(message, error, at=at)
    else:
        outgoing.accepted(message, at=at, sealed=None, in_doubt=False)
    return True


def _sealed(message: OutboxMessage) -> bytes:
    if message.sealed is None:
        raise ValueError("nothing leaves that was not sealed before")
    return bytes(message.sealed)


def retry(message: OutboxMessage, *, at: datetime) -> bool:
    """Queue again what failed or was cancelled, as the same mail. Return False if there was nothing to queue."""
    changed = outgoing.queue_again(message, at=at)
    wake_on_commit(Wakeup.SEND_OUTBOX)
    return changed


def take_back(message: OutboxMessage) -> bool:
    """Cancel a mail that certainly nobody has received. Return False where it is on its way or may have arrived."""
    unread = OutboxMessage.objects.certainly_unread().filter(pk=message.pk)
    return bool(unread.update(state=MailState.CANCELLED))


def word_anew(message: OutboxMessage, params: Mapping[str, Value]) -> None:
    """Change what a mail says that was not sent yet."""
    message.params = stored(params)
    message.save(update_fields=["params"])


def _tell_reader(message: OutboxMessage, *, at: datetime) -> None:
    """Whoever reads no mail is told where they look anyway."""
    words = told("A mail of %(on)s to you could not be delivered.", on=message.created_at.date())
    tell([message.recipient], NoticeKind.MAIL_FAILED, cause=f"mail/{message.pk}", words=words, at=at)


@transaction.atomic
def _failed(
    message: OutboxMessage,
    error: Exception,
    *,
    at: datetime,
    for_good: bool = False,
    may_have_arrived: bool = False,
) -> None:
    in_doubt = message.in_doubt or may_have_arrived
    if outgoing.not_accepted(message, _said(error), at=at, for_good=for_good, in_doubt=in_doubt):
        _tell_reader(message, at=at)
    logger.warning("mail %s: attempt %s failed", message.uuid, message.attempts, exc_info=error)


def _said(error: Exception) -> str:
    """What the server answered, in its own words; of what is no answer which error it is."""
    if isinstance(error, SMTPRecipientsRefused):
        return "; ".join(_answer(code, words) for code, words in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    # Whatever it sends is read by people and kept: no lines, and no signs that nobody sees.
    return f"{code} {''.join(sign if sign.isprintable() else ' ' for sign in text)}"


def _is_permanent(error: SMTPRecipientsRefused) -> bool:
    return all(code >= PERMANENT for code, _words in error.recipients.values())
