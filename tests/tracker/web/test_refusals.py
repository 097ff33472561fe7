"""The page of refusals as somebody reads it, its files, its entry of the API, by role."""

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
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

PAGE = "/reports/refusals/"
API = "/api/v1/reports/refusals/"
TODAY = dt.date(2026, 3, 12)
SENT = dt.date(2026, 2, 2)


def letter(office: Office, ground: str = "", **more: str) -> AssistanceRequest:
    """One that was sent by the people of the office, and refused where a ground is given."""
    ann = User.objects.get(email=f"ann.{office.code.lower()}@example.org")
    sue = User.objects.get(email=f"sue.{office.code.lower()}@example.org")
    row = factories.sent(officer=ann, supervisor=sue, office=office, on=SENT, **more)
    if ground:
        row = factories.done(row, "refuse", by=ann, on=SENT, items=("1",), data={"ground": ground})
        row = factories.done(row, "close", by=ann, on=SENT)
    return row


@pytest.fixture
def beijing(clock: MovableClock) -> Office:
    """Seven of one's own office, five of them refused, and one refusal of another office."""
    clock.move_to(factories.moment(TODAY, 12))
    offices = [factories.office(code) for code in ("BEJ", "PAR")]
    for office in offices:
        factories.user(f"Ann {office.code}", role=Role.OFFICER, office=office)
        factories.user(f"Sue {office.code}", role=Role.SUPERVISOR, office=office)
    for ground in ("DC", "DC", "DC", "POL", "SOV", "", ""):
        letter(offices[0], ground)
    letter(offices[1], "FISC")
    return offices[0]


@pytest.fixture
def page(client: Client, beijing: Office) -> Client:
    client.force_login(User.objects.get(email="ann.bej@example.org"))
    return client


def test_every_number_opens_exactly_its_rows(page: Client) -> None:
    assert len(opened_links(page, f"{PAGE}?as_of=2026-03-01")) > 20


def test_the_page_says_both_rates_and_nothing_of_other_offices(page: Client) -> None:
    words = text_of(page, PAGE)
    assert "100 % of the closed were refused wholly, 5 of 5" in words
    assert "of all 7, 71 %. Refused in part: 0; still open: 2." in words
    assert "They refused, by ground" in words
    assert "Of 7: 5 closed, 2 still open." in words
    assert "Fiscal offence" not in words[words.index("They refused, by ground") :]


def test_the_file_and_the_program_have_the_same_rows(page: Client) -> None:
    lines = file_of(page, "/reports/refusals.csv")
    tables = program(User.objects.get(email="ann.bej@example.org")).get(API).json()["tables"]
    assert [table["key"] for table in tables] == ["grounds_outgoing", "rows", "articles", "returns"]
    told = [
        (row["title"], {value["key"]: value["value"] for value in row["values"]}) for row in tables[0]["rows"]
    ]
    assert [(label, values["refused"], values["wholly"]) for label, values in told] == [
        ("No dual criminality", 3, 3),
        ("Political offence", 1, 1),
        ("Sovereignty, security, public order", 1, 1),
    ]
    shown = next(line for line in lines if line[:1] == ["No dual criminality"])
    assert [line for line in shown if line][:3] == ["No dual criminality", "DC", "3"]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/refusals.{ending}").status_code == 200


def test_what_the_register_keeps_the_program_keeps(page: Client) -> None:
    ann = program(User.objects.get(email="ann.bej@example.org"))
    for query, number in (
        ("refused=whole", 5),
        ("refused=part", 0),
        ("refused=yes&closed=no", 0),
        ("closed=no", 2),
        ("instrument=-", 7),
    ):
        assert len(ann.get(f"/api/v1/requests/?{query}").json()["results"]) == number, query
        assert page.get(f"/register/?{query}").status_code == 200


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, beijing: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(PAGE)
    with django_assert_max_num_queries(16):
        page.get(f"{PAGE}?by=jurisdiction")
    for place, ground in enumerate(("NBI", "DP", "DISC")):
        letter(beijing, ground, to=f"X{place}")
    with django_assert_max_num_queries(16):
        page.get(f"{PAGE}?by=jurisdiction")
