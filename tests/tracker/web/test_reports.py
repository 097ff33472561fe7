"""The reports as somebody reads them: page, links, chart and file, by role."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.reports.facts import fact
from tracker.accounts.models import Office, User
from tracker.directory.models import Authority, AuthorityKind, Jurisdiction
from tracker.reports.charts import DRAWN_AT_MOST, Mark, drawn, left_out, narrow_intervals, wide_intervals
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from workflows.vocabulary import Direction, OffenceCategory, Outcome, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
LETTERS = "/reports/response-rate/"
CSV = "/reports/response-rate.csv"
IN_2010 = "sent_from=2010-01-01&sent_until=2010-12-31"
COUNTS = ("Sent", "Answered", "Withdrawn", "Ended without answer", "Open, not yet due", "Open, overdue")


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def officer(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing)


@pytest.fixture
def page(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def ten_letters(beijing: Office) -> None:
    """The ten letters of 2010, two of them answered (domain O1)."""
    china = factories.jurisdiction("CN")
    Jurisdiction.objects.filter(pk=china.pk).update(name="China")
    for month in range(1, 11):
        sent = dt.date(2010, month, 1)
        answered = sent + dt.timedelta(days=100 + month) if month < 3 else None
        fact(
            beijing, sent, to=china, answered=answered, outcome=Outcome.EXECUTED if answered else Outcome.OPEN
        )


def text_of(client: Client, address: str) -> str:
    """What can be read on the page, spaces made one."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of the file, below what was asked and what the figures mean."""
    lines = file_of(client, address)
    start = lines.index([]) + 1
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def file_of(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))


