"""What a calendar feed shows of whose deadlines, and what a calendar program makes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts import services as accounts
from tracker.accounts.models import CalendarFeed, Membership, Office, User
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.viewer import Viewer
from tracker.feeds.icalendar import calendar_text
from tracker.feeds.queries import entries
from workflows.vocabulary import DeadlineKind, Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
NOON = factories.moment(dt.date(2026, 3, 9), 12)


@pytest.fixture(autouse=True)
def today(clock: MovableClock) -> None:
    clock.move_to(NOON)


@pytest.fixture
def office() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(office: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=office)


@pytest.fixture
def sue(office: Office) -> User:
    return factories.user("Sue", role=Role.SUPERVISOR, office=office)


@pytest.fixture
def letter(ann: User, sue: User, office: Office) -> AssistanceRequest:
    return factories.sent(
        officer=ann, supervisor=sue, office=office, on=MARCH, title="Accounts of John Doe, fraud"
    )


def feed_of(user: User, office: Office | None = None) -> CalendarFeed:
    return accounts.make_feed(by=user, at=NOON, office=office)[0]


def text_of(feed: CalendarFeed, at: dt.datetime = NOON) -> bytes:
    feed = CalendarFeed.objects.select_related("user", "office").get(pk=feed.pk)
    return calendar_text(feed, entries(feed, Viewer(user=feed.user, at=at)))


def events_of(feed: CalendarFeed, at: dt.datetime = NOON) -> dict[str, Event]:
    calendar: Any = Calendar.from_ical(text_of(feed, at))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_every_open_deadline_is_a_whole_day_under_its_reference(ann: User, letter: AssistanceRequest) -> None:
    found = events_of(feed_of(ann))
    wanted = {deadline.due_on for deadline in Deadline.objects.open().filter(request=letter)}
    assert {event["dtstart"].dt for event in found.values()} == wanted
    assert {name.partition(":")[0] for name in found} == {letter.reference}
    event = found[f"{letter.reference}: Acknowledgement by them"]
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1)
    assert str(event["url"]).endswith(f"/requests/{letter.uuid}/")
    assert event["class"] == "CONFIDENTIAL"
    assert not event.walk("VALARM")


def test_nothing_of_the_case_is_told(ann: User, letter: AssistanceRequest) -> None:
    text = text_of(feed_of(ann)).decode()
    assert not any(word in text for word in ("John", "fraud", "Accounts", "Ann", "Sue"))


def test_what_expires_stands_on_its_last_safe_day_with_alarms(ann: User, sue: User, office: Office) -> None:
    row = factories.sent(
        officer=ann,
        supervisor=sue,
        office=office,
        channel="network_24_7",
        items=("PRES",),
        instrument="budapest",
    )
    row = factories.done(row, "confirm_preservation", by=ann, on=MARCH, items=("1",))
    expiry = Deadline.objects.open().get(request=row, kind=DeadlineKind.EXPIRY)
    assert expiry.due_on == dt.date(2026, 5, 1)
    [event] = [event for event in events_of(feed_of(ann)).values() if event.walk("VALARM")]
    assert event["dtstart"].dt == expiry.due_on - dt.timedelta(days=1)
    assert "Last safe day" in event["description"]
    before = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert before == [dt.timedelta(days=-days, hours=9) for days in (7, 3, 1)]


def test_hours_are_a_moment(ann: User, letter: AssistanceRequest) -> None:
    row = Deadline.objects.open().filter(request=letter).first()
    assert row is not None
    moment = dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)
    Deadline.objects.filter(pk=row.pk).update(soon_from=moment, due_from=moment, late_from=moment)
    starts = [event["dtstart"].dt for event in events_of(feed_of(ann)).values()]
    assert moment in starts


def test_a_moved_date_keeps_its_identity_and_counts_up(ann: User, letter: AssistanceRequest) -> None:
    feed, name = feed_of(ann), f"{letter.reference}: Status enquiry by us"
    before = events_of(feed)[name]
    factories.done(letter, "enquire", by=ann, on=dt.date(2026, 3, 9))
    after = events_of(feed)[name]
    assert after["dtstart"].dt > before["dtstart"].dt
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_programs_are_told_how_often_to_look(ann: User) -> None:
    lines = text_of(feed_of(ann)).decode().splitlines()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines


def test_the_same_rows_give_the_same_bytes(ann: User, letter: AssistanceRequest) -> None:
    feed = feed_of(ann)
    assert text_of(feed) == text_of(feed, NOON + dt.timedelta(hours=3))


def test_what_is_answered_is_gone(ann: User, letter: AssistanceRequest) -> None:
    feed = feed_of(ann)
    row = factories.done(letter, "execute", by=ann, on=dt.date(2026, 3, 9), items=("1",))
    assert not any("Answer" in name for name in events_of(feed))
    factories.done(row, "close", by=ann, on=dt.date(2026, 3, 9))
    assert events_of(feed) == {}


def test_each_sees_only_what_they_are_in_charge_of(
    ann: User, sue: User, office: Office, letter: AssistanceRequest
) -> None:
    ben = factories.user("Ben", role=Role.OFFICER, office=office)
    assert events_of(feed_of(ben)) == {}
    assert events_of(feed_of(sue)) == {}
    services.reassign(letter, ben, by=ann, recorded_at=NOON, seen_version=letter.version)
    assert events_of(feed_of(ann)) == {}
    assert len(events_of(feed_of(ben))) == len(events_of(feed_of(sue, office))) > 0


def test_a_deputy_sees_what_waits_during_the_absence(
    ann: User, office: Office, letter: AssistanceRequest
) -> None:
    ben = factories.user("Ben", role=Role.OFFICER, office=office)
    cy = factories.user("Cy", role=Role.OFFICER, office=office)
    feeds = {name: feed_of(who) for name, who in (("ben", ben), ("cy", cy))}
    last = dt.date(2026, 3, 20)
    accounts.set_deputy(ann, deputy=ben, absent_from=MARCH, absent_until=last, by=ann, at=NOON)
    assert events_of(feeds["ben"])
    accounts.set_deputy(ben, deputy=cy, absent_from=MARCH, absent_until=last, by=ben, at=NOON)
    assert not events_of(feeds["ben"])
    assert events_of(feeds["cy"])
    assert not events_of(feeds["cy"], NOON + dt.timedelta(days=14))


@pytest.mark.parametrize("ended", ["role", "account"])
def test_who_has_left_reads_an_empty_calendar(
    ann: User, sue: User, office: Office, letter: AssistanceRequest, ended: str
) -> None:
    feeds = [feed_of(ann), feed_of(sue, office)]
    assert all(events_of(feed) for feed in feeds)
    if ended == "role":
        Membership.objects.update(until_on=dt.date(2026, 3, 9))
    else:
        User.objects.update(is_active=False)
    assert [events_of(feed) for feed in feeds] == [{}, {}]


def test_a_grant_puts_nobody_in_charge(ann: User, sue: User, letter: AssistanceRequest) -> None:
    feed = feed_of(ann)
    services.grant_access(
        letter,
        factories.user("Tom", role=Role.OFFICER, office=factories.office("PAR")),
        until_on=None,
        by=sue,
        recorded_at=NOON,
        seen_version=letter.version,
    )
    Membership.objects.filter(user=ann).update(office=factories.office("PAR"))
    assert events_of(feed) == {}


def test_imported_history_waits_for_its_adoption(ann: User, letter: AssistanceRequest) -> None:
    AssistanceRequest.objects.update(is_adopted=False)
    assert events_of(feed_of(ann)) == {}


def test_the_number_of_queries_does_not_grow(
    ann: User, sue: User, office: Office, letter: AssistanceRequest
) -> None:
    feed = feed_of(sue, office)
    with CaptureQueriesContext(connection) as few:
        text_of(feed)
    for _ in range(4):
        factories.sent(officer=ann, supervisor=sue, office=office)
    with CaptureQueriesContext(connection) as many:
        text_of(feed)
    assert len(many) == len(few) == 5
