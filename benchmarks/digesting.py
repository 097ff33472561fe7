"""Sending the morning's digests: read again, worded and handed over, beside the bare reading and writing of the rows.

Nothing is sent over a network. Few lines a reader and many tell apart what a reader costs and what a line does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import connection, transaction

from benchmarks.sweeping import OUTAGE, Chosen, Stage
from benchmarks.working import Job
from tracker.accounts.models import User
from tracker.casework.models import Deadline
from tracker.outbox.models import MailKind, OutboxMessage
from tracker.reminders import services
from workflows.vocabulary import DeadlineKind, Urgency

FEW, MANY = 5, 100
"""Deadlines of each officer; the heads are told of all of them."""
LATER: Final = timedelta(hours=36)
"""By then it has been morning everywhere."""
LINES: Final = """
    SELECT m.id, m.step, m.recipient_id, d.id, d.rule, d.kind, d.state, d.due_on, d.soon_from, d.due_from, d.late_from,
        d.explanation, r.uuid, r.reference, r.channel, r.instrument, r.direction, r.is_adopted, o.id, o.time_zone,
        o.parent_id, officer.id, officer.is_active, officer.time_zone, officer.absent_from, officer.absent_until
    FROM tracker_remindermark m JOIN tracker_deadline d ON d.id = m.deadline_id
    JOIN tracker_assistancerequest r ON r.id = d.request_id JOIN tracker_office o ON o.id = r.office_id
    LEFT JOIN tracker_user officer ON officer.id = r.officer_id WHERE m.message_id = %s"""
Left = list[tuple[Any, ...]]


@dataclass(slots=True)
class Morning:
    """Digests that have gathered, and the morning after."""

    stage: Stage

    def ready(self) -> None:
        """Let a sweep gather them."""
        self.stage.ready()
        self.stage.sweep()

    def send(self) -> None:
        """Send them all."""
        services.deliver(at=self.stage.chosen.at + LATER)

    def send_by_hand(self, left: Left) -> None:
        """Read the lines of each with one statement, and write what became of it."""
        for address, state, attempts, params in left:
            with transaction.atomic(), connection.cursor() as cursor:
                message = OutboxMessage.objects.only("pk").get(kind=MailKind.DIGEST, address=address)
                cursor.execute(LINES, [message.pk])
                cursor.fetchall()
                sent_at = self.stage.chosen.at + LATER
                OutboxMessage.objects.filter(pk=message.pk).update(
                    state=state, attempts=attempts, params=params, sent_at=sent_at
                )

    def left(self, _answer: object) -> Left:
        """What each says, and what became of it."""
        mails = OutboxMessage.objects.filter(kind=MailKind.DIGEST).order_by("address")
        return list(mails.values_list("address", "state", "attempts", "params"))


def digests() -> Iterator[Job]:
    """The same readers with few lines and with many."""
    for words, each in (("few", FEW), ("many", MANY)):
        morning = Morning(Stage(choose=partial(_late_ones, each=each)))
        yield Job(
            what=f"morning digests, {words} lines a reader",
            work=morning.send,
            by_hand=morning.send_by_hand,
            left=morning.left,
            rows=lambda left: sum(params["count"] for *_rest, params in left),
            before=morning.ready,
            after=morning.stage.clean,
        )


def _late_ones(at: datetime, *, each: int) -> Chosen:
    """Of each officer so many that they and their heads are told of in the morning."""
    late = Deadline.objects.overdue(at - OUTAGE).filter(
        kind__in=(DeadlineKind.REPLY, DeadlineKind.EXPECTATION),
        request__is_adopted=True,
        request__urgency=Urgency.ROUTINE,
        remind_at=None,
    )
    since: dict[int, datetime | None] = {}
    for officer in User.objects.people():
        found = late.filter(request__officer=officer).order_by("-late_from", "pk")
        since |= dict(found.values_list("pk", "soon_from")[:each])
    return Chosen(at=at, waits=since, otherwise=dict.fromkeys(since))
