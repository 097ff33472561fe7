"""Requests with the facts that reports count, written straight into the tables: quick, and as awkward as wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from copy import copy
from typing import Any
from uuid import uuid4

from tests import factories
from tracker.accounts.models import Office
from tracker.casework.models import AssistanceRequest, Offence, Spell
from tracker.casework.models.packing import packed
from tracker.casework.services.carried import asked_of
from tracker.casework.services.particulars import record_of
from tracker.directory.models import Authority, Jurisdiction
from workflows.vocabulary import Direction, OffenceCategory, Outcome, Party, Stage

ENDED = {Outcome.WITHDRAWN: Stage.WITHDRAWN, Outcome.LAPSED: Stage.LAPSED}


def fact(
    office: Office,
    sent: dt.date,
    *,
    answered: dt.date | None = None,
    closed: dt.date | None = None,
    outcome: Outcome = Outcome.OPEN,
    direction: Direction = Direction.OUTGOING,
    channel: str = "letter_exchange",
    to: Jurisdiction | None = None,
    authority: Authority | None = None,
    offences: Iterable[OffenceCategory] = (),
    **more: Any,
) -> AssistanceRequest:
    """Return a request with its one spell, opened and sent on one day. ``more``: what else `spell` takes."""
    row = AssistanceRequest.objects.create(
        reference=f"{office.code}-{AssistanceRequest.objects.count() + 1:04}",
        office=office,
        direction=direction.value,
        channel=channel,
        channel_version=1,
        jurisdiction=to or factories.jurisdiction("CN"),
        requested_authority=authority,
        title="Server logs",
        stage=(ENDED.get(outcome, Stage.CLOSED) if closed else Stage.UNDERWAY).value,
        holder_party=Party.THEM.value,
        holder_since=sent,
        outcome=outcome.value,
        opened_on=sent,
        sent_on=sent,
        answered_on=answered,
        closed_on=closed,
        last_event_on=closed or answered or sent,
        created_at=factories.moment(sent),
    )
    Offence.objects.bulk_create(Offence(request=row, category=kind.value) for kind in offences)
    spell(row, opened=sent, answered=answered, closed=closed, outcome=outcome, **more)
    return row


def spell(
    row: AssistanceRequest,
    *,
    number: int = 1,
    opened: dt.date,
    answered: dt.date | None = None,
    closed: dt.date | None = None,
    superseded: dt.date | None = None,
    outcome: Outcome = Outcome.OPEN,
    due: dt.date | None = None,
    acknowledged: dt.date | None = None,
    acknowledge_due: dt.date | None = None,
    completed: dt.date | None = None,
) -> Spell:
    """Return one stretch of the request's being open; answered at once in whole, unless it is said when."""
    if outcome is not Outcome.OPEN:
        completed = completed or answered
    return Spell.objects.create(
        request=row,
        number=number,
        direction=row.direction,
        office=row.office,
        jurisdiction=row.jurisdiction,
        authority=row.requested_authority,
        channel=row.channel,
        urgency=row.urgency,
        **below(row),
        opened_on=opened,
        sent_on=row.sent_on,
        answered_on=answered,
        closed_on=closed,
        superseded_on=superseded,
        outcome=outcome.value,
        answer_due_on=due,
        acknowledged_on=acknowledged,
        acknowledge_due_on=acknowledge_due,
        completed_on=completed,
    )


def carry(row: AssistanceRequest) -> None:
    """Write on the spells what stands in the request and below it by now."""
    row.spells.update(**below(AssistanceRequest.objects.get(pk=row.pk)))


def below(row: AssistanceRequest) -> dict[str, Any]:
    """Columns that tell of offences, items and particulars."""
    items, categories = list(row.items.all()), list(row.offences.values_list("category", flat=True))
    return {
        "offences": packed(categories),
        **asked_of(items),
        "record": record_of(row, items, categories).flags,
        "entries": row.version,
    }


def many(
    office: Office,
    number: int,
    *,
    sent: dt.date,
    closed: dt.date | None = None,
    outcome: Outcome = Outcome.EXECUTED,
) -> None:
    """Write so many requests with one spell each, all alike."""
    first = AssistanceRequest.objects.count()
    pattern = fact(office, sent, closed=closed, outcome=outcome if closed else Outcome.OPEN)
    stretch = pattern.spells.get()
    rows: list[AssistanceRequest] = []
    for place in range(first + 2, first + number + 1):
        row = AssistanceRequest.objects.get(pk=pattern.pk) if not rows else copy(rows[0])
        row.pk, row.uuid, row.reference = None, uuid4(), f"{office.code}-{place:04}"
        rows.append(row)
    made = AssistanceRequest.objects.bulk_create(rows)
    spells = []
    for row in made:
        one = copy(stretch)
        one.pk, one.request = None, row
        spells.append(one)
    Spell.objects.bulk_create(spells)
