"""A clock that jumps, hours that come twice, readers who move: no line twice, none missing, none long after its day."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.crashes import killed
from tests.tracker.reminders.conftest import SENT_ON, Post, day, taken_back
from tracker.accounts.models import User
from tracker.casework.models import Deadline
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders import services
from tracker.reminders.models import Digest, ReminderMark
from tracker.reminders.policy import MORNING, mornings

MAILBOX = list[EmailMultiAlternatives]
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai")


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, 3, 30])
def test_what_a_clock_ahead_put_into_a_digest_is_told_on_its_own_morning(
    calm: Post, mailoutbox: MAILBOX, days: int
) -> None:
    ahead = day(3, 25, 1) + dt.timedelta(days=days)
    services.sweep(at=ahead)
    for at in (day(3, 24, 1), day(3, 24, 7)):
        services.deliver(at=at)
        services.sweep(at=at)
    assert mailoutbox == []
    services.sweep(at=day(3, 25, 1))
    services.deliver(at=day(3, 25, 7))
    assert [mail.subject for mail in mailoutbox] == ["1 reminder this morning"]
    assert ("soon", "Ann", "sent") in calm.marks()


@pytest.mark.django_db
def test_what_a_clock_ahead_has_told_is_not_told_again(calm: Post, mailoutbox: MAILBOX) -> None:
    for at in (day(3, 25, 1), day(3, 25, 7), day(3, 24, 1), day(3, 24, 7), day(3, 25, 1), day(3, 25, 7)):
        services.sweep(at=at)
        services.deliver(at=at)
    assert [mail.subject for mail in mailoutbox] == ["1 reminder this morning"]


@pytest.mark.django_db
def test_a_clock_that_was_behind_for_a_while_costs_no_morning(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    for at in (day(3, 20, 1), day(3, 20, 7)):
        services.deliver(at=at)
        services.sweep(at=at)
    assert mailoutbox == []
    for at in (day(3, 25, 2), day(3, 25, 7)):
        services.sweep(at=at)
        services.deliver(at=at)
    assert [mail.subject for mail in mailoutbox] == ["1 reminder this morning"]
    assert calm.marks() == {("soon", "Ann", "sent")}


@pytest.mark.django_db
def test_what_a_sender_held_whose_clock_was_ahead_is_sent(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25))
    with killed(EmailMultiAlternatives, "send"):
        services.deliver(at=day(3, 27))
    services.deliver(at=day(3, 26))
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_pause_that_a_clock_ahead_has_set_ends(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25))
    OutboxMessage.objects.update(next_attempt_at=day(5, 1), attempts=1)
    services.deliver(at=day(3, 26))
    assert len(mailoutbox) == 1
    assert OutboxMessage.objects.get().created_at == day(3, 25)


@pytest.mark.django_db
def test_a_digest_that_was_cancelled_gathers_again_on_its_day(calm: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    row = factories.done(calm.letter, "hand_over", by=calm.officer, on=SENT_ON)
    Deadline.objects.exclude(rule="house.acknowledgement").update(remind_at=None)
    row = factories.done(row, "acknowledge", by=calm.officer, on=dt.date(2026, 3, 24))
    services.deliver(at=day(3, 25, 7))
    taken_back(row, by=calm.officer, at=day(3, 25, 8))
    services.sweep(at=day(3, 25, 8))
    services.deliver(at=day(3, 25, 9))
    (digest,) = Digest.objects.all()
    assert digest.message.state == MailState.SENT
    assert [str(mail.message()["Message-ID"]) for mail in mailoutbox] == [digest.message.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize("before", ZONES)
@pytest.mark.parametrize("after", ZONES)
def test_who_moves_between_two_mornings_misses_nothing_and_reads_nothing_twice(
    calm: Post, mailoutbox: MAILBOX, before: str, after: str
) -> None:
    _lives_in(calm.officer, before)
    _one_more_a_day(calm)
    for hour in range(6 * 24):
        at = day(3, 25, 0) + dt.timedelta(hours=hour)
        if hour == 36:
            _lives_in(calm.officer, after)
        services.sweep(at=at)
        services.deliver(at=at)
    told = [int(mail.subject.split()[0]) for mail in mailoutbox]
    assert sum(told) == ReminderMark.objects.filter(message__state=MailState.SENT).count() == 4
    assert len(set(ReminderMark.objects.values_list("deadline", "step", "recipient"))) == 4


@pytest.mark.django_db
def test_who_has_moved_west_is_not_written_to_before_their_morning(calm: Post, mailoutbox: MAILBOX) -> None:
    _lives_in(calm.officer, "Asia/Shanghai")
    services.sweep(at=day(3, 25, 1))
    _lives_in(calm.officer, "America/New_York")
    services.deliver(
        at=day(3, 25, 23)
    )  # seven in Shanghai, and seven in the evening of the day before in New York
    assert mailoutbox == []
    services.deliver(at=day(3, 26, 11))
    assert len(mailoutbox) == 1


@given(
    zone=st.sampled_from((*ZONES, "Australia/Lord_Howe", "America/Havana")),
    hours=st.floats(0, 270 * 24),
    waited=st.timedeltas(dt.timedelta(), dt.timedelta(days=3)),
)
def test_mornings_follow_each_other_at_seven_by_the_reader_s_clock(
    zone: str, hours: float, waited: dt.timedelta
) -> None:
    now = day(3, 1, 0) + dt.timedelta(hours=hours)
    days, moments = zip(*islice(mornings(zone, since=now - waited, at=now), 4), strict=True)
    assert list(days) == sorted(set(days))
    assert list(moments) == sorted(moments)
    assert now <= moments[0]
    here = [moment.astimezone(ZoneInfo(zone)) for moment in moments[1:]]
    assert [(one.date(), one.time()) for one in here] == [(on, MORNING) for on in days[1:]]


def _lives_in(reader: User, zone: str) -> None:
    User.objects.filter(pk=reader.pk).update(time_zone=zone)


def _one_more_a_day(post: Post) -> None:
    """Three more, soon due on the three days that follow."""
    for number in range(1, 4):
        copy = post.deadline()
        copy.pk, copy.rule = None, f"test.{number}"
        copy.remind_at = copy.soon_from = copy.soon_from + dt.timedelta(days=number)
        copy.save(force_insert=True)
