"""Memberships on a day and year by year, as the directory knows them: what is open stays open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.directory import rows
from tests.tracker.reports.asked import table, texts
from tests.tracker.web.report_pages import file_of, text_of
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.directory.models import Capacity, RegisterKind
from tracker.reports.base import Question, Result
from tracker.reports.memberships import answer
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 12, 31)
LEAP = dt.date(2024, 2, 29)


def ask(on: dt.date = DAY, register: str = "") -> Result:
    question = Question(
        wanted=CaseFilter(),
        on=on,
        at=factories.moment(DAY, 12),
        more={"register": register} if register else {},
    )
    return answer(AssistanceRequest.objects.none(), question)


@pytest.fixture(autouse=True)
def _treaty() -> None:
    """Signed by three, deposited by two of them, one of whom left; acceded to by one; extended to one."""
    rows.register(complete_on=DAY)
    signed: dict[str, Any] = {"signed_on": dt.date(2020, 5, 1)}
    rows.status("EE", **signed, deposited_on=LEAP, in_force_on=dt.date(2024, 6, 1))
    rows.status("FR", **signed, as_of=DAY)
    rows.status(
        "GB", **signed, deposited_on=dt.date(2021, 1, 1), in_force_on=dt.date(2021, 5, 1), left_on=dt.date(2023, 7, 1)
    )  # fmt: skip
    rows.status("RO", deposited_by=dt.date(2023, 6, 30), as_of=DAY)
    rows.status("CW", capacity=Capacity.EXTENSION, in_force_on=dt.date(2024, 10, 1), as_of=DAY)


def test_every_list_stands_side_by_side() -> None:
    rows.register("network", kind=RegisterKind.GROUP)
    result = ask()
    assert result.headline == "2"
    assert texts(result, "instruments") == {
        "Treaty": ("3", "0", "2", "2", "0", "1", "1", "31 Dec 2024"),
        "Network": (*["no list"] * 7, "not complete"),
    }
    assert [one.key for one in result.tables] == ["instruments"]


def test_each_column_says_what_it_counts() -> None:
    for one in ask(register="treaty").tables:
        labels = [column.label for column in one.columns]
        assert len(labels) == len(set(labels)), one.key
    headings = [column.label for column in table(ask(), "instruments").columns]
    assert [one for one in headings if one.startswith("Perhaps")] == [
        "Perhaps signatories",
        "Perhaps Parties",
        "Perhaps in force for",
    ]


def test_one_list_grows_year_by_year() -> None:
    years = texts(ask(register="treaty"), "years")
    assert {label: cells[:5] for label, cells in years.items()} == {
        "2020": ("3", "0", "3", "0", "1"),
        "2021": ("3", "0", "2", "1", "1"),
        "2022": ("3", "0", "2", "1", "1"),
        "2023": ("3", "0", "3", "1", "0"),
        "31 Dec 2024": ("3", "0", "2", "2", "0"),
    }


def test_a_day_knows_nothing_of_later_ones() -> None:
    assert texts(ask(LEAP - dt.timedelta(days=1), "treaty"), "instruments")["Treaty"][3] == "1"
    assert texts(ask(LEAP, "treaty"), "instruments")["Treaty"][3] == "2"
    assert list(texts(ask(dt.date(2020, 4, 30), "treaty"), "years")) == ["30 Apr 2020"]
    assert "Jurisdiction FR" not in texts(ask(dt.date(2020, 4, 30), "treaty"), "members")


def test_the_names_say_how_far_each_had_come() -> None:
    result = ask(register="treaty")
    assert texts(result, "members") == {
        "Jurisdiction CW": ("–", "–", "1 Oct 2024", "–", "no", "no", "yes"),
        "Jurisdiction EE": ("1 May 2020", "29 Feb 2024", "1 Jun 2024", "–", "yes", "yes", "yes"),
        "Jurisdiction FR": ("1 May 2020", "–", "–", "–", "yes", "no", "no"),
        "Jurisdiction GB": ("1 May 2020", "1 Jan 2021", "1 May 2021", "1 Jul 2023", "yes", "no", "no"),
        "Jurisdiction RO": ("–", "by 30 Jun 2023", "–", "–", "no", "yes", "not known"),
    }  # fmt: skip
    (total,) = table(result, "members").totals
    assert (total.label, *(cell.text for cell in total.cells[4:])) == (
        "5 listed, in their own right", "3", "2", "1"
    )  # fmt: skip
    assert table(result, "members").rows[0].jurisdiction == "CW"


def test_what_is_only_bounded_makes_a_minimum() -> None:
    result = ask(dt.date(2022, 12, 31), "treaty")
    assert result.headline == "at least 1"
    assert not any("The list ends" in note for note in result.notes)
    assert "The list ends on 31 Dec 2024" in ask(dt.date(2025, 1, 1), "treaty").notes[0]
    assert texts(result, "instruments")["Treaty"][3:5] == ("1", "1")


def test_a_list_that_nobody_read_counts_nothing() -> None:
    rows.register("network", kind=RegisterKind.GROUP, note="Its members are not public.")
    result = ask(register="network")
    assert (result.headline, result.charts) == ("", ())
    assert "No list of “Network” was read" in result.sentence
    assert result.notes[0] == "Its members are not public."


def test_no_query_grows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):
        ask(register="treaty")
    with django_assert_num_queries(2):
        ask()
    for code in ("DE", "IT", "ES"):
        rows.status(code, signed_on=dt.date(1999, 1, 1))
    with django_assert_num_queries(3):
        ask(register="treaty")


def test_page_file_and_program_tell_the_same(client: Client, clock: MovableClock) -> None:
    clock.move_to(factories.moment(DAY, 12))
    ann = factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))
    client.force_login(ann)
    page = "/reports/memberships/"
    html = client.get(f"{page}?register=treaty").content.decode()
    assert '<a href="/directory/EE/">Jurisdiction EE</a>' in html
    assert '<option value="treaty" selected>Treaty</option>' in html
    words = text_of(client, f"{page}?register=treaty")
    assert "2 Parties to “Treaty”; 3 had signed, 2 of them certainly without becoming Parties" in words
    told = program(ann).get("/api/v1/reports/memberships/?register=treaty").json()
    members = next(one for one in told["tables"] if one["key"] == "members")
    assert [row["jurisdiction"] for row in members["rows"]] == ["CW", "EE", "FR", "GB", "RO"]
    estonia = [one["value"] for one in members["rows"][1]["values"]]
    assert estonia == ["2020-05-01", "2024-02-29", "2024-06-01", None, "yes", "yes", "yes"]
    lines = file_of(client, "/reports/memberships.csv?register=treaty")
    assert [
        "Jurisdiction EE",
        "EE",
        "2020-05-01",
        "2024-02-29",
        "2024-06-01",
        "–",
        "yes",
        "yes",
        "yes",
    ] in lines
    assert ["Instrument or network", "Treaty"] in lines
    for ending in ("xlsx", "pdf"):
        assert client.get(f"/reports/memberships.{ending}?register=treaty").status_code == 200


def test_a_list_that_there_is_not_is_refused(client: Client, clock: MovableClock) -> None:
    clock.move_to(factories.moment(DAY, 12))
    ann = factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))
    assert program(ann).get("/api/v1/reports/memberships/?register=moon").status_code == 422
    client.force_login(ann)
    assert "Nothing is counted until this is put right" in text_of(
        client, "/reports/memberships/?register=moon"
    )
