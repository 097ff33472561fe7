"""What is read again just before a reminder is sent, and what the mail says."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from tests import factories
from tests.crashes import killed
from tests.mail_server import mail_server
from tests.tracker.reminders.conftest import SENT_ON, Post, day, taken_back
from tracker.accounts import services as accounts
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.outbox import services as outbox
from tracker.outbox.models import MailState, OutboxMessage
from tracker.outbox.services import ATTEMPTS, LEASE
from tracker.outbox.wording import worded
from tracker.reminders import services
from tracker.reminders.models import ReminderMark
from tracker.reminders.queries import undelivered

pytestmark = pytest.mark.django_db

MAILBOX = list[EmailMultiAlternatives]


def test_the_mail_says_reference_rule_date_reason_and_link(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25))
    assert services.deliver(at=day(3, 25)) == 1
    (mail,) = mailoutbox
    assert mail.to == ["ann@example.org"]
    assert mail.subject == "BEJ-2026-0001: Acknowledgement by them (due soon)"
    assert "Date: 1 Apr 2026" in mail.body
    assert "- counted from 2 Mar 2026, that day not included" in mail.body
    assert f"http://localhost:8000/requests/{post.letter.uuid}/" in mail.body


def test_the_mail_says_no_title_and_no_name(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(4, 20))
    services.deliver(at=day(4, 20))
    assert len(mailoutbox) == 4
    for mail in mailoutbox:
        for secret in (post.letter.title, post.officer.name, post.head.name, "CN"):
            assert secret not in f"{mail.subject} {mail.body}"


def test_hours_are_told_in_the_reader_s_zone(post: Post) -> None:
    late = day(3, 10, 16)
    Deadline.objects.filter(pk=post.deadline().pk).update(
        soon_from=day(3, 10, 8), due_from=late, late_from=late, remind_at=day(3, 10, 8)
    )
    type(post.officer).objects.update(time_zone="Asia/Shanghai")
    services.sweep(at=day(3, 10, 9))
    assert "Date: 11 Mar 2026, 00:00 (Asia/Shanghai)" in worded(OutboxMessage.objects.get()).body


def test_a_mail_server_receives_it_under_our_message_id(post: Post, settings: Settings) -> None:
    services.sweep(at=day(3, 25))
    with mail_server() as mailbox:
        _use(settings, mailbox.port)
        services.deliver(at=day(3, 25))
    message = OutboxMessage.objects.get()
    assert mailbox.message_ids == [message.message_id]
    assert mailbox.mails[0]["Auto-Submitted"] == "auto-generated"
    assert (message.state, message.sent_at) == (MailState.SENT, day(3, 25))


def test_a_crash_after_the_server_took_it_sends_the_same_mail_again(post: Post, settings: Settings) -> None:
    services.sweep(at=day(3, 25))
    with mail_server() as mailbox:
        _use(settings, mailbox.port)
        with killed(EmailMultiAlternatives, "send", after=True):
            services.deliver(at=day(3, 25))
        assert services.deliver(at=day(3, 25)) == 0, "another worker leaves it alone while it is leased"
        assert services.deliver(at=day(3, 25) + LEASE) == 1
        assert services.deliver(at=day(3, 26)) == 0
    message = OutboxMessage.objects.get()
    assert mailbox.message_ids == [message.message_id] * 2
    assert (message.state, message.attempts) == (MailState.SENT, 2)


def test_nobody_is_reminded_of_what_was_answered_a_minute_ago(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25))
    _acknowledged(post)
    assert services.deliver(at=day(3, 25)) == 1
    assert mailoutbox == []
    assert OutboxMessage.objects.get().state == MailState.CANCELLED


def test_what_was_answered_by_mistake_reminds_again_under_the_same_message_id(
    post: Post, mailoutbox: MAILBOX
) -> None:
    services.sweep(at=day(3, 25))
    row = _acknowledged(post)
    services.deliver(at=day(3, 25))
    taken_back(row, by=post.officer, at=day(3, 26))
    services.sweep(at=day(3, 26))
    services.deliver(at=day(3, 26))
    (message,) = OutboxMessage.objects.filter(reminders__deadline__rule="house.acknowledgement")
    assert message.state == MailState.SENT
    assert message.message_id in [str(mail.message()["Message-ID"]) for mail in mailoutbox]


def test_who_took_the_request_over_is_told_instead(post: Post, mailoutbox: MAILBOX) -> None:
    ben = post.colleague()
    services.sweep(at=day(3, 25))
    row = casework.reassign(
        post.letter, ben, by=post.head, recorded_at=day(3, 25), seen_version=post.letter.version
    )
    services.deliver(at=day(3, 25))
    assert mailoutbox == []
    services.sweep(at=day(3, 25))
    services.deliver(at=day(3, 25))
    assert [mail.to for mail in mailoutbox] == [["ben@example.org"]]
    casework.reassign(row, post.officer, by=post.head, recorded_at=day(3, 25), seen_version=row.version)
    services.sweep(at=day(3, 26))
    services.deliver(at=day(3, 26))
    assert post.marks() == {("soon", "Ann", "sent"), ("soon", "Ben", "sent")}


def test_who_gets_the_request_back_is_told_after_all(post: Post, mailoutbox: MAILBOX) -> None:
    ben = post.colleague()
    services.sweep(at=day(3, 25))
    row = post.letter
    for officer in (ben, post.officer):
        row = casework.reassign(row, officer, by=post.head, recorded_at=day(3, 25), seen_version=row.version)
        services.deliver(at=day(3, 25))
        services.sweep(at=day(3, 25))
    services.deliver(at=day(3, 25))
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]


def test_a_closed_account_gets_no_mail_and_the_head_does(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25))
    accounts.deactivate(post.officer, by=None, at=day(3, 25))
    services.deliver(at=day(3, 25))
    services.sweep(at=day(3, 25))
    services.deliver(at=day(3, 25))
    assert [mail.to for mail in mailoutbox] == [["sue@example.org"]]


def test_after_an_outage_of_the_mail_only_the_most_severe_step_is_sent(
    post: Post, mailoutbox: MAILBOX
) -> None:
    Deadline.objects.exclude(rule="house.acknowledgement").update(remind_at=None)
    for at in (day(3, 25), day(4, 1), day(4, 9)):
        services.sweep(at=at)
    services.deliver(at=day(4, 9))
    services.sweep(at=day(4, 9))
    services.deliver(at=day(4, 9))
    assert sorted(mail.to[0] for mail in mailoutbox) == ["ann@example.org", "sue@example.org"]
    assert all("(overdue)" in mail.subject for mail in mailoutbox)


def test_what_could_not_be_delivered_is_listed_and_can_be_tried_again(
    post: Post, settings: Settings, mailoutbox: MAILBOX, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.sweep(at=day(3, 25))
    at = day(3, 25)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", _hung_up)
        for _attempt in range(ATTEMPTS):
            services.deliver(at=at)
            at = OutboxMessage.objects.get().next_attempt_at
    (mark,) = undelivered(AssistanceRequest.objects.filter(pk=post.letter.pk))
    assert mark.message is not None
    assert (mark.recipient, mark.message.last_error) == (post.officer, "SMTPServerDisconnected: gone")
    assert not undelivered(AssistanceRequest.objects.exclude(pk=post.letter.pk)).exists()
    outbox.retry(mark.message, at=at)
    services.deliver(at=at)
    assert len(mailoutbox) == 1
    assert not undelivered(AssistanceRequest.objects.all()).exists()


def test_marks_survive_what_is_sent(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25))
    services.deliver(at=day(3, 25))
    assert ReminderMark.objects.get().message == OutboxMessage.objects.get()
    assert len(mailoutbox) == 1


def _acknowledged(post: Post) -> AssistanceRequest:
    row = factories.done(post.letter, "hand_over", by=post.officer, on=SENT_ON)
    return factories.done(row, "acknowledge", by=post.officer, on=dt.date(2026, 3, 24))


def _use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def _hung_up(*_args: object, **_more: object) -> int:
    raise SMTPServerDisconnected("gone")
