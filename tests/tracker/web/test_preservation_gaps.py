"""The page of preservation coverage as somebody reads it, its files, its entry of the API, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.kept import CONFIRMED, EXPIRES, kept
from tests.tracker.web.report_pages import file_of, opened_links, text_of
from tracker.accounts.models import Office, User

pytestmark = pytest.mark.django_db

PAGE = "/reports/preservation-gaps/"
API = "/api/v1/reports/preservation-gaps/"


@pytest.fixture
def beijing(clock: MovableClock) -> Office:
    """Nine preservations of one's own office and one of another."""
    clock.move_to(factories.moment(dt.date(2026, 3, 12), 12))
    office = factories.office("BEJ")
    kept(factories.office("PAR"))
    for _number in range(4):
        kept(office, production_sent_on=CONFIRMED, production_received_on=EXPIRES)
    kept(office, production_sent_on=CONFIRMED)
    kept(office, renewals=2)
    kept(office, dt.date(2026, 7, 9))
    kept(office, dt.date(2026, 7, 9), production_sent_on=CONFIRMED, production_received_on=CONFIRMED)
    kept(office, ended_on=CONFIRMED)
    return office


def test_every_number_opens_exactly_its_rows(page: Client) -> None:
    assert len(opened_links(page, f"{PAGE}?expiry_from=2026-01-01&expiry_until=2026-12-31")) > 20


def test_the_page_says_both_rates_and_what_still_runs(page: Client) -> None:
    words = text_of(page, PAGE)
    assert "67 % had a production request received before expiry, 4 of 6 expired or due" in words
    assert "83 % had one sent before expiry, 5 of 6. 1 still run without one." in words
    assert "2 renewals of 9 preserved." in words
    assert "Days of gap" in words


def test_the_file_and_the_program_have_the_same_rows(page: Client, ann: User) -> None:
    lines = file_of(page, "/reports/preservation-gaps.csv")
    whole = next(line for line in lines if line[:1] == ["All"])
    (coverage, gaps, renewals) = program(ann).get(API).json()["tables"]
    assert [table["key"] for table in (coverage, gaps, renewals)] == ["coverage", "gaps", "renewals"]
    told = {value["key"]: value["value"] for value in coverage["totals"][0]["values"]}
    assert [told[key] for key in ("due", "sent", "received", "running")] == [6, 5, 4, 1]
    assert whole[2:5] == ["6", "5", "0.833333"]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/preservation-gaps.{ending}").status_code == 200


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, beijing: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(PAGE)
    with django_assert_max_num_queries(14):
        page.get(f"{PAGE}?by=jurisdiction")
    for place in range(4):
        kept(beijing, renewals=place, to=factories.jurisdiction(f"X{place}"))
    with django_assert_max_num_queries(14):
        page.get(f"{PAGE}?by=jurisdiction")