def table_of(client: Client, address: str) -> list[list[str]]:
    """The cells of the page's table, row by row, without its heading."""
    html = client.get(address).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.index("<tbody>") :], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def counted_links(client: Client, address: str) -> Iterator[tuple[str, int]]:
    html = client.get(address).content.decode()
    for url, inside in re.findall(r'<a[^>]* href="(/register/\?[^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL):
        number = re.search(r"^\s*(?:<span[^>]*>)?(\d+)<?", inside)
        if number:
            yield unescape(url), int(number[1])


@pytest.mark.usefixtures("ten_letters")
def test_the_page_gives_the_beijing_figures(page: Client) -> None:
    words = text_of(page, f"{LETTERS}?{IN_2010}&by=channel")
    assert "20 % answered so far, 2 of 10 sent (95 % interval 5.7–51.0 %)" in words
    letters, everything = table_of(page, f"{LETTERS}?{IN_2010}&by=jurisdiction")
    assert letters == [
        "China CN",
        "10",
        "2",
        "0",
        "0",
        "8",
        "0",
        "20 %",
        "5.7–51.0 %",
        "not reached",
        "101.5",
    ]
    assert everything[1:] == letters[1:]


@pytest.mark.usefixtures("ten_letters")
def test_the_file_holds_the_same_rows_what_was_asked_and_what_it_means(page: Client) -> None:
    lines = file_of(page, f"{CSV}?{IN_2010}&by=jurisdiction&as_of=2011-12-31")
    assert lines[0] == ["Answered so far, of those sent"]
    assert ["As of", "2011-12-31"] in lines
    assert ["Sent from", "1 Jan 2010"] in lines
    assert any(line and line[0] == "Median days to answer" and "Kaplan" in line[1] for line in lines)
    row, _everything = rows_of(page, f"{CSV}?{IN_2010}&by=jurisdiction")
    assert [row[name] for name in COUNTS] == ["10", "2", "0", "0", "8", "0"]
    assert (row["Jurisdiction"], row["Code"], row["Rate"]) == ("China", "CN", "0.2")
    assert (row["95 % interval from"], row["95 % interval to"]) == ("0.056682", "0.509838")
    assert (row["Median days to answer"], row["Median of the answered"]) == ("not reached", "101.5")


@pytest.mark.usefixtures("ten_letters")
@pytest.mark.parametrize("by", GroupBy)
def test_every_number_opens_exactly_its_rows(page: Client, beijing: Office, by: GroupBy) -> None:
    estonia = factories.jurisdiction("EE", region="Europe")
    police = Authority.objects.create(
        code="ee-police",
        jurisdiction=estonia,
        name="Police",
        kind=AuthorityKind.POLICE,
        source="test",
        as_of=TODAY,
    )
    fact(
        beijing,
        TODAY,
        to=estonia,
        authority=police,
        offences=(OffenceCategory.FRAUD,),
        direction=Direction.INCOMING,
    )
    links = list(counted_links(page, f"{LETTERS}?by={by}"))
    assert len(links) > 8
    for url, number in links:
        export = page.get(url.replace("/register/", "/register.csv"))
        assert len(list(csv.reader(StringIO(export.getvalue().decode("utf-8-sig"))))) - 1 == number, url


def test_ninety_requests_received(client: Client) -> None:
    """The published partitions of the requests that Jersey received in 2020 (domain O2); all else is made up."""
    jersey = factories.office("JER", own="JE", host="JE")
    client.force_login(factories.user("Jo", role=Role.OFFICER, office=jersey))
    received(jersey)
    year = f"sent_from=2020-01-01&sent_until=2020-12-31&as_of=2020-12-31&direction={Direction.INCOMING}"
    groups = {
        row["Outcome group"]: int(row["Sent"]) for row in rows_of(client, f"{CSV}?{year}&by=outcome_group")
    }
    assert groups == {"Answered": 29 + 5, "Withdrawn": 9, "Open, not yet due": 47, "All": 90}
    origins = {row["Region"]: int(row["Sent"]) for row in rows_of(client, f"{CSV}?{year}&by=region")}
    assert origins.pop("All") == 90
    assert origins == ORIGINS
    tags = {row["Offence"]: int(row["Sent"]) for row in rows_of(client, f"{CSV}?{year}&by=offence")}
    assert (tags.pop("Sum of the rows"), tags.pop("Requests, each once")) == (134, 90)
    assert tags == {"Fraud": 53, "Money laundering": 30, "Robbery or theft": 12, "Corruption": 11, "Drug related": 11,
                    "Other": 10, "Murder or serious assault": 2, "Organised crime": 2, "Insider trading": 1,
                    "Counterfeiting": 1, "Kidnapping": 1}  # fmt: skip
    assert "38 % answered so far, 34 of 90 sent (95 % interval 28.5–48.1 %)" in text_of(
        client, f"{LETTERS}?{year}"
    )
    assert "the rows count 134, the requests are 90" in text_of(client, f"{LETTERS}?{year}&by=offence")


ORIGINS = {"Europe": 47, "UK and Channel Islands": 24, "Asia": 7, "Africa": 5, "United States": 4, "South America": 2,
           "Australia": 1}  # fmt: skip
TAGS = {
    OffenceCategory.FRAUD: 53, OffenceCategory.MONEY_LAUNDERING: 30, OffenceCategory.THEFT: 12,
    OffenceCategory.CORRUPTION: 11, OffenceCategory.DRUGS: 11, OffenceCategory.OTHER: 10, OffenceCategory.VIOLENCE: 2,
    OffenceCategory.ORGANISED_CRIME: 2, OffenceCategory.INSIDER_TRADING: 1, OffenceCategory.COUNTERFEITING: 1,
    OffenceCategory.KIDNAPPING: 1,
}  # fmt: skip


def received(office: Office) -> None:
    """Ninety rows with the published marginals, each of the first 44 with a second offence."""
    origins = [
        factories.jurisdiction(f"X{place}", region=region)
        for place, (region, number) in enumerate(ORIGINS.items())
        for _one in range(number)
    ]
    tags = [tag for tag, number in TAGS.items() for _one in range(number)]
    outcomes = (
        [Outcome.EXECUTED] * 29
        + [Outcome.PARTLY_EXECUTED] * 5
        + [Outcome.WITHDRAWN] * 9
        + [Outcome.OPEN] * 47
    )
    for number, (origin, outcome) in enumerate(zip(origins, outcomes, strict=True)):
        sent = dt.date(2020, 1, 1) + dt.timedelta(days=4 * number)
        fact(
            office,
            sent,
            to=origin,
            direction=Direction.INCOMING,
            channel="treaty",
            offences={tags[number], *tags[90 + number : 91 + number]},
            outcome=outcome,
            answered=dt.date(2020, 12, 20) if number < 34 else None,
            closed=dt.date(2020, 12, 21) if outcome is Outcome.WITHDRAWN else None,
        )


@pytest.mark.usefixtures("ten_letters")
def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(LETTERS)
    with django_assert_num_queries(17):
        page.get(f"{LETTERS}?by=jurisdiction")
    fact(factories.office("BEJ"), TODAY, to=factories.jurisdiction("EE"))
    with django_assert_num_queries(17):
        page.get(f"{LETTERS}?by=jurisdiction&{IN_2010}")


def test_the_index_lists_every_report(page: Client) -> None:
    words = text_of(page, reverse("reports"))
    for report in REPORTS.values():
        assert str(report.title) in words
        assert str(report.summary) in words
    assert page.get("/reports/no-such/").status_code == 404
    assert page.get("/reports/no-such.csv").status_code == 404


def test_strangers_sign_in_first(client: Client) -> None:
    for address in (reverse("reports"), LETTERS, CSV):
        assert client.get(address).status_code == 302


@pytest.mark.usefixtures("ten_letters")
@pytest.mark.parametrize(
    ("role", "code", "seen"),
    [
        (Role.OFFICER, "BEJ", 10),
        (Role.OFFICER, "HQ", None),
        (Role.SUPERVISOR, "HQ", 10),
        (Role.ADMINISTRATOR, "BEJ", None),
        (Role.AUDITOR, "BEJ", 10),
        (Role.AUDITOR, "HQ", 10),
        (Role.AUDITOR, "KYI", None),
    ],
)
def test_each_role_counts_what_it_may(client: Client, role: Role, code: str, seen: int | None) -> None:
    headquarters = factories.office("HQ")
    Office.objects.filter(code="BEJ").update(parent=headquarters)
    client.force_login(factories.user("Eve", role=role, office=factories.office(code)))
    words = text_of(client, LETTERS)
    assert (
        (f"2 of {seen} sent" in words) if seen else ("Nothing to count yet" in words and "China" not in words)
    )


@pytest.mark.usefixtures("ten_letters")
def test_auditors_get_figures_but_no_links_to_rows(client: Client, beijing: Office) -> None:
    client.force_login(factories.user("Eve", role=Role.AUDITOR, office=beijing))
    assert not list(counted_links(client, LETTERS))
    assert "/register/?" not in client.get(LETTERS).content.decode()


@pytest.mark.usefixtures("ten_letters")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("as_of=2026-03-03", "This day has not come yet: choose today or an earlier day."),
        ("as_of=yesterday", "Enter a valid date."),
        (
            "sent_from=2011-01-01&sent_until=2010-01-01",
            "The period ends before it begins: exchange the two days.",
        ),
        ("jurisdiction=XX", "Select a valid choice."),
        ("by=colour", "Select a valid choice."),
        ("minimum=0", "Ensure this value is greater than or equal to 1."),
        ("office=%3Cscript%3E", "Select a valid choice."),
    ],
)
def test_a_question_that_cannot_be_read_is_not_answered(page: Client, query: str, said: str) -> None:
    words = text_of(page, f"{LETTERS}?{query}")
    assert said in words
    assert "Nothing is counted until this is put right" in words
    assert "answered so far, 2" not in words
    answer = page.get(f"{CSV}?{query}")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, LETTERS)


