"""What the drills begin with, and what must hold in the end, whatever went wrong between."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable

from tests.mail_server import Mailbox
from tests.tracker.reminders.conftest import ACKNOWLEDGEMENT, Post, day, made_post
from tracker.casework.models import Deadline
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders.models import MarkState, ReminderMark
from workflows.vocabulary import DeadlineKind, Urgency

NIGHT, MORNING = day(3, 25, 3), day(3, 25, 7) + dt.timedelta(minutes=1)
"""A night in which reminders fall due, and when the digest goes out."""
LINE = re.compile(r"test\.\w+_\d+")


def calm_post() -> Post:
    """An office in which nothing is due to remind."""
    post = made_post(urgency=Urgency.ROUTINE)
    Deadline.objects.update(remind_at=None)
    return post


def add_deadlines(
    post: Post,
    name: str,
    count: int,
    *,
    kind: DeadlineKind = DeadlineKind.REPLY,
    soon: Iterable[dt.datetime] = (),
) -> None:
    """Deadlines like the letter's acknowledgement, soon due in the night or at the moments given.

    An expiry is told at once, in a mail of its own; the others stand in the digest.
    """
    moments = list(soon) or [day(3, 25, 0)]
    copies = []
    for number in range(count):
        copy = post.deadline(ACKNOWLEDGEMENT)
        moved = moments[number % len(moments)] - copy.soon_from
        copy.pk, copy.rule, copy.kind = None, f"test.{name}_{number}", kind.value
        copy.soon_from, copy.due_from = copy.soon_from + moved, copy.due_from + moved
        copy.late_from, copy.remind_at = copy.late_from + moved, copy.soon_from
        copies.append(copy)
    Deadline.objects.bulk_create(copies)


def account(what: str, mailbox: Mailbox, *, lines: int) -> str:
    """Count it all, and fail unless each reminder was told once, in one mail, which the mail server has accepted.

    ``lines``: how many reminders were due. Returned is what the record of the run says of it.
    """
    told = ReminderMark.objects.filter(state=MarkState.SENT, message__state=MailState.SENT)
    assert not OutboxMessage.objects.queued().exists(), "nothing waits"
    assert told.count() == ReminderMark.objects.filter(state=MarkState.SENT).count() == lines
    for message_id, contents in mailbox.by_id.items():
        assert len(set(contents)) == 1, f"{message_id} said two things"
    stands_in = defaultdict(set)
    for message_id, mail in zip(mailbox.message_ids, mailbox.mails, strict=True):
        for line in LINE.findall(f"{mail['Subject']} {mail.get_content()}"):
            stands_in[str(mail["To"]), line].add(message_id)
    assert len(stands_in) == lines, "none is missing"
    assert {len(ids) for ids in stands_in.values()} == {1}, "none stands in two mails"
    sent = OutboxMessage.objects.filter(state=MailState.SENT)
    assert set(mailbox.by_id) == set(sent.values_list("message_id", flat=True))
    twice = len(mailbox.mails) - len(mailbox.by_id)
    return f"{what}: {lines} reminders, {len(mailbox.by_id)} mails, {len(mailbox.mails)} acceptances, {twice} repeated"
