"""Processes that die in sweeps, in sending and in writing letters, at one point after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests import factories
from tests.clocks import MovableClock
from tests.faults.cases import MORNING, NIGHT, account, add_deadlines, calm_post
from tests.faults.dying import AFTER, BEFORE
from tests.faults.workers import Worker
from tests.mail_server import Mailbox
from tests.tracker.reminders.conftest import day
from tracker import leases
from tracker.casework.models import Deadline
from tracker.casework.viewer import Viewer
from tracker.enquiries import services as enquiries
from tracker.enquiries.files import zip_of
from tracker.enquiries.models import EnquiryLetter, RunState
from tracker.outbox.services import LEASE
from tracker.reminders.models import ReminderMark
from tracker.wakeups import Wakeup
from workflows.vocabulary import DeadlineKind

pytestmark = pytest.mark.django_db(transaction=True)

LINES, ALONE = 24, 4
SWEEPING = "tracker.reminders.services.sweeping"
MARKING = "tracker.reminders.services.marking"
DIGESTS = "tracker.reminders.services.digests"
OUTBOX = "tracker.outbox.services"
WRITING = "tracker.enquiries.services.writing"

IN_SWEEPS = (
    (f"{SWEEPING}:_claimed {AFTER}", 1),
    (f"{DIGESTS}:_made {AFTER}", 1),
    (f"{MARKING}:_say {BEFORE}", 2),
    (f"{DIGESTS}:gathering {AFTER}", 2),
    (f"{MARKING}:tell {AFTER}", 2),
    (f"{MARKING}:skip {AFTER}", 2),
)
IN_MAILS = ((f"{OUTBOX}:seal {AFTER}", 1), (f"{OUTBOX}.outgoing:accepted {BEFORE}", 2))
IN_THE_DIGEST = (
    f"{DIGESTS}:prepare {BEFORE}",
    f"{DIGESTS}:_close {AFTER}",
    f"{DIGESTS}:_take_over {AFTER}",
    f"{DIGESTS}:_take_back {AFTER}",
    f"{OUTBOX}:seal {AFTER}",
    f"{OUTBOX}.mail:transmit {BEFORE}",
    f"{OUTBOX}.mail:_handed_over {BEFORE}",
    f"{OUTBOX}.outgoing:accepted {BEFORE}",
)
IN_LETTERS = ((f"{WRITING}:_worded {AFTER}", 1), (f"{WRITING}:_store {AFTER}", 2))
IN_LATER_LETTERS = ((f"{WRITING}:_store {AFTER}", 1), (f"{WRITING}:_keep {AFTER}", 3))


def test_reminders_whoever_dies_where(running: Worker, mailbox: Mailbox, clock: MovableClock) -> None:
    clock.move_to(NIGHT)
    post = calm_post()
    add_deadlines(post, "line", LINES)
    add_deadlines(post, "alone", ALONE, kind=DeadlineKind.EXPIRY)
    for point, calls in IN_SWEEPS:
        running.die_at(point, Wakeup.SWEEP_REMINDERS, calls=calls)
    assert 0 < ReminderMark.objects.count() < LINES, "they died in the middle"
    running.do(Wakeup.SWEEP_REMINDERS)
    for point, calls in IN_MAILS:
        running.die_at(point, Wakeup.SEND_OUTBOX, calls=calls)
        clock.advance(seconds=LEASE.total_seconds() + 1)
    running.do(Wakeup.SEND_OUTBOX)
    clock.move_to(MORNING)
    taken_back = Deadline.objects.filter(rule="test.line_0")
    taken_back.update(state="met", office=None, officer=None)
    for point in IN_THE_DIGEST:
        running.die_at(point, Wakeup.SEND_OUTBOX)
        clock.advance(seconds=LEASE.total_seconds() + 1)
    running.do(Wakeup.SEND_OUTBOX)
    deaths = len(IN_SWEEPS) + len(IN_MAILS) + len(IN_THE_DIGEST)
    told = _readers_of_alone() * ALONE
    print(account(f"{deaths} deaths", mailbox, lines=LINES - 1 + told))  # noqa: T201  # for the record of the run
    assert len(mailbox.mails) == len(mailbox.by_id) + 2, "two died between acceptance and record"


def test_letters_whoever_dies_where(running: Worker, clock: MovableClock) -> None:
    clock.move_to(day(4, 3, 12))
    post, before = calm_post(), _stored()
    abroad = [
        factories.sent(officer=post.officer, supervisor=post.head, office=post.office, to=to)
        for to in ("EE", "KR")
    ]
    viewer = Viewer(user=post.officer, at=clock.now())
    run = enquiries.ask(viewer, [row.uuid for row in (post.letter, *abroad)])
    for point, calls in IN_LETTERS:
        running.die_at(point, Wakeup.WRITE_LETTERS, calls=calls)
        clock.advance(seconds=leases.LEASE.total_seconds() + 1)
    assert not EnquiryLetter.objects.exclude(docx="").exists(), "no letter is half written"
    running.do(Wakeup.WRITE_LETTERS)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 3)
    _is_one_set(len(abroad) + 1)
    again = enquiries.ask(viewer, [row.uuid for row in (post.letter, *abroad)])
    for point, calls in IN_LATER_LETTERS:
        running.die_at(point, Wakeup.WRITE_LETTERS, calls=calls)
        clock.advance(seconds=leases.LEASE.total_seconds() + 1)
    written = set(again.letters.exclude(docx="").values_list("docx", flat=True))
    assert len(written) == 3, "what was written before the death"
    running.do(Wakeup.WRITE_LETTERS)
    again.refresh_from_db()
    assert again.state == RunState.DONE
    assert written < set(again.letters.values_list("docx", flat=True)), "is kept by the successor"
    assert len(zip_of(again)) > 0
    named = EnquiryLetter.objects.count() * 2
    stored = _stored() - before
    print(f"4 deaths: 2 runs of 4 letters, {named} files named, {stored - named} without a row")  # noqa: T201
    assert named <= stored <= named + 5


def _is_one_set(count: int) -> None:
    letters = EnquiryLetter.objects.all()
    assert letters.count() == count + 1
    assert all(letter.docx and letter.pdf for letter in letters)


def _stored() -> int:
    return sum(1 for file in (Path(settings.MEDIA_ROOT) / "letters").rglob("*") if file.is_file())


def _readers_of_alone() -> int:
    return ReminderMark.objects.filter(deadline__rule="test.alone_0", state="sent").count()
