"""Reports over the API: the figures of the page and of its file, each with exactly its rows, by role and scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import ORIGINS, received, ten_letters
from tests.tracker.web.report_pages import CSV, LETTERS, rows_of, table_of
from tracker.accounts.choices import Scope
from tracker.accounts.models import Office, User
from tracker.casework import services
from tracker.reports import words
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from workflows.vocabulary import Direction, OffenceCategory, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 9)
REPORT = "/api/v1/reports/response-rate/"
IN_2010 = "sent_from=2010-01-01&sent_until=2010-12-31"
COUNTED = ("sent", "answered", "withdrawn", "ended_without_answer", "open_not_due", "open_overdue")


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing)


@pytest.fixture
def letters(beijing: Office) -> None:
    ten_letters(beijing)


def asked(client: APIClient, query: str = "") -> Any:
    response = client.get(f"{REPORT}?{query}")
    assert response.status_code == 200, response.json()
    return response.json()


def figures(row: dict[str, Any]) -> dict[str, Any]:
    return {entry["key"]: entry["value"] for entry in row["values"]}


def linked(answer: dict[str, Any]) -> Iterator[tuple[int, str | None]]:
    """Every count of an answer with the filter of its rows."""
    yield from ((one["value"], one["rows"]) for one in answer["figures"])
    for row in (*answer["tables"][0]["rows"], *answer["tables"][0]["totals"]):
        yield from ((one["value"], one["rows"]) for one in row["values"] if one["key"] in COUNTED)


def listed(client: APIClient, query: str) -> int:
    response = client.get(f"/api/v1/requests/?{query}&page_size=200")
    assert response.status_code == 200, response.json()
    return len(response.json()["results"])


@pytest.mark.usefixtures("letters")
def test_the_beijing_figures_are_those_of_the_page_and_of_the_file(ann: User, client: Client) -> None:
    client.force_login(ann)
    query = f"{IN_2010}&by=jurisdiction&as_of=2011-12-31"
    answer = asked(program(ann), query)
    assert answer["sentence"] == "answered so far, 2 of 10 sent (95 % interval 5.7–51.0 %)."
    [row], [everything] = answer["tables"][0]["rows"], answer["tables"][0]["totals"]
    assert (row["title"], row["code"], everything["title"]) == ("China", "CN", "All")
    found = figures(row)
    assert [found[key] for key in COUNTED] == [10, 2, 0, 0, 8, 0]
    assert (found["rate"], found["rate_from"], found["rate_to"]) == (0.2, 0.056682, 0.509838)
    assert (found["median_days"], found["median_days_answered"]) == (None, 101.5)
    assert {one["key"]: one["reason"] for one in row["values"] if one["reason"]} == {
        "median_days": "not reached"
    }
    in_file = rows_of(client, f"{CSV}?{query}")[0]
    for column, one in zip(answer["tables"][0]["columns"], row["values"], strict=True):
        assert in_file[column["title"]] == (one["reason"] or f"{one['value']:g}")
    page = table_of(client, f"{LETTERS}?{query}")[0]
    assert page[1:8] == [words.count(found[key]) for key in COUNTED] + [words.share(found["rate"])]


def test_ninety_requests_received(client: Client) -> None:
    jersey = factories.office("JER", own="JE", host="JE")
    jo = factories.user("Jo", role=Role.OFFICER, office=jersey)
    received(jersey)
    year = f"sent_from=2020-01-01&sent_until=2020-12-31&as_of=2020-12-31&direction={Direction.INCOMING}"
    answer = asked(program(jo), f"{year}&by=region")
    assert {row["title"]: figures(row)["sent"] for row in answer["tables"][0]["rows"]} == ORIGINS
    assert {one["key"]: one["value"] for one in answer["figures"]} == {
        "sent": 90, "answered": 34, "withdrawn": 9, "ended_without_answer": 0, "open_not_due": 47, "open_overdue": 0,
    }  # fmt: skip
    tags = asked(program(jo), f"{year}&by=offence")
    assert [(row["title"], figures(row)["sent"]) for row in tags["tables"][0]["totals"]] == [
        ("Sum of the rows", 134),
        ("Requests, each once", 90),
    ]
    client.force_login(jo)
    assert [row["Offence"] for row in rows_of(client, f"{CSV}?{year}&by=offence")] == [
        row["title"] for row in (*tags["tables"][0]["rows"], *tags["tables"][0]["totals"])
    ]


def without_moment(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if not line.startswith(b"Computed,")]


@pytest.mark.usefixtures("letters")
def test_the_file_is_that_of_the_page(ann: User, client: Client) -> None:
    client.force_login(ann)
    query = f"{IN_2010}&by=year&minimum=20&jurisdiction=CN"
    answer = program(ann).get(f"{REPORT}csv/?{query}", headers={"accept": "text/csv"})
    page = client.get(f"{CSV}?{query}")
    assert without_moment(answer.getvalue()) == without_moment(page.getvalue())
    for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options"):
        assert answer[name] == page[name]
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("letters")
def test_what_is_too_few_for_a_rate_is_null_with_its_reason(ann: User) -> None:
    [row] = asked(program(ann), "by=jurisdiction&minimum=11")["tables"][0]["rows"]
    withheld = {one["key"]: one["reason"] for one in row["values"] if one["value"] is None}
    names = ("rate", "rate_from", "rate_to", "median_days", "median_days_answered")
    assert withheld == dict.fromkeys(names, "n < 11")
    assert figures(row)["sent"] == 10


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("by", GroupBy)
def test_every_count_lists_exactly_its_rows(ann: User, beijing: Office, by: GroupBy) -> None:
    estonia = factories.jurisdiction("EE", region="Europe")
    fact(beijing, TODAY, to=estonia, offences=(OffenceCategory.FRAUD,), direction=Direction.INCOMING)
    client = program(ann)
    links = [(value, rows) for value, rows in linked(asked(client, f"by={by}")) if rows is not None]
    assert len(links) > 8
    assert [listed(client, rows) for _value, rows in links] == [value for value, _rows in links]


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("role", "code", "seen", "leads_on"),
    [
        (Role.OFFICER, "BEJ", 10, True),
        (Role.OFFICER, "KYI", 0, True),
        (Role.SUPERVISOR, "HQ", 10, True),
        (Role.ADMINISTRATOR, "BEJ", 0, True),
        (Role.AUDITOR, "BEJ", 10, False),
        (Role.AUDITOR, "HQ", 10, False),
        (Role.AUDITOR, "KYI", 0, False),
    ],
)
def test_each_role_counts_what_it_may_and_lists_what_it_counts(
    role: Role, code: str, seen: int, leads_on: bool
) -> None:
    headquarters = factories.office("HQ")
    Office.objects.filter(code="BEJ").update(parent=headquarters)
    client = program(factories.user("Eve", role=role, office=factories.office(code)))
    links = list(linked(asked(client, "by=jurisdiction")))
    assert links[0][0] == seen
    assert any(rows is not None for _value, rows in links) is leads_on
    assert all(listed(client, rows) == value for value, rows in links if rows is not None)


@pytest.mark.usefixtures("letters")
def test_a_granted_request_is_counted_and_listed(beijing: Office) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
    head = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    guest = factories.user("Gus", role=Role.OFFICER, office=factories.office("KYI"))
    row = factories.sent(officer=officer, supervisor=head, office=beijing)
    services.grant_access(
        row, guest, until_on=None, by=head, recorded_at=factories.moment(TODAY), seen_version=row.version
    )
    client = APIClient()
    client.force_login(guest)
    sent, rows = next(linked(asked(client)))
    assert sent == 1
    assert rows is not None
    assert listed(client, rows) == 1


@pytest.mark.usefixtures("letters")
def test_a_token_counts_within_its_office_only(beijing: Office) -> None:
    head = factories.office("HQ")
    Office.objects.filter(code="BEJ").update(parent=head)
    kyiv = factories.office("KYI", parent=head)
    fact(kyiv, TODAY, to=factories.jurisdiction("UA"))
    sue = factories.user("Sue", role=Role.SUPERVISOR, office=head)
    for office, seen in ((head, 11), (beijing, 10), (kyiv, 1)):
        client = program(sue, office=office)
        assert next(linked(asked(client)))[0] == seen
    offered = {one["name"]: one["choices"] for one in reports(client)[0]["parameters"]}
    assert [one["value"] for one in offered["jurisdiction"]] == ["UA"]
    assert [one["value"] for one in offered["office"]] == ["KYI"]


def reports(client: APIClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/reports/").json()["results"]
    return found


@pytest.mark.usefixtures("letters")
def test_the_reports_say_what_can_be_asked(ann: User) -> None:
    report = reports(program(ann))[0]
    assert report["slug"] == "response-rate"
    assert {one["key"] for one in report["dimensions"]} == set(GroupBy)
    assert any("Kaplan" in one["text"] for one in report["definitions"])
    parts = {one["name"]: one for one in report["parameters"]}
    assert list(parts) == list(REPORTS["response-rate"].fields)
    assert parts["as_of"]["default"] == TODAY.isoformat()
    assert parts["jurisdiction"]["choices"] == [{"value": "CN", "title": "China"}]
    assert parts["minimum"]["choices"] is None


@pytest.mark.usefixtures("letters")
def test_only_the_scope_of_reports_reads_reports(ann: User) -> None:
    for address in ("/api/v1/reports/", REPORT, f"{REPORT}csv/"):
        assert program(ann, {Scope.READ, Scope.WRITE}).get(address).status_code == 403
        assert program(ann, {Scope.REPORTS}).get(address).status_code == 200
        assert APIClient().get(address).status_code == 401
    assert program(ann, {Scope.REPORTS}).get("/api/v1/requests/").status_code == 403


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("address", [REPORT, f"{REPORT}csv/"])
@pytest.mark.parametrize(
    ("query", "parameter", "said"),
    [
        ("as_of=2026-03-10", "as_of", "This day has not come yet: choose today or an earlier day."),
        ("as_of=yesterday", "as_of", "Enter a valid date."),
        ("as_of=10/25/2006", "as_of", "Enter a valid date."),
        (
            "sent_from=2011-01-01&sent_until=2010-01-01",
            "sent_until",
            "The period ends before it begins: exchange the two days.",
        ),
        ("jurisdiction=XX", "jurisdiction", "Select a valid choice."),
        ("by=colour", "by", "Select a valid choice."),
        ("minimum=0", "minimum", "Ensure this value is greater than or equal to 1."),
        ("office=%00", "office", "Select a valid choice."),
        ("colour=red", "colour", "There is no such filter."),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_with_the_words_of_the_page(
    ann: User, address: str, query: str, parameter: str, said: str
) -> None:
    response = program(ann).get(f"{address}?{query}", headers={"accept": "*/*"})
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    [fault] = response.json()["errors"]
    assert fault["parameter"] == parameter
    assert said in fault["detail"]


def test_there_is_no_other_report(ann: User) -> None:
    for address in ("/api/v1/reports/no-such/", "/api/v1/reports/no-such/csv/"):
        assert program(ann).get(address).status_code == 404


@pytest.mark.usefixtures("letters")
def test_an_answer_costs_the_same_number_of_queries_whatever_it_counts(
    ann: User, beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = program(ann)
    asked(client)
    with django_assert_num_queries(11):
        asked(client, "by=jurisdiction")
    fact(beijing, TODAY, to=factories.jurisdiction("EE"))
    with django_assert_num_queries(11):
        asked(client, f"by=jurisdiction&{IN_2010}")
