"""Views that are mailed once a week: by two beats at once, by workers that die, while somebody forgets them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from tests import factories
from tests.clocks import MovableClock
from tests.faults.dying import AFTER, BEFORE
from tests.faults.workers import Worker, beat, until, worker
from tests.mail_server import Mailbox
from tests.threads import together
from tests.tracker.api.world import World, make_world
from tests.tracker.reminders.conftest import day
from tracker.accounts.models import User
from tracker.casework.filters import CaseFilter
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState, OutboxMessage
from tracker.outbox.services import LEASE
from tracker.saved import services
from tracker.saved.models import SavedView, ViewMail, ViewMailing, Weekday
from tracker.saved.services import Question
from tracker.wakeups import Wakeup
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY, TUESDAY = day(3, 9, 12), day(3, 10, 7) + dt.timedelta(minutes=1)
READERS, VIEWS = 6, 4
MAILS = READERS * VIEWS
MAILING, OUTBOX = "tracker.saved.services.mailing", "tracker.outbox.services"
IN_QUEUEING = ((f"{MAILING}:_queued {BEFORE}", 3), (f"{MAILING}:_queued {AFTER}", 5))
IN_SENDING = (
    f"tracker.saved.services:prepare {BEFORE}",
    f"{MAILING}:_wanted {AFTER}",
    f"{OUTBOX}:seal {AFTER}",
    f"{OUTBOX}.mail:transmit {BEFORE}",
    f"{OUTBOX}.outgoing:accepted {BEFORE}",
)
OPEN = Question(rows=CaseFilter(state="open"))


@pytest.fixture
def world(clock: MovableClock) -> World:
    return make_world(clock)


@pytest.fixture
def readers(world: World) -> list[User]:
    """People of one office; each wants the same shared views mailed on Tuesdays."""
    people = [factories.user(f"Reader {n}", role=Role.OFFICER, office=world.beijing) for n in range(READERS)]
    owner = Viewer(user=world.officer, at=MONDAY)
    for name in range(VIEWS):
        view = services.save_view(owner, f"View {name}", OPEN, office=world.beijing)
        for reader in people:
            services.mail_weekly(Viewer(user=reader, at=MONDAY), view, on=Weekday.TUESDAY)
    return people


def require_one_each(mailbox: Mailbox, readers: list[User]) -> None:
    """Nothing waits, nobody has less or more than one mail of a view, and a repeated one says the same."""
    assert not OutboxMessage.objects.queued().exists()
    assert set(mailbox.by_id) == set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert all(len(set(contents)) == 1 for contents in mailbox.by_id.values())
    sent = ViewMailing.objects.filter(message__state=MailState.SENT)
    told = Counter(sent.values_list("view", "reader"))
    assert set(told.values()) == {1}
    assert len(told) == VIEWS * len(readers) == len(mailbox.by_id)


def test_two_beats_and_two_workers_mail_each_once(
    readers: list[User], mailbox: Mailbox, clock: MovableClock, tmp_path: Path
) -> None:
    place = {"FAULTS_QUEUE": f"faults-{uuid4()}"}
    clock.move_to(TUESDAY)
    with ExitStack() as stack:
        for name in ("one", "two"):
            stack.enter_context(worker(mail_port=mailbox.port, log=tmp_path / f"worker-{name}.log", **place))
            stack.enter_context(beat(log=tmp_path / f"beat-{name}.log", **place))
        until(lambda: OutboxMessage.objects.filter(state=MailState.SENT).count() == MAILS, "the mail")
        clock.advance(hours=30)
        looks = [(tmp_path / f"beat-{name}.log").read_text().count("mail_views") for name in ("one", "two")]
        until(lambda: _looked_since(tmp_path, looks), "more looks")
    require_one_each(mailbox, readers)
    assert len(mailbox.mails) == MAILS


def _looked_since(folder: Path, before: list[int]) -> bool:
    texts = [(folder / f"beat-{name}.log").read_text() for name in ("one", "two")]
    return all(text.count("mail_views") > count + 2 for text, count in zip(texts, before, strict=True))


def test_whoever_dies_where(
    running: Worker, readers: list[User], mailbox: Mailbox, clock: MovableClock
) -> None:
    clock.move_to(TUESDAY)
    for point, calls in IN_QUEUEING:
        running.die_at(point, Wakeup.MAIL_VIEWS, calls=calls)
    assert 0 < ViewMailing.objects.count() < MAILS, "they died in the middle"
    running.do(Wakeup.MAIL_VIEWS)
    for point in IN_SENDING:
        running.die_at(point, Wakeup.SEND_OUTBOX)
        clock.advance(seconds=LEASE.total_seconds() + 1)
        running.do(Wakeup.MAIL_VIEWS)
    running.do(Wakeup.SEND_OUTBOX)
    require_one_each(mailbox, readers)
    deaths = len(IN_QUEUEING) + len(IN_SENDING)
    print(f"{deaths} deaths: {MAILS} views mailed, {len(mailbox.mails)} acceptances")  # noqa: T201  # for the record of the run
    assert len(mailbox.mails) == MAILS + 1, "one died between acceptance and record"


def test_views_are_forgotten_while_they_are_mailed(readers: list[User]) -> None:
    views = list(SavedView.objects.all())

    def forget() -> None:
        for view in views[::2]:
            services.forget_view(view)

    together(forget, *[partial(services.queue_due, at=TUESDAY)] * 3)
    assert SavedView.objects.count() == VIEWS - len(views[::2])
    assert ViewMailing.objects.filter(view__isnull=False).count() == READERS * SavedView.objects.count()
    assert OutboxMessage.objects.count() == ViewMailing.objects.count()


def test_views_are_forgotten_while_their_mail_is_asked_for(world: World, readers: list[User]) -> None:
    ViewMail.objects.all().delete()
    views = list(SavedView.objects.all())

    def ask(reader: User) -> int:
        viewer = Viewer(user=reader, at=MONDAY)
        return sum(services.mail_weekly(viewer, view, on=Weekday.FRIDAY) is not None for view in views)

    def forget() -> int:
        for view in views:
            services.forget_view(view)
        return 0

    together(forget, *[partial(ask, reader) for reader in readers])
    assert not SavedView.objects.exists()
    assert not ViewMail.objects.exists()


def test_the_same_view_is_kept_and_mailed_by_several_at_once(world: World) -> None:
    viewer = Viewer(user=world.officer, at=MONDAY)

    def keep() -> SavedView:
        return services.save_view(viewer, "Mine", OPEN, office=None)

    [view] = {found.pk: found for found in together(*[keep] * 4)}.values()
    together(*[partial(services.mail_weekly, viewer, view, on=on) for on in Weekday])
    assert SavedView.objects.get() == ViewMail.objects.get().view
