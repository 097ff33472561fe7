"""Mail is queued with what caused it, claimed by one worker, tried a bounded number of times."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests import factories
from tests.crashes import killed
from tests.mail_server import mail_server
from tests.servers import free_port
from tracker.accounts.models import User
from tracker.outbox import services
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.params import Value, loaded, stored
from tracker.outbox.wording import worded
from workflows.messages import message

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
CANCELLING = {MailKind.REMINDER: lambda message: not services.cancel(message)}
MAILBOX = list[EmailMultiAlternatives]


ALWAYS = {MailKind.REMINDER: services.seal}
TEXTS = {
    "test.subject.txt": "About\n{{ thing }}",
    "test.txt": (
        "{% load ui %}{{ thing }} on {{ day }} at {{ moment }}: "
        "{% for line in lines %}{{ line|words }};{% endfor %}"
    ),
}


@pytest.fixture(autouse=True)
def _templates(settings: Settings) -> None:
    _use_templates(settings, TEXTS)


@pytest.fixture
def reader() -> User:
    return factories.user("Ann", time_zone="Asia/Shanghai")


@pytest.fixture
def queued(reader: User) -> OutboxMessage:
    return _enqueue(reader)


def test_worded_when_sent_for_its_reader(queued: OutboxMessage, mailoutbox: MAILBOX) -> None:
    assert services.deliver(at=AT, prepare=ALWAYS) == 1
    (mail,) = mailoutbox
    assert mail.subject == "About it"
    assert mail.body == "it on 2 Mar 2026 at 2 Mar 2026, 17:00: until 3 Mar 2026;\n"
    assert mail.alternatives == []


def test_a_page_is_attached_where_there_is_one(queued: OutboxMessage, settings: Settings) -> None:
    _use_templates(settings, {**TEXTS, "test.html": "<p>{{ thing }}</p>"})
    (alternative,) = worded(queued).alternatives
    assert alternative == ("<p>it</p>", "text/html")


def test_parameters_come_back_as_they_were() -> None:
    params: dict[str, Value] = {
        "text": "a",
        "count": 3,
        "day": AT.date(),
        "moment": AT,
        "lines": (message("x %(n)s", n=1),),
    }
    assert loaded(stored(params)) == params


def test_queued_only_if_the_caller_commits(reader: User) -> None:
    with transaction.atomic():
        _enqueue(reader)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_the_workers_are_woken_after_the_commit(
    reader: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    woken: list[str] = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **_more: woken.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        _enqueue(reader)
    assert woken == ["tracker.jobs.tasks.send_outbox"]


def test_each_mail_has_a_message_id_of_our_own(reader: User) -> None:
    ids = {_enqueue(reader).message_id for _ in range(3)}
    assert len(ids) == 3
    assert all(one.startswith("<") and one.endswith("@localhost>") for one in ids)


def test_one_worker_alone_has_a_mail(queued: OutboxMessage) -> None:
    assert [one.pk for one in services.claim(at=AT, limit=9)] == [queued.pk]
    assert list(services.claim(at=AT, limit=9)) == []
    assert [one.pk for one in services.claim(at=AT + services.LEASE, limit=9)] == [queued.pk]


def test_what_another_worker_claims_between_reading_and_claiming_is_left_to_it(reader: User) -> None:
    for _ in range(2):
        _enqueue(reader)
    first = services.claim(at=AT, limit=9)
    mine = [next(first).pk]
    theirs = [one.pk for one in services.claim(at=AT, limit=9)]
    mine += [one.pk for one in first]
    assert sorted(mine + theirs) == sorted(OutboxMessage.objects.values_list("pk", flat=True))


def test_what_is_not_wanted_any_more_is_cancelled(queued: OutboxMessage, mailoutbox: MAILBOX) -> None:
    assert services.deliver(at=AT, prepare=CANCELLING) == 1
    assert mailoutbox == []
    queued.refresh_from_db()
    assert (queued.state, queued.leased_until) == (MailState.CANCELLED, None)
    assert not services.cancel(queued)


def test_an_unreachable_server_ends_the_batch_and_costs_the_others_nothing(
    reader: User, settings: Settings
) -> None:
    first, second = _enqueue(reader), _enqueue(reader)
    _use_server(settings, free_port())
    assert services.deliver(at=AT, prepare=ALWAYS) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attempts, first.next_attempt_at) == (1, AT + services.FIRST_PAUSE)
    assert first.last_error.startswith("ConnectionRefusedError")
    assert second.attempts == 0


def test_pauses_grow_up_to_the_longest_and_end_in_plain_sight(
    queued: OutboxMessage, settings: Settings
) -> None:
    at, pauses = AT, []
    with mail_server() as mailbox:
        mailbox.answer = "451 Come back later"
        _use_server(settings, mailbox.port)
        for _attempt in range(services.ATTEMPTS):
            assert services.deliver(at=at, prepare=ALWAYS) == 1
            queued.refresh_from_db()
            pauses.append(queued.next_attempt_at - at)
            at = queued.next_attempt_at
        assert services.deliver(at=at, prepare=ALWAYS) == 0
    minutes = [pause / dt.timedelta(minutes=1) for pause in pauses]
    assert minutes == [1, 4, 16, 64, 256, *[360] * (services.ATTEMPTS - 5)]
    assert queued.state == MailState.FAILED
    assert queued.last_error == "451 Come back later"


def test_a_refusal_for_a_while_does_not_end_the_batch(reader: User, settings: Settings) -> None:
    _enqueue(reader), _enqueue(reader)
    with mail_server() as mailbox:
        mailbox.answer = "451 Come back later"
        _use_server(settings, mailbox.port)
        assert services.deliver(at=AT, prepare=ALWAYS) == 2


@pytest.mark.parametrize(("code", "state"), [(550, MailState.FAILED), (450, MailState.QUEUED)])
def test_an_address_refused_for_good_is_not_tried_again(
    queued: OutboxMessage, monkeypatch: pytest.MonkeyPatch, code: int, state: MailState
) -> None:
    def refused(*_args: object, **_more: object) -> int:
        raise SMTPRecipientsRefused({"ann@example.org": (code, b"5.1.1 no such\nuser\x00\xff")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refused)
    services.deliver(at=AT, prepare=ALWAYS)
    queued.refresh_from_db()
    assert (queued.state, queued.last_error) == (state, f"{code} 5.1.1 no such user \ufffd"), (
        "in its own words"
    )


def test_what_cannot_be_worded_does_not_hold_up_the_others(
    reader: User, mailoutbox: MAILBOX, caplog: pytest.LogCaptureFixture
) -> None:
    broken = _enqueue(reader, template="nothing")
    _enqueue(reader)
    assert services.deliver(at=AT, prepare=ALWAYS) == 2
    assert len(mailoutbox) == 1
    broken.refresh_from_db()
    assert broken.last_error.startswith("TemplateDoesNotExist")
    assert "could not be made" in caplog.text


def test_a_mail_that_kills_its_worker_each_time_is_given_up(queued: OutboxMessage) -> None:
    at = AT
    for _attempt in range(services.ATTEMPTS):
        with killed(EmailMultiAlternatives, "send"):
            services.deliver(at=at, prepare=ALWAYS)
        at += services.LEASE
    assert services.deliver(at=at, prepare=ALWAYS) == 0
    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == (MailState.FAILED, services.ATTEMPTS)


def test_retried_as_the_same_mail(queued: OutboxMessage, mailoutbox: MAILBOX) -> None:
    assert not services.retry(queued, at=AT), "it is waiting already"
    OutboxMessage.objects.update(state=MailState.FAILED, attempts=services.ATTEMPTS)
    assert services.retry(queued, at=AT)
    services.deliver(at=AT, prepare=ALWAYS)
    assert mailoutbox[0].message()["Message-ID"] == queued.message_id
    assert not services.retry(queued, at=AT), "what was sent stays sent"


def test_a_changed_address_is_used_and_kept(queued: OutboxMessage, reader: User, mailoutbox: MAILBOX) -> None:
    User.objects.filter(pk=reader.pk).update(email="new@example.org")
    services.deliver(at=AT, prepare=ALWAYS)
    queued.refresh_from_db()
    assert (mailoutbox[0].to, queued.address) == (["new@example.org"], "new@example.org")


def test_what_may_have_arrived_is_sent_again_byte_for_byte(
    queued: OutboxMessage, reader: User, settings: Settings
) -> None:
    with mail_server() as mailbox:
        _use_server(settings, mailbox.port)
        with killed(EmailMultiAlternatives, "send", after=True):
            services.deliver(at=AT, prepare=ALWAYS)
        _use_templates(settings, {name: f"{text}, as of today" for name, text in TEXTS.items()})
        User.objects.filter(pk=reader.pk).update(email="new@example.org", time_zone="America/New_York")
        services.deliver(at=AT + services.LEASE, prepare=ALWAYS)
    first, second = mailbox.contents
    assert first == second
    queued.refresh_from_db()
    assert (queued.state, queued.sealed, queued.in_doubt) == (MailState.SENT, None, False)
    assert queued.address == "ann@example.org"


def test_two_senders_of_one_mail_never_say_two_things(queued: OutboxMessage, settings: Settings) -> None:
    """The clock jumps while the first is about to seal it, so that its lease is over for the second."""
    with mail_server() as mailbox:
        _use_server(settings, mailbox.port)

        def overtaken(message: OutboxMessage) -> bool:
            services.deliver(at=AT + services.LEASE, prepare=ALWAYS)
            return services.seal(message)

        services.deliver(at=AT, prepare={MailKind.REMINDER: overtaken})
    assert mailbox.message_ids == [queued.message_id]


@pytest.mark.parametrize("answer", ["451 Come back later", "554 No"])
def test_what_was_certainly_refused_is_worded_anew(
    queued: OutboxMessage, settings: Settings, answer: str
) -> None:
    with mail_server() as mailbox:
        mailbox.answer = answer
        _use_server(settings, mailbox.port)
        services.deliver(at=AT, prepare=ALWAYS)
        assert OutboxMessage.objects.certainly_unread().get() == queued
        services.retry(queued, at=AT + services.LEASE)
        _use_templates(settings, {**TEXTS, "test.subject.txt": "Anew"})
        mailbox.answer = "250 OK"
        services.deliver(at=AT + services.LEASE, prepare=ALWAYS)
    assert [mail["Subject"] for mail in mailbox.mails] == ["Anew"]


def test_a_refusal_after_a_doubt_does_not_end_the_doubt(queued: OutboxMessage, settings: Settings) -> None:
    with mail_server() as mailbox:
        _use_server(settings, mailbox.port)
        with killed(EmailMultiAlternatives, "send", after=True):
            services.deliver(at=AT, prepare=ALWAYS)
        mailbox.answer = "451 Come back later"
        services.deliver(at=AT + services.LEASE, prepare=ALWAYS)
    _use_server(settings, free_port())
    services.deliver(at=AT + 2 * services.LEASE, prepare=ALWAYS)
    assert not OutboxMessage.objects.certainly_unread().exists()
    assert not services.take_back(queued)


def test_a_content_refused_for_good_is_not_tried_again(queued: OutboxMessage, settings: Settings) -> None:
    with mail_server() as mailbox:
        mailbox.answer = "554 Not in this house"
        _use_server(settings, mailbox.port)
        services.deliver(at=AT, prepare=ALWAYS)
    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == (MailState.FAILED, 1)
    assert "554" in queued.last_error


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "gossip"}, "outbox_kind_known"),
        ({"state": "lost"}, "outbox_state_known"),
        ({"state": MailState.SENT}, "outbox_sent_exactly_when_dated"),
        ({"sent_at": AT}, "outbox_sent_exactly_when_dated"),
        ({"state": MailState.FAILED, "leased_until": AT}, "outbox_leased_only_queued"),
    ],
)
def test_the_database_refuses_what_must_never_be(
    queued: OutboxMessage, changes: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutboxMessage.objects.filter(pk=queued.pk).update(**changes)


def test_the_database_refuses_a_message_id_used_twice(reader: User, queued: OutboxMessage) -> None:
    other = _enqueue(reader)
    with pytest.raises(IntegrityError, match="message_id"), transaction.atomic():
        OutboxMessage.objects.filter(pk=other.pk).update(message_id=queued.message_id)


def _enqueue(reader: User, *, template: str = "test") -> OutboxMessage:
    mail = services.draft(
        kind=MailKind.REMINDER,
        recipient=reader,
        template=template,
        params={
            "thing": "it",
            "day": AT.date(),
            "moment": AT,
            "lines": [message("until %(day)s", day=dt.date(2026, 3, 3))],
        },
        at=AT,
    )
    services.enqueue([mail])
    return mail


def _use_templates(settings: Settings, texts: dict[str, str]) -> None:
    (engine,) = settings.TEMPLATES
    loader = ("django.template.loaders.locmem.Loader", texts)
    settings.TEMPLATES = [
        {**engine, "APP_DIRS": False, "OPTIONS": {**engine["OPTIONS"], "loaders": [loader]}}
    ]


def _use_server(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
