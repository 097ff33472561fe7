"""Types of data, offences and results as somebody reads them, their files, their entries of the API, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import TAGS, ninety_closed
from tests.tracker.reports.things import asks, led
from tests.tracker.web.report_pages import file_of, opened_links, rows_of, text_of
from tracker.accounts.models import Office, User
from tracker.casework import labels
from workflows.vocabulary import Direction, ItemOutcome, ItemType, OffenceCategory, Outcome, ResultKind, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 12)
SENT = dt.date(2026, 1, 5)
TYPES, OFFENCES, RESULTS = (f"/reports/{slug}/" for slug in ("types-of-data", "offences", "results"))


@pytest.fixture
def beijing(clock: MovableClock) -> Office:
    """Requests of one's own office, and one of another that asks for the same."""
    clock.move_to(factories.moment(TODAY, 12))
    office = factories.office("BEJ")
    for place, outcome in enumerate(ItemOutcome):
        decided = None if outcome is ItemOutcome.OPEN else SENT + dt.timedelta(days=place)
        row = fact(office, SENT, offences=(OffenceCategory.FRAUD, OffenceCategory.TAX))
        asks(row, ItemType.SUBSCRIBER, None, outcome, decided)
        asks(row, ItemType.WITNESS)
    fact(office, SENT, answered=TODAY, outcome=Outcome.REFUSED, direction=Direction.INCOMING)
    for currency in ("EUR", "USD"):
        led(row, ResultKind.AMOUNT, "70000000.05", currency, on=TODAY)
    led(row, ResultKind.ARRESTS, "5", on=TODAY)
    other = fact(factories.office("PAR"), SENT, offences=(OffenceCategory.DRUGS,))
    asks(other, ItemType.CONTENT)
    led(other, ResultKind.ARRESTS, "9", on=TODAY)
    return office


@pytest.mark.parametrize("address", [TYPES, f"{TYPES}?by=channel&item_type=SUBS", OFFENCES, RESULTS])
def test_every_number_opens_exactly_its_rows(page: Client, address: str) -> None:
    assert len(opened_links(page, address)) > 8


def test_the_pages_say_both_totals_and_nothing_of_other_offices(page: Client) -> None:
    words = text_of(page, TYPES)
    assert "91 % ask for subscriber data, 10 of 11 requests sent" in words
    assert "A request may stand in several rows: the rows count 21, the requests are 11." in words
    assert "20 items of 11 requests" in words
    words = text_of(page, OFFENCES)
    assert (
        "20 offences named in 11 requests sent, of which 1 are answered (1 refused) and 10 pending" in words
    )
    assert "20 offences are named in 10 requests; 1 of 11 requests name none." in words
    assert "Drug related" not in words[words.index("By offence") : words.index("Requests, each once")]


@pytest.mark.parametrize("slug", ["types-of-data", "offences", "results"])
def test_the_file_and_the_program_have_the_same_rows(page: Client, ann: User, slug: str) -> None:
    told = program(ann).get(f"/api/v1/reports/{slug}/").json()["tables"][0]
    in_file = rows_of(page, f"/reports/{slug}.csv")
    rows = [*told["rows"], *told["totals"]]
    assert len(rows) == len(in_file) > 3
    for row, line in zip(rows, in_file, strict=True):
        found = {value["key"]: value["value"] for value in row["values"]}
        assert int(line["Requests"]) == found["requests"], row
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/{slug}.{ending}").status_code == 200


@pytest.mark.parametrize("address", [f"{TYPES}?by=jurisdiction", OFFENCES, RESULTS])
def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, beijing: Office, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(address)
    with django_assert_max_num_queries(15):
        page.get(address)
    for place, tag in enumerate(OffenceCategory):
        row = fact(beijing, SENT, to=factories.jurisdiction(f"X{place}"), offences=(tag,))
        asks(row, ItemType.CONTENT, None, ItemOutcome.EXECUTED, TODAY)
        led(row, ResultKind.AMOUNT, "5", f"C{place:02}", on=TODAY)
    with django_assert_max_num_queries(15):
        page.get(address)


@pytest.mark.parametrize(
    ("role", "code", "seen"),
    [
        (Role.SUPERVISOR, "BEJ", 11),
        (Role.AUDITOR, "BEJ", 11),
        (Role.OFFICER, "PAR", 1),
        (Role.ADMINISTRATOR, "BEJ", 0),
    ],
)
def test_only_what_one_may_count_is_counted(
    client: Client, beijing: Office, role: Role, code: str, seen: int
) -> None:
    someone = factories.user("Bo", role=role, office=Office.objects.get(code=code))
    client.force_login(someone)
    for address in (TYPES, OFFENCES):
        words = text_of(client, address).lower()
        if seen:
            assert f"of {seen} requests sent" in words or f"in {seen} requests sent" in words
        else:
            assert "11 requests" not in words


def test_the_page_of_results_adds_no_currencies_and_says_what_is_not_recorded(page: Client) -> None:
    words = text_of(page, RESULTS)
    assert "1 request has led to a recorded result: Arrests 5;" in words
    assert "70,000,000.05 EUR; 70,000,000.05 USD" in words
    assert "140,000,000" not in words
    assert "Feedback given on usefulness not available" in words
    assert ["EUR", "", "1", "1", "70000000.05", "0"] in file_of(page, "/reports/results.csv")


def test_ninety_requests_received_name_134_offences(page: Client, beijing: Office) -> None:
    """Jersey, 2020, on the page and in the file."""
    ninety_closed(beijing)
    year = "sent_from=2020-01-01&sent_until=2020-12-31&as_of=2020-12-31&direction=incoming"
    words = text_of(page, f"{OFFENCES}?{year}")
    assert (
        "134 offences named in 90 requests sent, of which 34 are answered (0 refused) and 47 pending" in words
    )
    assert "134 offences are named in 90 requests; 0 of 90 requests name none." in words
    rows = {row["Offence"]: row for row in rows_of(page, f"/reports/offences.csv?{year}")}
    named, once = rows.pop("Offences named"), rows.pop("Requests, each once")
    assert (int(named["Requests"]), int(once["Requests"])) == (134, 90)
    assert (int(once["Open, not yet due"]), int(once["Withdrawn"])) == (47, 9)
    assert {name: int(row["Requests"]) for name, row in rows.items()} == {
        str(labels.OFFENCE_CATEGORY[tag]): number for tag, number in TAGS.items()
    }
    assert ["As of", "2020-12-31"] in file_of(page, f"/reports/offences.csv?{year}")
