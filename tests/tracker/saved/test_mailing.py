"""A view by mail: once a week where its reader is, counted as its reader sees, and without a word about a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world
from tracker.accounts.models import Membership, User
from tracker.casework.filters import CaseFilter
from tracker.casework.viewer import Viewer
from tracker.jobs import tasks
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.reminders import services as reminders
from tracker.saved import services
from tracker.saved.models import SavedView, ViewMail, ViewMailing, Weekday
from tracker.saved.queries import asked_by
from tracker.saved.services import Question, save_view
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
"""A Monday."""
OPEN = Question(rows=CaseFilter(state="open", q="letter"), sort="late")
HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def world(clock: MovableClock) -> World:
    world = make_world(clock)
    world.sent(on=MARCH, title="Letter of Beijing")
    factories.opened(by=world.stranger, office=world.elsewhere, on=MARCH, title="Letter of Paris")
    return world


@pytest.fixture
def view(world: World) -> SavedView:
    viewer = Viewer(user=world.officer, at=NOON)
    found = save_view(viewer, "Operation Nightjar", OPEN, office=world.beijing)
    services.mail_weekly(viewer, found, on=Weekday.TUESDAY)
    return found


def sent(at: dt.datetime) -> int:
    return reminders.deliver(at=at, others={MailKind.VIEW: partial(services.prepare, at=at)})


def tuesday(hour: int, zone: str = "UTC") -> dt.datetime:
    return dt.datetime(2026, 3, 10, hour, tzinfo=ZoneInfo(zone))


def test_it_comes_once_a_week_however_often_and_late_it_is_looked(
    view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    looked = [services.queue_due(at=tuesday(0) + hour * HOUR) for hour in range(24 * 20)]
    assert [index for index, number in enumerate(looked) if number] == [7, 7 + 24 * 7, 7 + 24 * 14]
    for _time in range(2):
        sent(tuesday(7) + 3 * WEEK)
    assert len(mailoutbox) == 3
    assert len({str(mail.message()["Message-ID"]) for mail in mailoutbox}) == 3


def test_it_comes_at_seven_where_its_reader_is(world: World, view: SavedView) -> None:
    User.objects.filter(pk=world.officer.pk).update(time_zone="Asia/Tokyo")
    assert services.queue_due(at=tuesday(7, "Asia/Tokyo") - dt.timedelta(seconds=1)) == 0
    assert services.queue_due(at=tuesday(7, "Asia/Tokyo")) == 1
    assert ViewMailing.objects.get().week == dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/New_York", dt.date(2026, 3, 8)),
        ("America/New_York", dt.date(2026, 11, 1)),
        ("Europe/Berlin", dt.date(2026, 3, 29)),
        ("Europe/Berlin", dt.date(2026, 10, 25)),
        ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
        ("Pacific/Kiritimati", dt.date(2026, 3, 29)),
        ("Pacific/Pago_Pago", dt.date(2026, 3, 29)),
    ],
)
def test_it_comes_at_seven_also_when_the_clocks_change(
    world: World, view: SavedView, zone: str, first: dt.date
) -> None:
    """On the Sunday itself and the next; looked each hour, from four days before."""
    User.objects.filter(pk=world.officer.pk).update(time_zone=zone)
    services.mail_weekly(Viewer(user=world.officer, at=NOON - 3 * WEEK), view, on=Weekday.SUNDAY)
    begun = dt.datetime.combine(first, dt.time(7), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) - 96 * HOUR
    ViewMail.objects.update(created_at=begun)
    moments = [begun + hour * HOUR for hour in range(96 + 8 * 24)]
    came = [at.astimezone(ZoneInfo(zone)) for at in moments if services.queue_due(at=at)]
    assert [at.date() for at in came] == [first, first + WEEK]
    assert {(at.hour, at.weekday()) for at in came} == {(7, 6)}


def test_looking_again_asks_as_little_whatever_has_been_mailed(
    world: World, view: SavedView, django_assert_num_queries: Any
) -> None:
    for reader in (world.officer, world.supervisor):
        services.mail_weekly(Viewer(user=reader, at=NOON), view, on=Weekday.TUESDAY)
    assert services.queue_due(at=tuesday(7)) == 2
    with django_assert_num_queries(2):
        assert services.queue_due(at=tuesday(8)) == 0


def test_neither_its_mail_nor_its_page_asks_more_of_many_requests(world: World, view: SavedView) -> None:
    client = Client()
    client.force_login(world.officer)

    def asked(week: int) -> tuple[int, int]:
        services.queue_due(at=tuesday(7) + week * WEEK)
        with CaptureQueriesContext(connection) as mailed:
            assert sent(tuesday(8) + week * WEEK) == 1
        with CaptureQueriesContext(connection) as read:
            page = client.get(reverse("saved_view", args=[view.uuid]), follow=True)
        assert page.status_code == 200
        return len(mailed), len(read)

    asked(0)
    few = asked(1)
    for number in range(9):
        world.sent(on=MARCH, title=f"Letter {number}")
    assert asked(2) == few


def test_a_shared_view_that_was_changed_meanwhile_is_counted_as_it_is(
    world: World, view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    services.mail_weekly(Viewer(user=world.supervisor, at=NOON), view, on=Weekday.TUESDAY)
    services.queue_due(at=tuesday(7))
    none = Question(rows=CaseFilter(state="closed"))
    save_view(Viewer(user=world.officer, at=NOON), view.name, none, office=world.beijing)
    User.objects.filter(pk=world.officer.pk).update(is_active=False)
    sent(tuesday(8))
    [mail] = mailoutbox
    assert mail.to == [world.supervisor.email], "it is shared, whoever made it; nobody mails whoever has left"
    assert "shows you 0 requests." in mail.body


def test_a_view_that_is_shared_no_more_is_not_sent_to_others(
    world: World, view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    services.mail_weekly(Viewer(user=world.supervisor, at=NOON), view, on=Weekday.TUESDAY)
    services.queue_due(at=tuesday(7))
    save_view(Viewer(user=world.officer, at=NOON), view.name, OPEN, office=None)
    sent(tuesday(8))
    assert [mail.to for mail in mailoutbox] == [[world.officer.email]]


def test_a_week_that_has_gone_by_is_not_made_up_for(view: SavedView) -> None:
    assert services.queue_due(at=tuesday(7) + 3 * WEEK) == 1
    assert ViewMailing.objects.get().week == dt.date(2026, 3, 30)


def test_what_was_asked_for_after_the_morning_begins_next_week(world: World, view: SavedView) -> None:
    viewer = Viewer(user=world.officer, at=tuesday(8))
    services.mail_weekly(viewer, view, on=Weekday.TUESDAY)
    assert services.queue_due(at=tuesday(9)) == 0
    assert services.queue_due(at=tuesday(7) + WEEK) == 1


def test_it_tells_numbers_and_a_way_and_nothing_else(
    world: World, view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    at = tuesday(7) + 30 * WEEK
    services.queue_due(at=at)
    sent(at)
    [mail] = mailoutbox
    assert mail.to == [world.officer.email]
    assert "shows you 1 request." in mail.body
    assert "/register/views/\n" in f"{mail.body}\n"
    assert "1 of them is overdue." in mail.body
    assert reverse("saved_view", args=[view.uuid]) in mail.body
    for word in ("Nightjar", "letter", "Letter", "Beijing", "BEJ-"):
        assert word not in mail.body + str(mail.subject)
    client = Client()
    client.force_login(world.officer)
    assert (
        client.get(reverse("saved_view", args=[view.uuid]))["Location"]
        == f"{reverse('register')}?{view.query}"
    )


def stopped(world: World, view: SavedView) -> None:
    services.stop_mail(Viewer(user=world.officer, at=NOON), view)


def forgotten(_world: World, view: SavedView) -> None:
    services.forget_view(view)


def not_active(world: World, _view: SavedView) -> None:
    User.objects.filter(pk=world.officer.pk).update(is_active=False)


@pytest.mark.parametrize("happened", [stopped, forgotten, not_active])
def test_what_is_wanted_no_more_is_not_sent(
    world: World,
    view: SavedView,
    mailoutbox: list[EmailMultiAlternatives],
    happened: Callable[[World, SavedView], None],
) -> None:
    services.queue_due(at=tuesday(7))
    happened(world, view)
    sent(tuesday(8))
    assert mailoutbox == []
    assert OutboxMessage.objects.get().state == MailState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_what_is_forgotten_while_somebody_asks_for_its_mail_is_not_found(
    world: World, view: SavedView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgotten_first(viewer: Viewer, view: SavedView, *, on: Weekday) -> ViewMail | None:
        services.forget_view(SavedView.objects.get(pk=view.pk))
        return services.mail_weekly(viewer, view, on=on)

    for module in ("tracker.web.lists.views", "tracker.api.saved.views"):
        monkeypatch.setattr(f"{module}.mail_weekly", forgotten_first)
    client = Client()
    client.force_login(world.officer)
    other = save_view(Viewer(user=world.officer, at=NOON), "Second", OPEN, office=None)
    assert client.post(reverse("saved_view_mail", args=[view.uuid]), {"weekday": "4"}).status_code == 404
    one = f"/api/v1/views/{other.uuid}/mail/"
    assert client.put(one, {"weekday": 2}, content_type="application/json").status_code == 404
    assert not ViewMail.objects.exists()


def test_whoever_left_the_office_gets_no_more_of_what_it_shares(
    world: World, view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    colleague = factories.user("Cleo Colleague", role=Role.OFFICER, office=world.beijing)
    stopped(world, view)
    services.mail_weekly(Viewer(user=colleague, at=NOON), view, on=Weekday.TUESDAY)
    services.queue_due(at=tuesday(7))
    Membership.objects.filter(user=colleague).update(until_on=dt.date(2026, 3, 9))
    sent(tuesday(8))
    assert mailoutbox == []


def test_quiet_hours_are_kept(
    world: World, view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    User.objects.filter(pk=world.officer.pk).update(quiet_from=dt.time(20), quiet_until=dt.time(9))
    services.queue_due(at=tuesday(7))
    sent(tuesday(8))
    assert mailoutbox == []
    sent(tuesday(9))
    assert len(mailoutbox) == 1


def test_the_tasks_do_it(
    clock: MovableClock, view: SavedView, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    clock.move_to(tuesday(8))
    for _time in range(2):
        tasks.mail_views()
        tasks.send_outbox()
    assert len([mail for mail in mailoutbox if "view" in str(mail.subject)]) == 1


def test_every_filter_is_read_back() -> None:
    rows = CaseFilter(
        q="a b", state="open", owing="answers", owing_days=3, still_days=0, year=2026, opened_from=MARCH,
        closed_until=MARCH, as_of=MARCH, jurisdiction="CN",
    )  # fmt: skip
    told = asked_by(SavedView(query=Question(rows=rows, sort="late", columns=["title"]).query))
    assert (told.rows, told.unknown) == (rows, ())


@pytest.mark.parametrize(
    "lost", ["colour=red", "state=asleep", "channel=pigeon", "as_of=soon", "officer=Ann"]
)
def test_of_what_is_not_known_any_more_nothing_is_counted(
    world: World, view: SavedView, mailoutbox: list[EmailMultiAlternatives], lost: str
) -> None:
    SavedView.objects.filter(pk=view.pk).update(query=f"q=letter&{lost}&sort=late&column=title")
    services.queue_due(at=tuesday(7))
    sent(tuesday(8))
    [mail] = mailoutbox
    assert "A filter of the view is not known to the program any more." in mail.body
    assert "shows you" not in mail.body
    assert reverse("saved_view", args=[view.uuid]) in mail.body
    assert not any(part in mail.body for part in lost.split("="))


@pytest.mark.parametrize("weekday", [0, 7])
def test_what_must_never_be(world: World, view: SavedView, weekday: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ViewMail.objects.create(view=view, reader=world.officer, weekday=weekday, created_at=NOON)


def test_pages_and_api_set_and_stop_it(world: World, view: SavedView) -> None:
    client = Client()
    client.force_login(world.supervisor)
    address = reverse("saved_view_mail", args=[view.uuid])
    assert client.post(address, {"weekday": "4"})["Location"] == reverse("saved_views")
    assert ViewMail.objects.get(reader=world.supervisor).weekday == Weekday.FRIDAY
    assert '<option value="4" selected>' in client.get(reverse("saved_views")).content.decode()
    client.post(address, {"weekday": ""})
    assert not ViewMail.objects.filter(reader=world.supervisor).exists()
    one = f"/api/v1/views/{view.uuid}/mail/"
    asked: dict[str, Any] = {"weekday": 2}
    assert client.put(one, asked, content_type="application/json").json() == asked
    assert client.put(one, {"weekday": 9}, content_type="application/json").status_code == 422
    assert client.delete(one).status_code == 204
    assert not ViewMail.objects.filter(reader=world.supervisor).exists()
    other = Client()
    other.force_login(world.stranger)
    assert other.post(address, {"weekday": "4"}).status_code == 404
    assert other.put(one, asked, content_type="application/json").status_code == 404
    assert other.get(reverse("saved_view", args=[view.uuid])).status_code == 404
