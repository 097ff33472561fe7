"""Records of traffic go with their age; the logs stay, and the databases refuse what is young."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world, program
from tracker.accounts.models import AccountEvent, ApiToken, CalendarFeed, FeedUse, TokenUse
from tracker.accounts.services import forgetting, make_feed
from tracker.casework.models import Event
from tracker.enquiries.models import EnquiryLetter, EnquiryRun
from tracker.enquiries.services import write_waiting
from tracker.environment import env_days
from tracker.jobs import tasks
from tracker.outbox.models import OutgoingState, Webhook, WebhookDelivery
from tracker.wakeups import Wakeup

pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(dt.UTC)
"""The databases go by their own clock."""


def ago(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


@pytest.fixture
def world(clock: MovableClock) -> World:
    made = make_world(clock)
    clock.move_to(NOW)
    return made


@pytest.fixture
def token(world: World) -> ApiToken:
    program(world.officer)
    return ApiToken.objects.get()


def used(token: ApiToken, *days: int) -> None:
    for one in days:
        TokenUse.objects.create(token=token, at=ago(one), method="GET", path="/api/v1/me/", status=200)


def test_uses_go_after_the_days_that_are_set(token: ApiToken, settings: Settings) -> None:
    used(token, 400, 366, 364, 100, 1)
    logged = AccountEvent.objects.count()
    tasks.forget_traces()
    assert sorted((NOW - use.at).days for use in TokenUse.objects.all()) == [1, 100, 364]
    settings.KEEP_DAYS = 90
    tasks.forget_traces()
    assert [(NOW - use.at).days for use in TokenUse.objects.all()] == [1]
    assert AccountEvent.objects.count() == logged


def test_readings_of_feeds_go_too(world: World) -> None:
    make_feed(by=world.officer, at=NOW)
    feed = CalendarFeed.objects.get()
    for days in (500, 2):
        FeedUse.objects.create(feed=feed, at=ago(days), status=200)
    tasks.forget_traces()
    assert [(NOW - use.at).days for use in FeedUse.objects.all()] == [2]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM tracker_tokenuse", "UPDATE tracker_tokenuse SET status = 1"]
)
def test_what_is_young_is_refused_by_the_database(token: ApiToken, statement: str) -> None:
    used(token, 400, 80)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert TokenUse.objects.count() == 2


def test_what_is_old_is_removed_and_never_changed(token: ApiToken) -> None:
    used(token, 400)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TokenUse.objects.update(status=1)
    assert TokenUse.objects.all().delete()[0] == 1


def test_deliveries_go_but_those_that_wait(world: World) -> None:
    row = world.opened()
    hook = Webhook.objects.create(
        office=world.beijing, url="https://example.org/", owner=world.officer, created_at=NOW
    )
    events = Event.objects.filter(request=row)
    for state, days in (("sent", 400), ("failed", 400), ("queued", 400), ("sent", 2)):
        WebhookDelivery.objects.create(
            webhook=hook, state=state, created_at=ago(days), next_attempt_at=ago(days),
            sent_at=ago(days) if state == "sent" else None,
        )  # fmt: skip
    before = events.count()
    tasks.forget_traces()
    left = {(one.state, (NOW - one.created_at).days) for one in WebhookDelivery.objects.all()}
    assert left == {(OutgoingState.QUEUED, 400), (OutgoingState.SENT, 2)}
    assert events.count() == before


def test_files_of_old_letters_go_and_what_was_asked_for_stays(world: World, clock: MovableClock) -> None:
    clock.move_to(factories.moment(dt.date(2026, 3, 9), 12))
    row = world.sent(on=dt.date(2026, 2, 5))
    client: Any = program(world.officer)
    made = client.post("/api/v1/enquiries/", {"requests": [str(row.uuid)]}, format="json").json()
    write_waiting(at=factories.moment(dt.date(2026, 3, 9), 13))
    paths = [name for one in EnquiryLetter.objects.all() for name in (str(one.docx), str(one.pdf))]
    clock.move_to(factories.moment(dt.date(2027, 3, 1)))
    tasks.forget_traces()
    assert all(default_storage.exists(path) for path in paths)
    clock.move_to(factories.moment(dt.date(2027, 3, 10)))
    tasks.forget_traces()
    assert len(paths) == 4
    assert not any(default_storage.exists(path) for path in paths)
    run = EnquiryRun.objects.get(uuid=made["uuid"])
    assert (run.state, run.lines.count()) == ("done", 1)


def test_a_batch_is_followed_by_the_next(token: ApiToken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    seen: list[Wakeup] = []
    monkeypatch.setattr(tasks, "wake_on_commit", seen.append)
    used(token, 500, 400, 399, 1)
    for left in (2, 1, 1):
        tasks.forget_traces()
        assert TokenUse.objects.count() == left
    assert seen == [Wakeup.FORGET_TRACES] * 2


def test_nobody_is_let_forget_sooner_than_the_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEP_DAYS", "30")
    with pytest.raises(ImproperlyConfigured, match="at least 90 days"):
        env_days("KEEP_DAYS", 365)
    monkeypatch.setenv("KEEP_DAYS", "90")
    assert env_days("KEEP_DAYS", 365) == 90
