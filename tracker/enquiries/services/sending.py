"""Recording which letters were sent: a status enquiry on each request, under all the rules of that action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.services import perform
from tracker.enquiries.models import EnquiryLine, EnquiryRun, RunState
from workflows.errors import WorkflowError
from workflows.messages import Message, as_data, message
from workflows.occurrence import Occurred
from workflows.procedures.assembly import ENQUIRE
from workflows.vocabulary import Transmission


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What became of what somebody marked as sent: the lines as they now are."""

    recorded: tuple[EnquiryLine, ...]
    recorded_before: tuple[EnquiryLine, ...]
    refused: tuple[EnquiryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One line that was sent, and the version of its request that the sender saw."""

    line: EnquiryLine
    seen_version: int


def mark_sent(
    run: EnquiryRun,
    sendings: Iterable[Sending],
    *,
    sent_on: date,
    mode: Transmission,
    by: User,
    at: datetime,
) -> Marked:
    """Record each of these as sent; return what was recorded, and what was refused and why.

    Each is a transaction of its own: one that is refused keeps no other from being recorded, and says on its line what
    to do. One that somebody has recorded before, or at the same moment, stays as it is: nothing is recorded twice.
    Raises Refused while the letters are not written: what does not exist has not left.
    """
    if not EnquiryRun.objects.filter(pk=run.pk, state=RunState.DONE.value).exists():
        raise Refused(message("These letters are not written yet, so none of them was sent."))
    mine: list[EnquiryLine] = []
    before: list[EnquiryLine] = []
    refused: list[EnquiryLine] = []
    for sending in sendings:
        is_mine = _mark(run, sending, sent_on=sent_on, mode=mode, by=by, at=at)
        line = sending.line
        line.refresh_from_db()
        (refused if line.recorded is None else mine if is_mine else before).append(line)
    return Marked(recorded=tuple(mine), recorded_before=tuple(before), refused=tuple(refused))


def _mark(
    run: EnquiryRun, sending: Sending, *, sent_on: date, mode: Transmission, by: User, at: datetime
) -> bool:
    line = EnquiryLine.objects.filter(pk=sending.line.pk, run=run)
    try:
        with transaction.atomic():
            if not line.select_for_update().filter(recorded__isnull=True).exists():
                return False
            row = perform(
                sending.line.request,
                ENQUIRE.key,
                by=by,
                occurred=Occurred(on=sent_on, zone=sending.line.request.office.time_zone),
                recorded_at=at,
                seen_version=sending.seen_version,
                data={"mode": mode.value},
            )
            line.update(recorded=row.version, sent_on=sent_on, refusals=[])
            return True
    except WorkflowError as refusal:
        line.filter(recorded=None).update(refusals=_kept(refusal.reasons))
    except ValidationError as refusal:
        line.filter(recorded=None).update(refusals=_kept(message(words) for words in refusal.messages))
    return False


def _kept(reasons: Iterable[Message]) -> list[dict[str, object]]:
    return [as_data(reason) for reason in reasons]
