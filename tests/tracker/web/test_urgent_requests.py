"""The page of urgent requests as somebody reads it, its files, its entry of the API, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.web.report_pages import file_of, opened_links, text_of
from tracker.accounts.models import Office, User
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest
from workflows.occurrence import Occurred
from workflows.vocabulary import Role, Urgency

pytestmark = pytest.mark.django_db

PAGE = "/reports/urgent-requests/"
API = "/api/v1/reports/urgent-requests/"
SENT = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def letter(office: Office, urgency: Urgency, hours: float | None, *, to: str = "CN") -> AssistanceRequest:
    """One that was sent by the people of the office, and acknowledged after so many hours if any are given."""
    ann = User.objects.get(email=f"ann.{office.code.lower()}@example.org")
    sue = User.objects.get(email=f"sue.{office.code.lower()}@example.org")
    reason = "" if urgency is Urgency.ROUTINE else "The logs are kept for two days."
    row = factories.opened(
        by=ann, office=office, on=SENT.date(), urgency=urgency.value, urgency_reason=reason, to=to
    )
    row = factories.done(row, "submit", by=ann, on=SENT.date())
    row = factories.done(row, "approve", by=sue, on=SENT.date())
    for action, moment in (("send", SENT), ("acknowledge", SENT + dt.timedelta(hours=hours or 0))):
        if action == "send" or hours is not None:
            row = casework.perform(
                row,
                action,
                by=ann,
                occurred=Occurred.at_moment(moment, "UTC"),
                recorded_at=moment,
                seen_version=row.version,
            )
    return row


@pytest.fixture
def beijing(clock: MovableClock) -> Office:
    """Seven of one's own office, six of them urgent, and an emergency of another office."""
    clock.move_to(factories.moment(dt.date(2026, 3, 12), 12))
    offices = [factories.office(code) for code in ("BEJ", "PAR")]
    for office in offices:
        factories.user(f"Ann {office.code}", role=Role.OFFICER, office=office)
        factories.user(f"Sue {office.code}", role=Role.SUPERVISOR, office=office)
    for hours in (0.5, 2, 3, 30, None):
        letter(offices[0], Urgency.URGENT, hours)
    letter(offices[0], Urgency.EMERGENCY, 0.5)
    letter(offices[0], Urgency.ROUTINE, 4)
    letter(offices[1], Urgency.EMERGENCY, 1)
    return offices[0]


@pytest.fixture
def page(client: Client, beijing: Office) -> Client:
    client.force_login(User.objects.get(email="ann.bej@example.org"))
    return client


def test_every_number_opens_exactly_its_rows(page: Client) -> None:
    assert len(opened_links(page, f"{PAGE}?as_of=2026-03-03")) > 15


def test_the_page_says_how_many_and_how_soon_and_nothing_of_other_offices(page: Client) -> None:
    words = text_of(page, PAGE)
    assert "86 % were urgent, 6 of 7 sent; 1 of them emergencies. 1 wait for a first act." in words
    assert "Half were acted on within 2.0 hours (of 6 with hours)." in words


def test_words_of_the_program_stand_in_its_files_and_not_on_the_page(page: Client) -> None:
    assert ["Routine", "routine"] in [line[:2] for line in file_of(page, "/reports/urgent-requests.csv")]
    words = text_of(page, PAGE)
    assert "Routine 1 " in words
    assert "Routine routine" not in words


def test_the_file_and_the_program_have_the_same_rows(page: Client) -> None:
    lines = file_of(page, "/reports/urgent-requests.csv")
    classes, rows, hours = program(User.objects.get(email="ann.bej@example.org")).get(API).json()["tables"]
    assert [one["key"] for one in (classes, rows, hours)] == ["classes", "rows", "hours"]
    told = {value["key"]: value["value"] for value in classes["totals"][0]["values"]}
    assert [told[key] for key in ("sent", "acted", "waiting", "timed", "median_hours")] == [6, 5, 1, 6, 2.0]
    shown = next(line for line in lines if line[0:1] == ["Urgent and emergencies"])
    assert "6" in shown
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/urgent-requests.{ending}").status_code == 200


def test_what_the_register_keeps_the_program_keeps(page: Client) -> None:
    ann = program(User.objects.get(email="ann.bej@example.org"))
    for query, number in (("acted=any", 6), ("acted=yes", 5), ("acted=waiting", 1), ("acted=ended", 0)):
        assert len(ann.get(f"/api/v1/requests/?{query}").json()["results"]) == number, query
        assert page.get(f"/register/?{query}").status_code == 200


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, beijing: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(PAGE)
    with django_assert_max_num_queries(14):
        page.get(f"{PAGE}?by=jurisdiction")
    for place in range(3):
        letter(beijing, Urgency.URGENT, place, to=f"X{place}")
    with django_assert_max_num_queries(14):
        page.get(f"{PAGE}?by=jurisdiction")
