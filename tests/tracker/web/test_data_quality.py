"""The page of data quality as somebody reads it, its files, its entry of the API, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import carry, fact
from tests.tracker.web.report_pages import file_of, opened_links, text_of
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Direction, OffenceCategory, Role

pytestmark = pytest.mark.django_db

PAGE = "/reports/data-quality/"
API = "/api/v1/reports/data-quality/"
SENT = dt.date(2026, 1, 5)


@pytest.fixture
def beijing(clock: MovableClock) -> Office:
    """Six requests of one's own office, one of them with late entries, and one of another."""
    clock.move_to(factories.moment(dt.date(2026, 3, 12), 12))
    office = factories.office("BEJ")
    fact(factories.office("PAR"), SENT)
    for _number in range(3):
        fact(office, SENT, offences=(OffenceCategory.FRAUD,))
    fact(office, SENT, direction=Direction.INCOMING, channel="treaty")
    row = fact(office, SENT, to=factories.jurisdiction("EE"))
    AssistanceRequest.objects.filter(pk=row.pk).update(needed_by=SENT - dt.timedelta(days=1))
    carry(row)
    sue = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    officer = factories.user("Bob", role=Role.OFFICER, office=office)
    row = factories.sent(officer=officer, supervisor=sue, office=office, on=SENT)
    factories.done(row, "hand_over", by=officer, on=SENT, recorded_at=factories.moment(dt.date(2026, 2, 5)))
    return office


@pytest.mark.parametrize("by", ["office", "jurisdiction", "channel"])
def test_every_number_opens_exactly_its_rows(page: Client, by: str) -> None:
    assert len(opened_links(page, f"{PAGE}?by={by}&late_days=30")) > 20


def test_the_page_says_what_is_missing_and_how_late_entries_came(page: Client) -> None:
    words = text_of(page, PAGE)
    assert "of the particulars asked are recorded" in words
    assert "1 entry came more than 7 days late: 31 days." in words
    assert "Nothing was entered more than 31 days late." in text_of(page, f"{PAGE}?late_days=31")
    assert "particulars have no history" in words


def test_the_file_and_the_program_have_the_same_rows(page: Client, ann: User) -> None:
    told = program(ann).get(f"{API}?by=office").json()
    tables = {one["key"]: one for one in told["tables"]}
    assert list(tables) == ["particulars", "by_law", "in_figures", "entries", "contradictions"]
    lines = file_of(page, "/reports/data-quality.csv?by=office")
    for table in tables.values():
        for row in table["rows"]:
            shown = [one["value"] if one["value"] is not None else one["reason"] for one in row["values"]]
            assert [row["title"], row["code"], *map(str, shown)] in lines
    assert {row["code"] for row in tables["by_law"]["rows"]} == {"BEJ"}
    by_place = program(ann).get(f"{API}?by=jurisdiction").json()["tables"][1]["rows"]
    assert [row["jurisdiction"] for row in by_place] == ["CN", "EE"]
    assert (
        '<a href="/directory/EE/">Jurisdiction EE</a>' in page.get(f"{PAGE}?by=jurisdiction").content.decode()
    )
    offence = next(row for row in tables["particulars"]["rows"] if row["title"] == "Offence")
    assert [one["value"] for one in offence["values"]][:2] == [6, 3]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/data-quality.{ending}").status_code == 200


def test_the_register_and_the_program_narrow_alike(page: Client, ann: User) -> None:
    for query, number in (
        ("lacking=offence", 3), ("contrary=any", 1), ("contrary=needed_before", 1), ("entered_late=30", 1),
        ("entered_late=31", 0), ("corrected=yes", 0),
    ):  # fmt: skip
        listed = program(ann).get(f"/api/v1/requests/?{query}").json()["results"]
        export = page.get(f"/register.csv?{query}").getvalue().decode()
        assert (len(listed), export.count("BEJ-")) == (number, number), query


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, beijing: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(PAGE)
    with django_assert_max_num_queries(19):
        page.get(f"{PAGE}?by=jurisdiction")
    for place in range(4):
        fact(beijing, SENT, to=factories.jurisdiction(f"X{place}"))
    with django_assert_max_num_queries(19):
        page.get(f"{PAGE}?by=jurisdiction")