@pytest.mark.usefixtures("ten_letters")
def test_empty_answers_say_what_to_do(page: Client) -> None:
    assert "Remove a filter, choose a longer period" in text_of(page, f"{LETTERS}?sent_from=2020-01-01")


@pytest.mark.usefixtures("ten_letters")
def test_filters_stand_in_the_address_and_can_be_taken_off(page: Client) -> None:
    html = page.get(f"{LETTERS}?jurisdiction=CN&by=year&sent_from=2010-03-01").content.decode()
    assert 'href="?jurisdiction=CN&amp;by=year"' in html
    assert 'href="?by=year&amp;sent_from=2010-03-01"' in html
    assert 'href="?jurisdiction=CN&amp;by=year&amp;sent_from=2026-01-01&amp;sent_until=2026-12-31"' in html
    assert '/reports/response-rate.csv?jurisdiction=CN&amp;by=year&amp;sent_from=2010-03-01"' in html


def test_names_are_text_in_page_chart_and_file(page: Client, beijing: Office) -> None:
    hostile = factories.jurisdiction("ZZ", name="=cmd|' /C calc'!A0<script>alert(1)</script>")
    for _number in range(5):
        fact(beijing, TODAY, to=hostile)
    html = page.get(f"{LETTERS}?by=jurisdiction").content.decode()
    assert "<script>alert" not in html
    assert "style=" not in html[html.index('class="chart"') : html.index("</figure>")]
    row, _everything = rows_of(page, f"{CSV}?by=jurisdiction")
    assert row["Jurisdiction"].startswith("'=cmd")


def marks(number: int) -> list[Mark]:
    return [
        Mark(
            label="China",
            note="20 %",
            said=f"China {place}",
            share=0.2,
            low=0.1,
            high=0.5,
            url="/register/?a=1&b=2",
        )
        for place in range(number)
    ]


@pytest.mark.parametrize("layout", [wide_intervals, narrow_intervals])
def test_marks_of_a_chart_speak_and_link(layout: object) -> None:
    assert callable(layout)
    svg = drawn(layout(marks(2)))
    assert svg.count('aria-label="China ') == 2
    assert svg.count('<a href="/register/?a=1&amp;b=2">') == 2
    assert "here.invalid" not in svg
    assert svg == drawn(layout(marks(2)))


def test_a_long_chart_says_what_it_leaves_out() -> None:
    assert left_out(marks(DRAWN_AT_MOST)) == ""
    assert "first 40 of 41" in left_out(marks(DRAWN_AT_MOST + 1))
    assert "China 40" not in drawn(wide_intervals(marks(DRAWN_AT_MOST + 1)))
