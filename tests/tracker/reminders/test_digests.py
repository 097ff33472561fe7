"""What can wait comes once a morning, in one mail, read again just before it is sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests import factories
from tests.crashes import killed
from tests.mail_server import mail_server
from tests.servers import free_port
from tests.tracker.reminders.conftest import SENT_ON, Post, day, taken_back
from tracker.accounts.models import User
from tracker.casework import services as casework
from tracker.casework.models import Deadline
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.services import LEASE
from tracker.reminders import services
from tracker.reminders.models import Digest, MarkState, ReminderMark
from tracker.reminders.services import digests
from workflows.vocabulary import DeadlineKind, DeadlineState

pytestmark = pytest.mark.django_db

MAILBOX = list[EmailMultiAlternatives]


def test_what_can_wait_comes_in_the_morning_of_the_reader(calm: Post, mailoutbox: MAILBOX) -> None:
    User.objects.filter(pk=calm.officer.pk).update(time_zone="Asia/Shanghai")
    services.sweep(at=day(3, 25, 1))  # nine in the morning there: too late for today
    assert OutboxMessage.objects.get().next_attempt_at == day(3, 25, 23)
    assert services.deliver(at=day(3, 25, 22)) == 0
    assert services.deliver(at=day(3, 25, 23)) == 1
    assert [mail.subject for mail in mailoutbox] == ["1 reminder this morning"]


def test_one_mail_says_all_of_it_by_what_is_lost_first(calm: Post, mailoutbox: MAILBOX) -> None:
    _more(calm, expectation=DeadlineKind.EXPECTATION, obligation=DeadlineKind.OBLIGATION)
    services.sweep(at=day(3, 25, 1))
    services.deliver(at=day(3, 25, 7))
    (mail,) = mailoutbox
    assert mail.subject == "3 reminders this morning"
    titles = ["We owe", "They owe us", "Expected by custom"]
    assert [line for line in mail.body.splitlines() if line in titles] == titles
    assert "BEJ-2026-0001: Acknowledgement by them (due soon)\nDate: 1 Apr 2026" in mail.body
    assert "- counted from 2 Mar 2026, that day not included" in mail.body
    assert f"http://localhost:8000/requests/{calm.letter.uuid}/" in mail.body
    for secret in (calm.letter.title, calm.officer.name, calm.head.name, "CN"):
        assert secret not in f"{mail.subject} {mail.body}"


def test_only_what_cannot_wait_has_a_mail_of_its_own(calm: Post) -> None:
    _more(calm, expiry=DeadlineKind.EXPIRY, late=DeadlineKind.OBLIGATION)
    late = day(3, 20, 0)
    Deadline.objects.filter(rule="test.late").update(soon_from=late, due_from=late, late_from=day(3, 21, 0))
    services.sweep(at=day(3, 25, 1))
    told = ReminderMark.objects.filter(state=MarkState.SENT, recipient=calm.officer)
    assert set(told.values_list("deadline__rule", "message__kind")) == {
        ("test.expiry", MailKind.REMINDER),
        ("test.late", MailKind.REMINDER),
        ("house.acknowledgement", MailKind.DIGEST),
    }


def test_every_day_has_a_digest_of_its_own(calm: Post, mailoutbox: MAILBOX) -> None:
    _copies(calm, 2, soon_from=day(3, 26, 0), remind_at=day(3, 26, 0))
    for at in (day(3, 25, 1), day(3, 25, 7), day(3, 26, 1), day(3, 26, 7), day(3, 26, 8)):
        services.sweep(at=at)
        services.deliver(at=at)
    assert [mail.subject for mail in mailoutbox] == ["1 reminder this morning", "2 reminders this morning"]
    assert list(Digest.objects.order_by("on").values_list("on", flat=True)) == [
        dt.date(2026, 3, 25),
        dt.date(2026, 3, 26),
    ]


def test_what_is_found_after_the_digest_left_stands_on_the_next(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    services.deliver(at=day(3, 25, 7))
    _copies(calm, 1)
    services.sweep(at=day(3, 25, 8))
    assert services.deliver(at=day(3, 25, 20)) == 0
    services.deliver(at=day(3, 26, 7))
    assert len(mailoutbox) == 2


def test_a_late_sweep_still_makes_the_digest_of_the_day_and_lets_it_gather(
    calm: Post, mailoutbox: MAILBOX
) -> None:
    _copies(calm, 4)
    services.sweep(at=day(3, 25, 9), batch=2)
    assert services.deliver(at=day(3, 25, 9)) == 0
    services.sweep(at=day(3, 25, 9))
    services.deliver(at=day(3, 25, 9) + dt.timedelta(minutes=15))
    assert [mail.subject for mail in mailoutbox] == ["5 reminders this morning"]


def test_lines_that_are_not_true_any_more_are_left_out(calm: Post, mailoutbox: MAILBOX) -> None:
    _copies(calm, 1)
    services.sweep(at=day(3, 25, 1))
    Deadline.objects.filter(rule="test.0").update(state="met", office=None, officer=None)
    services.deliver(at=day(3, 25, 7))
    (mail,) = mailoutbox
    assert mail.subject == "1 reminder this morning"
    assert set(ReminderMark.objects.values_list("deadline__rule", "state")) == {
        ("house.acknowledgement", MarkState.SENT),
        ("test.0", MarkState.WITHDRAWN),
    }


def test_an_empty_digest_is_cancelled(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    row = factories.done(calm.letter, "hand_over", by=calm.officer, on=SENT_ON)
    factories.done(row, "acknowledge", by=calm.officer, on=dt.date(2026, 3, 24))
    services.deliver(at=day(3, 25, 7))
    assert mailoutbox == []
    assert OutboxMessage.objects.get().state == MailState.CANCELLED


def test_what_was_answered_by_mistake_is_told_after_all(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    row = factories.done(calm.letter, "hand_over", by=calm.officer, on=SENT_ON)
    row = factories.done(row, "acknowledge", by=calm.officer, on=dt.date(2026, 3, 24))
    services.deliver(at=day(3, 25, 7))
    taken_back(row, by=calm.officer, at=day(3, 25, 10))
    services.sweep(at=day(3, 25, 10))
    services.deliver(at=day(3, 26, 7))
    assert [mail.subject for mail in mailoutbox] == ["1 reminder this morning"]
    assert calm.marks() == {("soon", "Ann", "sent")}


def test_who_took_the_request_over_finds_it_in_their_digest(calm: Post, mailoutbox: MAILBOX) -> None:
    ben = calm.colleague()
    services.sweep(at=day(3, 25, 1))
    casework.reassign(
        calm.letter, ben, by=calm.head, recorded_at=day(3, 25, 2), seen_version=calm.letter.version
    )
    services.deliver(at=day(3, 25, 7))
    services.sweep(at=day(3, 25, 7))
    services.deliver(at=day(3, 25, 7))
    assert [mail.to for mail in mailoutbox] == [["ben@example.org"]]
    assert calm.marks() == {("soon", "Ann", "withdrawn"), ("soon", "Ben", "sent")}


def test_after_days_without_a_mail_server_one_digest_comes(
    calm: Post, settings: Settings, mailoutbox: MAILBOX
) -> None:
    for number in range(3):
        soon = day(3, 26 + number, 0)
        _copies(calm, 1, rule=f"test.day{number}", soon_from=soon, remind_at=soon)
    backend = settings.EMAIL_BACKEND
    _use(settings, free_port())
    for number in range(25, 29):
        services.sweep(at=day(3, number, 1))
        services.deliver(at=day(3, number, 7))
    settings.EMAIL_BACKEND = backend
    at = day(3, 28, 14)
    while services.deliver(at=at):
        pass
    assert [mail.subject for mail in mailoutbox] == ["4 reminders this morning"]
    assert OutboxMessage.objects.filter(state=MailState.CANCELLED).count() == 3


def test_what_was_given_up_meanwhile_stands_on_the_next_digest(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    OutboxMessage.objects.update(state=MailState.FAILED, attempts=outbox.ATTEMPTS)
    Digest.objects.update(closed_at=day(3, 25, 7))
    _copies(calm, 1)
    services.sweep(at=day(3, 28, 1))
    services.deliver(at=day(3, 28, 7))
    assert [mail.subject for mail in mailoutbox] == ["2 reminders this morning"]


def test_what_may_have_arrived_is_neither_added_to_nor_said_elsewhere(calm: Post, settings: Settings) -> None:
    _copies(calm, 1, soon_from=day(3, 26, 0), remind_at=day(3, 26, 0))
    services.sweep(at=day(3, 25, 1))
    with mail_server() as mailbox:
        _use(settings, mailbox.port)
        with killed(EmailMultiAlternatives, "send", after=True):
            services.deliver(at=day(3, 25, 7))
        services.sweep(at=day(3, 26, 1))
        services.deliver(at=day(3, 26, 7) + LEASE)
    first, second = OutboxMessage.objects.order_by("pk")
    assert mailbox.message_ids == [first.message_id, first.message_id, second.message_id]
    assert [str(mail["Subject"]) for mail in mailbox.mails] == ["1 reminder this morning"] * 3


def test_a_line_that_may_have_arrived_stands_in_no_other_mail(calm: Post, settings: Settings) -> None:
    """Answered while nobody knows whether the digest arrived, and then not answered after all."""
    services.sweep(at=day(3, 25, 1))
    row = factories.done(calm.letter, "hand_over", by=calm.officer, on=SENT_ON)
    with mail_server() as mailbox:
        _use(settings, mailbox.port)
        with killed(EmailMultiAlternatives, "send", after=True):
            services.deliver(at=day(3, 25, 7))
        row = factories.done(row, "acknowledge", by=calm.officer, on=dt.date(2026, 3, 24))
        services.deliver(at=day(3, 25, 7) + LEASE)
        taken_back(row, by=calm.officer, at=day(3, 25, 10))
        for at in (day(3, 25, 10), day(3, 26, 7), day(3, 27, 7)):
            services.sweep(at=at)
            services.deliver(at=at)
    first, second = [content for content in mailbox.contents if b"Acknowledgement by them" in content]
    assert first == second
    assert calm.marks() == {("soon", "Ann", "sent")}


def test_who_took_over_what_may_have_arrived_is_told_too(calm: Post, settings: Settings) -> None:
    ben = calm.colleague()
    services.sweep(at=day(3, 25, 1))
    with mail_server() as mailbox:
        _use(settings, mailbox.port)
        with killed(EmailMultiAlternatives, "send", after=True):
            services.deliver(at=day(3, 25, 7))
        casework.reassign(
            calm.letter, ben, by=calm.head, recorded_at=day(3, 25, 7), seen_version=calm.letter.version
        )
        for at in (day(3, 25, 8), day(3, 25, 9), day(3, 26, 7)):
            services.deliver(at=at)
            services.sweep(at=at)
    assert [str(one["To"]) for one in mailbox.mails] == ["ann@example.org"] * 2 + ["ben@example.org"]
    assert calm.marks() == {("soon", "Ann", "sent"), ("soon", "Ben", "sent")}


@pytest.mark.parametrize("place", ["word_anew", "seal"])
def test_a_sender_that_dies_before_the_seal_leaves_nothing_in_doubt(
    calm: Post, mailoutbox: MAILBOX, place: str
) -> None:
    services.sweep(at=day(3, 25, 1))
    with killed(outbox, place, after=True), transaction.atomic():
        services.deliver(at=day(3, 25, 7))
    message = OutboxMessage.objects.get()
    assert (message.in_doubt, message.sealed, message.params) == (False, None, {})
    services.deliver(at=day(3, 25, 7) + LEASE)
    assert len(mailoutbox) == 1


def test_a_digest_that_a_sweep_adds_to_while_it_is_sent_is_whole(
    calm: Post, mailoutbox: MAILBOX, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep comes at the worst place: after the digest was claimed and before it is closed."""
    _copies(calm, 1)
    services.sweep(at=day(3, 25, 1), batch=1)
    real = digests._close

    def overtaken(message: OutboxMessage, *, at: dt.datetime) -> None:
        monkeypatch.setattr(digests, "_close", real)
        services.sweep(at=day(3, 25, 7))
        real(message, at=at)

    monkeypatch.setattr(digests, "_close", overtaken)
    services.deliver(at=day(3, 25, 7))
    assert [mail.subject for mail in mailoutbox] == ["2 reminders this morning"]


