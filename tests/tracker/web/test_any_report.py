"""What a report gets for its module and its line in the registry: page, files, entry of the API."""

from __future__ import annotations

import datetime as dt
import json
import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports import invented
from tests.tracker.reports.oracles import ten_letters
from tests.tracker.web.report_pages import LETTERS, file_of, text_of
from tracker.accounts.models import User
from tracker.reports import registry
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

PAGE = "/reports/invented/"
API = "/api/v1/reports/invented/"
ASKED = (
    "from=2025-07-01&until=2026-06-30&than_from=2024-07-01&than_until=2025-06-30&colour=red&year_begins=07-01"
)


@pytest.fixture(autouse=True)
def _registered(clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.move_to(factories.moment(dt.date(2026, 3, 2), 12))
    with_it = {**registry.REPORTS, invented.REPORT.slug: invented.REPORT}
    for module in ("tracker.web.reports.pages", "tracker.api.reports.views"):
        monkeypatch.setattr(f"{module}.REPORTS", with_it)


@pytest.fixture
def ann() -> User:
    office = factories.office("BEJ")
    ten_letters(office)
    return factories.user("Ann", role=Role.OFFICER, office=office)


def test_the_page_asks_what_the_report_asks_and_shows_all_its_tables(page: Client) -> None:
    html = page.get(f"{PAGE}?{ASKED}").content.decode()
    asked = [name for name in ("from", "until", "than_from", "colour", "as_of") if f'name="{name}"' in html]
    assert asked == ["from", "until", "than_from", "colour", "as_of"]
    assert not [name for name in ("by", "minimum", "channel", "sent_from") if f'name="{name}"' in html]
    words = text_of(page, f"{PAGE}?{ASKED}")
    for expected in (
        "10 counted",
        "Numbers",
        "What was [asked] of the longest of all?",
        "1 Jul 2025 – 30 Jun 2026",
        "Told.",
        "Shares",
    ):
        assert expected in words
    assert "1 Jul 2024 – 30 Jun 2025" in words


def test_words_begin_at_one_edge_and_numbers_end_at_the_other(page: Client) -> None:
    html = page.get(f"{PAGE}?{ASKED}").content.decode()
    assert '<th scope="col" class="num">Number</th>' in html
    assert '<th scope="col">Than</th>' in html
    assert re.findall(r"<td class=\"([^\"]*)\">", html) == ["num", "num", "word"]


def test_what_is_left_out_has_its_default(page: Client) -> None:
    words = text_of(page, PAGE)
    assert "1 Jan 2026 – 31 Dec 2026" in words
    assert "Filters that are set" not in page.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("begins", "this", "last"),
    [
        ("", ("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        ("07-01", ("2025-07-01", "2026-06-30"), ("2024-07-01", "2025-06-30")),
        ("10-01", ("2025-10-01", "2026-09-30"), ("2024-10-01", "2025-09-30")),
        ("04-06", ("2025-04-06", "2026-04-05"), ("2024-04-06", "2025-04-05")),
    ],
)
def test_years_begin_where_they_are_wanted(
    page: Client, begins: str, this: tuple[str, str], last: tuple[str, str]
) -> None:
    html = page.get(f"{PAGE}?year_begins={begins}").content.decode()
    for first, until in (this, last):
        assert f"from={first}&amp;until={until}" in html
    sent = page.get(f"{LETTERS}?year_begins={begins}").content.decode()
    assert f"sent_from={this[0]}&amp;sent_until={this[1]}" in sent


def test_the_year_before_is_compared_at_once(page: Client) -> None:
    html = page.get(f"{PAGE}?from=2024-02-01&until=2024-02-29").content.decode()
    assert "than_from=2023-02-01&amp;than_until=2023-02-28" in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("year_begins=02-29", "Give month and day, 07-01, of a day that every year has."),
        ("year_begins=7-1", "Give month and day, 07-01, of a day that every year has."),
        ("from=2026-02-01&until=2026-01-01", "The period ends before it begins: exchange the two days."),
        (
            "than_from=2026-02-01&than_until=2026-01-01",
            "The period ends before it begins: exchange the two days.",
        ),
        ("from=0001-01-01", "Ensure this value is greater than or equal to 1800-01-01."),
    ],
)
def test_a_question_that_cannot_be_read_is_not_answered(
    page: Client, ann: User, query: str, said: str
) -> None:
    assert said in text_of(page, f"{PAGE}?{query}")
    answer = program(ann).get(f"{API}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["detail"]) == (422, said)


def test_the_file_holds_both_tables(page: Client) -> None:
    lines = file_of(page, f"/reports/invented.csv?{ASKED}")
    assert ["From", "1 Jul 2025"] in lines
    assert lines[-8:] == [
        [],
        ["What", "Code", "Number"],
        ["'=HYPERLINK(1)", "CN", "10"],
        ["'=HYPERLINK(1)", "CN", "10"],
        [],
        ["What was [asked] of the longest of all?"],
        ["When", "Code", "Colour"],
        ["1 Jul 2025 – 30 Jun 2026", "", "red"],
    ]


def test_the_workbook_has_a_sheet_a_table_and_runs_nothing(page: Client) -> None:
    answer = page.get(f"/reports/invented.xlsx?{ASKED}")
    assert answer["Content-Disposition"] == 'attachment; filename="invented-2026-03-02.xlsx"'
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["1 About", "2 Numbers", "3 What was asked of the…"]
    about, numbers, told = book.worksheets
    said = list(about.iter_rows(values_only=True))
    assert said[1] == ("Answer", "10 counted")
    assert ("Number", "All of them.") in said
    assert said[-1] == ("Sheet 3", "What was [asked] of the longest of all?")
    assert [cell.alignment.horizontal for cell in numbers["C"]] == ["right"] * 3
    assert {cell.alignment.horizontal for cell in (*numbers["A"], *told["C"], *about["B"])} == {None}
    assert (numbers.freeze_panes, about.freeze_panes, numbers["C1"].font.bold) == ("A2", None, True)
    cells = list(numbers.iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in cells] == [["'=HYPERLINK(1)", "CN", 10]] * 2
    assert {cell.data_type for row in cells for cell in row} == {"s", "n"}


def test_paper_holds_what_the_page_shows(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reports.files.paper.pdf_from", lambda _path, data: json.dumps(data).encode())
    data = json.loads(page.get(f"/reports/invented.pdf?{ASKED}").content)
    assert [table["title"] for table in data["tables"]] == [
        "Numbers",
        "What was [asked] of the longest of all?",
    ]
    assert data["tables"][0]["rows"] == [["=HYPERLINK(1) CN", "10"]]
    assert data["tables"][1]["notes"] == ["Told."]
    assert "<svg" in data["tables"][1]["charts"][0]["parts"][0]
    assert [table["worded"] for table in data["tables"]] == [[True, False], [True, True]]
    (_, day), (_, moment) = data["asked"][:2]
    assert day == "2 Mar 2026"
    assert re.fullmatch(r"2 Mar 2026, \d\d:\d\d UTC", moment)
    assert ["Colour", "red"] in data["asked"]


@pytest.mark.parametrize("address", ["/reports/invented.pdf", "/reports/response-rate.pdf?by=offence"])
def test_paper_is_sealed(page: Client, address: str) -> None:
    answer = page.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"pdfaid" in answer.content


def test_programs_get_the_same(ann: User) -> None:
    client = program(ann)
    answer = client.get(f"{API}?{ASKED}").json()
    numbers, told = answer["tables"]
    assert (numbers["key"], numbers["rows"][0]["values"][0]["value"]) == ("numbers", 10)
    assert (told["rows"][0]["values"][0]["value"], told["notes"]) == ("red", ["Told."])
    assert (answer["question"]["by"], answer["question"]["minimum"]) == (None, None)
    listed = {one["slug"]: one for one in client.get("/api/v1/reports/").json()["results"]}["invented"]
    assert [one["name"] for one in listed["parameters"]] == list(invented.REPORT.fields)
    assert client.get(f"{API}?by=channel").status_code == 422


def test_there_is_no_other_kind_of_file(page: Client, ann: User) -> None:
    assert page.get("/reports/invented.doc").status_code == 404
    assert program(ann).get(f"{API}doc/").status_code == 404
    kinds = {ending: program(ann).get(f"{API}{ending}/")["Content-Type"] for ending in ("csv", "xlsx", "pdf")}
    assert kinds == {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
    }
