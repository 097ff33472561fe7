"""The log as auditors read it: everything that was recorded in their offices, nothing of what it says."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import MARCH, World, fresh, text, world
from tracker import append_only
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest, Event
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

INDEX_QUERIES = 9


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


@pytest.fixture
def auditor(beijing: World) -> User:
    return factories.user("Sam Auditor", role=Role.AUDITOR, office=beijing.office)


@pytest.fixture
def letter(beijing: World) -> AssistanceRequest:
    row = beijing.sent(title="Server logs of the nightmarket", facts="Wei Zhang sold data.")
    return factories.done(
        row, "note", by=beijing.officer, on=MARCH, texts={"note": "The ministry was called."}
    )


def test_an_auditor_reads_who_did_what_and_nothing_of_the_case(
    beijing: World, auditor: User, letter: AssistanceRequest
) -> None:
    index = text(beijing.get("log", as_=auditor))
    assert letter.reference in index
    assert reverse("log_of", args=[letter.uuid]) in index
    page = text(beijing.get("log_of", letter.uuid, as_=auditor))
    for words in ("Submitted for approval", "Approved", "Sue Supervisor", "Every entry is as it was written"):
        assert words in page
    for content in ("nightmarket", "Wei Zhang", "The ministry was called."):
        assert content not in index + page


def test_when_it_was_recorded_is_told_by_the_clock_of_the_reader(
    beijing: World, letter: AssistanceRequest
) -> None:
    far = factories.user(
        "Hiro Auditor", role=Role.AUDITOR, office=beijing.office, time_zone="Pacific/Kiritimati"
    )
    last = Event.objects.filter(request=letter).latest("sequence").recorded_at
    there = date_format(last.astimezone(ZoneInfo(far.time_zone)), "DATETIME_FORMAT")
    page = text(beijing.get("log_of", letter.uuid, as_=far))
    assert there in page
    assert date_format(last.astimezone(dt.UTC), "DATETIME_FORMAT") not in page


def test_only_the_offices_that_one_audits(beijing: World, auditor: User) -> None:
    elsewhere = factories.opened(by=beijing.stranger, office=beijing.stranger.memberships.get().office)
    assert elsewhere.reference not in text(beijing.get("log", as_=auditor))
    assert beijing.get("log_of", elsewhere.uuid, as_=auditor).status_code == 404


def test_to_others_the_log_does_not_exist(beijing: World, letter: AssistanceRequest) -> None:
    admin = factories.user("Ada Admin", role=Role.ADMINISTRATOR, office=beijing.office)
    for user in (beijing.officer, beijing.supervisor, admin):
        assert beijing.get("log", as_=user).status_code == 404
        assert beijing.get("log_of", letter.uuid, as_=user).status_code == 404
        assert reverse("log") not in text(beijing.get("register", as_=user))
    beijing.client.logout()
    assert beijing.client.get(reverse("log")).status_code == 302


def test_what_was_changed_is_said(beijing: World, auditor: User, letter: AssistanceRequest) -> None:
    append_only.remove(connection)
    Event.objects.filter(request=letter, sequence=2).update(action="approve")
    page = text(beijing.get("log_of", letter.uuid, as_=auditor))
    append_only.install(connection)
    assert "This log does not hold:" in page
    assert "entry 2: it was changed" in page


def test_the_register_tells_an_auditor_why_it_is_empty(beijing: World, auditor: User) -> None:
    page = text(beijing.get("register", as_=auditor))
    assert "No requests that you may see" in page
    assert reverse("request_new") not in page.partition('id="main"')[2]


def test_a_log_is_found_by_a_part_of_its_reference(
    beijing: World, auditor: User, letter: AssistanceRequest
) -> None:
    other = beijing.opened()
    beijing.client.force_login(auditor)
    found = text(beijing.client.get(reverse("log"), {"q": letter.reference[-4:]}))
    assert letter.reference in found
    assert other.reference not in found
    assert "No log fits" in text(beijing.client.get(reverse("log"), {"q": "a\x00b"}))


def test_pages_of_the_log_turn(
    beijing: World, auditor: User, letter: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.log.PAGE_SIZE", 1)
    other = fresh(beijing.opened())
    first = text(beijing.get("log", as_=auditor))
    assert other.reference in first
    assert letter.reference not in first
    assert 'rel="next"' in first


def test_the_index_takes_a_fixed_number_of_queries(
    beijing: World, auditor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _request in range(3):
        beijing.opened()
    beijing.client.force_login(auditor)
    with django_assert_num_queries(INDEX_QUERIES):
        beijing.client.get(reverse("log"))