def test_a_sweep_that_dies_leaves_neither_mark_nor_digest(calm: Post) -> None:
    with killed(ReminderMark.objects, "bulk_create", after=True), transaction.atomic():
        services.sweep(at=day(3, 25, 1))
    assert not ReminderMark.objects.exists()
    assert not Digest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_sweep_whose_digest_another_has_just_made_begins_again(
    calm: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = Digest.objects.bulk_create, []

    def overtaken(rows: list[Digest]) -> list[Digest]:
        calls.append(rows)
        if len(calls) == 1:
            raise IntegrityError
        return real(rows)

    monkeypatch.setattr(Digest.objects, "bulk_create", overtaken)
    assert services.sweep(at=day(3, 25, 1)) == 1
    assert OutboxMessage.objects.get() == Digest.objects.get().message == ReminderMark.objects.get().message


def test_many_lines_ask_no_more_than_few(calm: Post, mailoutbox: MAILBOX) -> None:
    asked = []
    for count, month in ((2, 3), (30, 4)):
        Deadline.objects.filter(rule__startswith="test.").update(
            state=DeadlineState.MET, office=None, officer=None
        )
        Deadline.objects.update(remind_at=None)
        _copies(calm, count, version=count, soon_from=day(month, 25), due_from=day(6, 1), late_from=day(6, 2))
        services.sweep(at=day(month, 25, 9))
        with CaptureQueriesContext(connection) as queries:
            services.deliver(at=day(month, 26, 7))
        asked.append(len(queries))
    assert [mail.subject.split()[0] for mail in mailoutbox] == ["2", "30"]
    assert asked[0] == asked[1]


def test_a_digest_given_up_is_sent_again_as_the_same_mail(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(state=MailState.FAILED)
    assert outbox.retry(message, at=day(3, 25, 9))
    services.deliver(at=day(3, 25, 9))
    assert [str(mail.message()["Message-ID"]) for mail in mailoutbox] == [message.message_id]


def test_the_database_refuses_a_second_digest_of_a_day_and_a_second_that_gathers(calm: Post) -> None:
    services.sweep(at=day(3, 25, 1))
    found = Digest.objects.get()
    for on, constraint in (
        (found.on, r"digest_once_a_day|digest_gathers_once|reader_id"),
        (dt.date(2026, 4, 1), r"digest_gathers_once|reader_id"),
    ):
        message = outbox.draft(
            kind=MailKind.DIGEST, recipient=calm.officer, template="", params={}, at=day(3, 25)
        )
        outbox.enqueue([message])
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Digest.objects.create(reader=calm.officer, on=on, message=message)


def _more(post: Post, **kinds: DeadlineKind) -> None:
    for name, kind in kinds.items():
        _copies(post, 1, rule=f"test.{name}", kind=kind.value)


def _copies(post: Post, count: int, **columns: object) -> None:
    """More deadlines like the letter's acknowledgement, which is soon due on 25 March."""
    for number in range(count):
        copy = post.deadline()
        copy.pk, copy.rule = None, f"test.{number}"
        for name, value in columns.items():
            setattr(copy, name, value)
        copy.remind_at = copy.soon_from
        copy.save(force_insert=True)


def _use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
