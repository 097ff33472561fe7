"""The reports as somebody reads them: page, links, chart and file, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import ten_letters as write_ten_letters
from tests.tracker.web.report_pages import CSV, LETTERS, counted_links, opened_links, rows_of, text_of
from tracker.accounts.models import Office, User
from tracker.casework.filters import CaseFilter
from tracker.directory.models import Authority, AuthorityKind
from tracker.reports.charts.drawing import drawn, printed
from tracker.reports.charts.intervals import DRAWN_AT_MOST, Dot, Intervals
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from workflows.vocabulary import Direction, OffenceCategory, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
ROWS = CaseFilter(channel="treaty")
IN_2010 = "sent_from=2010-01-01&sent_until=2010-12-31"


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
def ten_letters(beijing: Office) -> None:
    write_ten_letters(beijing)


@pytest.fixture
def page(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


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
    assert len(opened_links(page, f"{LETTERS}?by={by}")) > 8


@pytest.mark.usefixtures("ten_letters")
def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(LETTERS)
    with django_assert_num_queries(15):
        page.get(f"{LETTERS}?by=jurisdiction")
    fact(factories.office("BEJ"), TODAY, to=factories.jurisdiction("EE"))
    with django_assert_num_queries(15):
        page.get(f"{LETTERS}?by=jurisdiction&{IN_2010}")


def test_the_index_lists_every_report(page: Client) -> None:
    words = text_of(page, reverse("reports"))
    for report in REPORTS.values():
        assert str(report.title) in words
        assert str(report.summary) in words
        assert words.index(str(report.about.label)) < words.index(str(report.summary))
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


def dots(number: int) -> Intervals:
    named = [
        Dot(label=f"China {place}", of=5, share=0.2, low=0.1, high=0.5, rows=ROWS) for place in range(number)
    ]
    return Intervals(title="Shares", table="rows", dots=tuple(named))


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_marks_of_a_chart_speak_and_link(layout: str) -> None:
    spec = getattr(dots(2), layout)(lambda _rows: "/register/?a=1&b=2")
    svg = drawn(spec)
    assert svg.count('aria-label="China ') == 2
    assert svg.count('<a href="/register/?a=1&amp;b=2">') == 2
    assert "here.invalid" not in svg
    assert svg == drawn(spec)


def test_long_names_stand_on_two_lines_where_the_screen_is_narrow() -> None:
    long = "Exchange of letters through the foreign ministry"
    shown = [Dot(label=name, of=5, share=0.2, low=0.1, high=0.5) for name in (long, "Letters")]
    svg = drawn(Intervals(title="Shares", table="rows", dots=tuple(shown)).narrow(lambda _rows: ""))
    for line in ("Exchange of letters through the<", "foreign ministry<", "Letters<"):
        assert f">{line}" in svg
    assert "…" not in svg


def test_a_chart_on_paper_brings_its_colours() -> None:
    svg = printed(dots(2).wide(lambda _rows: ""))
    assert "var(" not in svg
    assert "<a " not in svg


def test_a_long_chart_says_what_it_leaves_out() -> None:
    assert dots(DRAWN_AT_MOST).said == ""
    longer = dots(DRAWN_AT_MOST + 1)
    assert "first 40 of 41" in longer.said
    assert "China 40" not in drawn(longer.wide(lambda _rows: ""))
