"""Calendar feeds: made and revoked on the pages, read by whoever has the address."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, text, world
from tracker.accounts import services
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, CalendarFeed, FeedUse, User
from tracker.accounts.services.tokens import digest_of
from tracker.redaction import WithoutSecrets
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"http://testserver(/calendar/(mlac_[A-Za-z0-9_-]{43})\.ics)")


@pytest.fixture
def place(client: Client, clock: MovableClock) -> World:
    cache.clear()
    return world(client, clock)


def made(place: World, who: User | None = None, office: str = "-") -> tuple[str, str]:
    """The address and the secret of a new feed."""
    answer = place.post("feeds", as_=who, data={"whose": office, "identity": str(uuid4())})
    assert answer.status_code == 200
    [(address, secret)] = ADDRESS.findall(text(answer))
    return address, secret


def read(address: str, **headers: Any) -> Any:
    return Client().get(address, **headers)


class TestMaking:
    def test_the_address_is_shown_once_and_kept_nowhere(self, place: World) -> None:
        _address, secret = made(place)
        feed = CalendarFeed.objects.get()
        assert feed.digest == digest_of(secret)
        kept = [str(value) for row in CalendarFeed.objects.values() for value in row.values()]
        kept += [str(event.data) for event in AccountEvent.objects.all()]
        kept += [text(place.get("feeds")), text(place.get("feed", feed.uuid))]
        assert not any(secret[9:] in value for value in kept)
        assert AccountEvent.objects.filter(kind=AccountEventKind.FEED_MADE).count() == 1

    def test_the_same_form_twice_makes_one(self, place: World) -> None:
        form = {"whose": "-", "identity": str(uuid4())}
        assert place.post("feeds", data=form)["Cache-Control"] == "no-store"
        again = place.client.post(reverse("feeds"), form, follow=True)
        assert not ADDRESS.search(text(again))
        assert CalendarFeed.objects.count() == 1

    def test_only_supervisors_make_those_of_an_office(self, place: World) -> None:
        form = {"whose": "BEJ", "identity": str(uuid4())}
        assert place.post("feeds", data=form).status_code == 422
        assert not CalendarFeed.objects.exists()
        made(place, place.supervisor, "BEJ")
        assert CalendarFeed.objects.get().office == place.office

    def test_twenty_are_enough(self, place: World) -> None:
        for _ in range(20):
            services.make_feed(by=place.officer, at=factories.RECORDED_AT)
        answer = place.post("feeds", data={"whose": "-", "identity": str(uuid4())})
        assert answer.status_code == 422
        assert "Revoke one first" in text(answer)


class TestRevoking:
    def test_there_is_no_calendar_afterwards(self, place: World) -> None:
        address, _secret = made(place)
        assert read(address).status_code == 200
        feed = CalendarFeed.objects.get()
        for _ in range(2):
            assert place.post("feed_revoke", feed.uuid).status_code == 302
        assert read(address).status_code == 404
        assert AccountEvent.objects.filter(kind=AccountEventKind.FEED_REVOKED).count() == 1
        assert list(FeedUse.objects.order_by("pk").values_list("status", flat=True)) == [200, 404]

    def test_those_of_others_do_not_exist(self, place: World) -> None:
        made(place)
        feed = CalendarFeed.objects.get()
        for who in (place.supervisor, place.stranger):
            assert place.get("feed", feed.uuid, as_=who).status_code == 404
            assert place.post("feed_revoke", feed.uuid, as_=who).status_code == 404
        assert read(reverse("feeds")).status_code == 302

    def test_another_supervisor_ends_that_of_the_office(self, place: World) -> None:
        address, _secret = made(place, place.supervisor, "BEJ")
        other = factories.user("Uma", role=Role.SUPERVISOR, office=place.office)
        assert place.post("feed_revoke", CalendarFeed.objects.get().uuid, as_=other).status_code == 302
        assert read(address).status_code == 404


class TestReading:
    def test_without_signing_in_and_not_kept_on_the_way(self, place: World) -> None:
        row = place.sent(on=dt.date(2026, 6, 1))
        address, _secret = made(place)
        answer = read(address, REMOTE_ADDR="203.0.113.7")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "no-store"
        assert row.reference in answer.content.decode()
        use = FeedUse.objects.get()
        assert (use.status, use.client) == (200, "203.0.113.7")
        assert CalendarFeed.objects.get().last_used_at is not None
        assert "203.0.113.7" in text(place.get("feed", use.feed.uuid))

    def test_what_the_program_has_is_not_sent_again(self, place: World) -> None:
        row = place.sent(on=dt.date(2026, 6, 1))
        address, _secret = made(place)
        etag = read(address)["ETag"]
        again = read(address, HTTP_IF_NONE_MATCH=etag)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "no-store"
        factories.done(row, "enquire", by=place.officer, on=dt.date(2026, 6, 11))
        assert read(address, HTTP_IF_NONE_MATCH=etag).status_code == 200

    def test_a_secret_that_is_none_is_404(self, place: World) -> None:
        assert read("/calendar/mlac_nothing.ics").status_code == 404
        assert not FeedUse.objects.exists()
        assert Client().post(made(place)[0]).status_code == 405

    def test_whoever_asks_too_often_waits(self, place: World, settings: Any, clock: MovableClock) -> None:
        settings.CALENDAR_READS_AN_HOUR = 2
        address, _secret = made(place)
        answers = [read(address) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1]["Retry-After"]) <= 3600
        assert [read("/calendar/mlac_x.ics").status_code for _ in range(3)] == [404, 404, 429]
        clock.advance(hours=1)
        assert read(address).status_code == 200
        assert sorted(FeedUse.objects.values_list("status", flat=True)) == [200, 200, 200, 429]

    def test_nobody_reads_unrecorded(self, place: World, monkeypatch: pytest.MonkeyPatch) -> None:
        address, _secret = made(place)

        def fail(*_given: object, **_more: object) -> None:
            raise DatabaseError

        monkeypatch.setattr(services, "record_feed_use", fail)
        with pytest.raises(DatabaseError):
            read(address)

    def test_the_secret_stays_out_of_the_log(self) -> None:
        line = logging.LogRecord(
            "django.request", 30, "", 1, "Not Found: %s", ("/calendar/mlac_abc.ics",), None
        )
        assert WithoutSecrets().filter(line)
        assert line.getMessage() == "Not Found: /calendar/…"
        assert any(isinstance(entry, WithoutSecrets) for entry in logging.getLogger("django.request").filters)
