"""What readers may wish: hours without mail, and no copies; never that an expiry keeps silent."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.reminders.conftest import Post, day
from tracker.accounts import services as accounts
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders import services
from tracker.reminders.policy import quiet_ends
from tracker.reminders.queries import recipients, staff_of
from workflows.deadlines import LADDERS
from workflows.vocabulary import DeadlineKind

MAILBOX = list[EmailMultiAlternatives]
NIGHT = (dt.time(22), dt.time(6, 30))
NOON = (dt.time(12), dt.time(14))
SHORT = (dt.time(1, 30), dt.time(2, 30))


@pytest.mark.parametrize(
    ("hours", "zone", "at", "until"),
    [
        (NIGHT, "UTC", day(3, 25, 21), None),
        (NIGHT, "UTC", day(3, 25, 22), "2026-03-26T06:30"),
        (NIGHT, "UTC", day(3, 26, 3), "2026-03-26T06:30"),
        (NIGHT, "UTC", dt.datetime(2026, 3, 26, 6, 30, tzinfo=dt.UTC), None),
        (NOON, "UTC", day(3, 25, 11), None),
        (NOON, "UTC", day(3, 25, 13), "2026-03-25T14:00"),
        (NOON, "UTC", day(3, 25, 14), None),
        (NIGHT, "Asia/Shanghai", day(3, 25, 14), "2026-03-26T06:30"),
        (NIGHT, "Asia/Shanghai", day(3, 25, 23), None),
        # The clocks go forward in the night to 29 March, and back in the night to 25 October.
        (NIGHT, "Europe/Berlin", day(3, 28, 22), "2026-03-29T06:30"),
        (NIGHT, "Europe/Berlin", day(10, 24, 22), "2026-10-25T06:30"),
        # Half past two does not come in March, and comes twice in October.
        (SHORT, "Europe/Berlin", day(3, 29, 0) + dt.timedelta(minutes=45), "2026-03-29T02:30"),
        (SHORT, "Europe/Berlin", day(3, 29, 1), None),
        (SHORT, "Europe/Berlin", day(10, 25, 0), "2026-10-25T02:30"),
        ((None, None), "UTC", day(3, 25, 23), None),
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_reader(
    hours: tuple[dt.time | None, dt.time | None], zone: str, at: dt.datetime, until: str | None
) -> None:
    reader = User(time_zone=zone, quiet_from=hours[0], quiet_until=hours[1])
    expected = dt.datetime.fromisoformat(until).replace(tzinfo=ZoneInfo(zone)) if until else None
    assert quiet_ends(reader, at) == expected


@given(
    since=st.sampled_from((day(3, 8, 0), day(3, 28, 0), day(10, 24, 0), day(11, 1, 0))),
    waited=st.timedeltas(dt.timedelta(), dt.timedelta(days=2)),
    zone=st.sampled_from(
        ("Europe/Berlin", "America/New_York", "America/Havana", "Atlantic/Azores", "Asia/Tehran")
    ),
    hours=st.tuples(st.times(), st.times()).filter(lambda ends: ends[0] != ends[1]),
)
def test_quiet_hours_end_and_are_over_then(
    since: dt.datetime, waited: dt.timedelta, zone: str, hours: tuple[dt.time, dt.time]
) -> None:
    """Also in the nights in which an hour is left out or comes twice."""
    reader = User(time_zone=zone, quiet_from=hours[0], quiet_until=hours[1])
    now = since + waited
    until = quiet_ends(reader, now)
    if until is not None:
        assert now < until <= now + dt.timedelta(hours=25)
        assert quiet_ends(reader, until.astimezone(dt.UTC)) is None


@pytest.mark.django_db
def test_what_cannot_wait_waits_for_the_end_of_the_quiet_hours(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(3, 25, 1))
    _wish(post.officer, NIGHT)  # set after it was queued
    assert services.deliver(at=day(3, 25, 1)) == 1
    assert mailoutbox == []
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.leased_until) == (MailState.QUEUED, 0, None)
    assert services.deliver(at=day(3, 25, 6)) == 0
    services.deliver(at=day(3, 25, 7))
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_digest_in_the_quiet_hours_goes_on_gathering(calm: Post, mailoutbox: MAILBOX) -> None:
    _wish(calm.officer, (dt.time(20), dt.time(9)))
    services.sweep(at=day(3, 25, 1))
    services.deliver(at=day(3, 25, 7))
    copy = calm.deadline()
    copy.pk, copy.rule, copy.remind_at = None, "test.more", copy.soon_from
    copy.save(force_insert=True)
    services.sweep(at=day(3, 25, 8))
    services.deliver(at=day(3, 25, 9))
    assert [mail.subject for mail in mailoutbox] == ["2 reminders this morning"]


@pytest.mark.django_db
@pytest.mark.parametrize(("hours_left", "is_sent"), [(25, False), (24, True), (1, True), (-1, True)])
def test_what_is_lost_within_a_day_is_told_in_the_night(
    calm: Post, mailoutbox: MAILBOX, hours_left: int, is_sent: bool
) -> None:
    at = day(3, 25, 1)
    lost = at + dt.timedelta(hours=hours_left)
    Deadline.objects.filter(pk=calm.deadline().pk).update(
        kind="expiry", soon_from=lost - dt.timedelta(days=14), due_from=lost, late_from=lost
    )
    _wish(calm.officer, NIGHT)
    services.sweep(at=at)
    services.deliver(at=at)
    assert any("ann@" in mail.to[0] for mail in mailoutbox) is is_sent


@pytest.mark.django_db
def test_eight_hours_do_not_pass_in_the_night(calm: Post, mailoutbox: MAILBOX) -> None:
    at, late = day(3, 25, 1), day(3, 25, 4)
    Deadline.objects.filter(pk=calm.deadline().pk).update(
        soon_from=at, due_from=late, late_from=late, remind_at=at
    )
    _wish(calm.officer, NIGHT)
    services.sweep(at=at)
    services.deliver(at=at)
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_head_may_want_no_copies(post: Post) -> None:
    _wish(post.head, (None, None), wants_copies=False)
    services.sweep(at=day(4, 9))
    assert ("late", "Ann", "sent") in post.marks()
    assert "Sue" not in {reader for _step, reader, _state in post.marks()}


@pytest.mark.django_db
def test_a_head_is_told_of_an_expiry_in_any_case(post: Post) -> None:
    _wish(post.head, (None, None), wants_copies=False)
    deadline = post.deadline()
    deadline.kind = DeadlineKind.EXPIRY.value
    staff = staff_of([deadline], at=day(4, 9))
    found = recipients(deadline, LADDERS[DeadlineKind.EXPIRY][-1], staff)
    assert {reader.name for reader in found} == {"Ann", "Sue"}


@pytest.mark.django_db
def test_what_has_no_other_reader_is_no_copy(post: Post) -> None:
    _wish(post.head, (None, None), wants_copies=False)
    AssistanceRequest.objects.update(officer=None)
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Sue", "sent")}


@pytest.mark.django_db
def test_an_officer_cannot_turn_off_their_own(post: Post) -> None:
    _wish(post.officer, (None, None), wants_copies=False)
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Ann", "sent")}


def _wish(user: User, hours: tuple[dt.time | None, dt.time | None], *, wants_copies: bool = True) -> None:
    accounts.set_reminders(user, quiet_from=hours[0], quiet_until=hours[1], wants_copies=wants_copies)
