"""Time to answer as it is read: page, picture in words, file and API, of the published letters and by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import received, ten_letters
from tests.tracker.web.report_pages import counted_links, opened_links, rows_of, table_of, text_of
from tracker.accounts.models import Office, User
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
PAGE = "/reports/time-to-answer/"
CSV = "/reports/time-to-answer.csv"
IN_2010 = "sent_from=2010-01-01&sent_until=2010-12-31&as_of=2011-12-31"


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ")


def test_the_ten_letters_on_the_page_in_the_file_and_over_the_api(
    page: Client, ann: User, beijing: Office
) -> None:
    ten_letters(beijing)
    words = text_of(page, f"{PAGE}?{IN_2010}")
    assert "longer than observed until half of all sent have an answer" in words
    assert "2 of 10 have one, and 8 still open count for as long as they have waited" in words
    by_days = {row[0]: row[1:] for row in table_of(page, f"{PAGE}?{IN_2010}")}
    assert by_days["Within 90 days"][1].startswith("0 % (0–")
    assert by_days["Within 180 days"][1:3] == ["20 % (6–51)", "20 % (6–51)"]
    in_file = {row["Since sending"]: row for row in rows_of(page, f"{CSV}?{IN_2010}")}
    assert (in_file["Within 180 days"]["Answer"], in_file["Within 180 days"]["Still waiting"]) == (
        "0.2",
        "0.8",
    )
    answer = program(ann).get(f"/api/v1/reports/time-to-answer/?{IN_2010}").json()
    curve = next(table for table in answer["tables"] if table["key"] == "curve")
    half_a_year = next(row for row in curve["rows"] if row["title"] == "Within 180 days")
    assert {one["key"]: one["value"] for one in half_a_year["values"]}["answer"] == 0.2


def test_ninety_requests_received(client: Client) -> None:
    """Of the published ninety 34 were answered, 9 withdrawn, referred or refused, 47 open."""
    jersey = factories.office("JER", own="JE", host="JE")
    client.force_login(factories.user("Jo", role=Role.OFFICER, office=jersey))
    received(jersey)
    year = "sent_from=2020-01-01&sent_until=2020-12-31&as_of=2020-12-31&by=direction"
    words = text_of(client, f"{PAGE}?{year}")
    assert "34 of 90 have one, and 47 still open count for as long as they have waited" in words
    assert "90 Sent 34 Answered 0 Of them refused 9 Withdrawn" in words


def test_each_number_opens_its_rows(page: Client, beijing: Office) -> None:
    ten_letters(beijing)
    assert len(opened_links(page, PAGE)) > 5


def test_the_curve_speaks_and_is_not_styled_inline(page: Client, beijing: Office) -> None:
    ten_letters(beijing)
    html = page.get(PAGE).content.decode()
    chart = html[html.index('class="chart"') : html.index("</figure>")]
    assert 'aria-label="Answer: within 90 days 0 %, within 365 days 20 %."' in chart
    assert "style=" not in chart


def test_strangers_and_other_offices_see_none_of_it(client: Client, beijing: Office) -> None:
    ten_letters(beijing)
    assert client.get(PAGE).status_code == 302
    client.force_login(factories.user("Gus", role=Role.OFFICER, office=factories.office("KYI")))
    words = text_of(client, PAGE)
    assert "Nothing to count yet" in words
    assert "China" not in words


def test_auditors_get_figures_but_no_rows(client: Client, beijing: Office) -> None:
    ten_letters(beijing)
    client.force_login(factories.user("Eve", role=Role.AUDITOR, office=beijing))
    assert "10 Sent" in text_of(client, PAGE)
    assert not list(counted_links(client, PAGE))


@pytest.mark.parametrize("query", ["age=-1", "age=3651", "age=old", "than_from=2020-01-01", "by=outcome"])
def test_what_cannot_be_asked_is_refused(ann: User, query: str) -> None:
    assert program(ann).get(f"/api/v1/reports/time-to-answer/?{query}").status_code == 422


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ten_letters(beijing)
    page.get(PAGE)
    with django_assert_num_queries(13):
        page.get(f"{PAGE}?by=jurisdiction")
    fact(beijing, TODAY, to=factories.jurisdiction("EE"))
    with django_assert_num_queries(13):
        page.get(f"{PAGE}?by=jurisdiction&age=45")
