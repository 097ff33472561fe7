"""Packs as somebody reads them: the page, both files and the answer to a program say the same."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.pdf_text import pages_of_pdf, text_of_pdf
from tests.tracker.api.world import program
from tests.tracker.packs.asked import FATF, IN_2020, file_of, made, told
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import ten_letters
from tests.tracker.web.report_pages import counted_links, text_of
from tracker.accounts.models import Office, User
from tracker.packs.registry import PACKS
from tracker.packs.suppression.tables import MARK
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

PACKED = pytest.mark.parametrize("slug", PACKS)


def cells_of(client: Client, address: str) -> list[list[str]]:
    """The rows of all tables of the page."""
    html = client.get(address).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [
        [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells if row
    ]


def test_packs_are_found_from_the_reports(page: Client) -> None:
    assert reverse("packs") in page.get(reverse("reports")).content.decode()
    html = page.get(reverse("packs")).content.decode()
    assert all(reverse("pack", args=[slug]) in html for slug in PACKS)


def test_the_page_says_what_was_asked_and_what_is_not_known(page: Client) -> None:
    words = text_of(page, made(page, "fatf", IN_2020))
    for said in (
        "1 Jan 2020 – 31 Dec 2020",
        "Made by Jo",
        "Offices counted Office JER (JER)",
        "Recommendation 33; Immediate Outcome 2, core issues 2.1 and 2.2",
        "1.2 Requests received, by jurisdiction",
        "Zero: nothing of this kind was counted in the period.",
        "Not available: the register does not hold requests for extradition.",
    ):
        assert said in words


def test_years_begin_where_they_are_wanted(page: Client) -> None:
    html = page.get(f"{FATF}?year_begins=07-01").content.decode()
    assert "from=2025-07-01&amp;until=2026-06-30" in html
    assert "from=2024-07-01&amp;until=2025-06-30" in html


def test_every_number_opens_exactly_its_rows(page: Client) -> None:
    links = list(counted_links(page, made(page, "fatf", IN_2020)))
    assert len(links) > 20
    for url, number in links[:: max(1, len(links) // 12)]:
        found = program(User.objects.get(name="Jo")).get(
            f"/api/v1/requests/?{url.split('?')[1]}&page_size=200"
        )
        assert len(found.json()["results"]) == number, url


@PACKED
def test_hidden_figures_stand_nowhere(page: Client, jo: User, slug: str) -> None:
    """Neither on the page nor in the files nor over the API: the same cells are hidden, and none leads anywhere."""
    query = f"{IN_2020}&hide_under=6"
    address = made(page, slug, query)
    rows = cells_of(page, address)
    assert any(MARK in row for row in rows)
    html = page.get(address).content.decode()
    assert not list(counted_links(page, address))
    assert not re.findall(r'href="/reports/(?!packs/|published/)[^"]+\?', html)
    answer = told(program(jo), slug, query)
    tables = [part["table"] for section in answer["sections"] for part in section["parts"] if part["table"]]
    values = [one for table in tables for row in table["rows"] + table["totals"] for one in row["values"]]
    assert {one["rows"] for one in values} == {None}
    hidden = [one for one in values if one["reason"] == "suppressed"]
    assert hidden
    assert {one["value"] for one in hidden} == {None}
    file = page.get(file_of(address, "xlsx"))
    assert f"{slug}-2026-03-02-hidden-under-" in file["Content-Disposition"]
    book = load_workbook(BytesIO(file.content))
    marks = sum(cell == MARK for sheet in book.worksheets[1:] for row in sheet.values for cell in row)
    assert marks == len(hidden)
    assert text_of_pdf(page.get(file_of(address, "pdf")).content).count(MARK) == 1 + sum(
        row.count(MARK) for row in rows
    )


@PACKED
def test_the_workbook_has_a_sheet_a_table_with_its_notes(page: Client, jo: User, slug: str) -> None:
    answer = page.get(file_of(made(page, slug, IN_2020), "xlsx"))
    assert answer["Content-Disposition"] == f'attachment; filename="{slug}-2026-03-02.xlsx"'
    book = load_workbook(BytesIO(answer.content))
    parts = [part for section in told(program(jo), slug, IN_2020)["sections"] for part in section["parts"]]
    tables = [part for part in parts if part["table"]]
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 1 + len(tables)
    for name, part in zip(book.sheetnames[1:], tables, strict=True):
        assert name == part["number"], "whole, as no title would be"
        assert book[name].column_dimensions["A"].width > 20
        lines = [[cell for cell in line if cell not in (None, "")] for line in book[name].values]
        assert lines[0] == [f"{part['number']} {part['title']}"]
        assert book[name].freeze_panes == "A3", "title and headings stay in sight"
        assert book[name].cell(row=2, column=3).font.bold
        assert [line[0] for line in lines if line].count(part["definitions"][0]["term"]) >= 1
    about = [line[0] for line in book.worksheets[0].values]
    assert all(f"{part['number']} {part['title']}" in about for part in parts)


@PACKED
def test_paper_says_what_the_page_says(page: Client, slug: str) -> None:
    address = made(page, slug, IN_2020)
    answer = page.get(file_of(address, "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert b"pdfaid" in answer.content
    words = text_of_pdf(answer.content).replace(" ", "")
    for row in cells_of(page, address):
        assert "".join(row).replace(" ", "") in words, row
    for said in (
        "Made by: Jo",
        "Offices counted: Office JER (JER)",
        "Not applicable: the figure has no meaning here",
    ):
        assert said.replace(" ", "") in words


def test_in_the_workbook_shares_are_read_per_cent_and_stay_exact(page: Client) -> None:
    book = load_workbook(
        BytesIO(page.get(file_of(made(page, "fatf", f"{IN_2020}&minimum=1"), "xlsx")).content)
    )
    (total,) = [row for row in book["2.2"].iter_rows(min_row=3) if row[0].value == "All"]
    cells = {head.value: cell for head, cell in zip(book["2.2"][2], total, strict=True)}
    assert (cells["Received"].value, cells["Received"].number_format) == (90, "General")
    shares = [cells[name] for name in ("Rate", "Rate, 95 % interval from", "Rate, 95 % interval to")]
    assert {cell.number_format for cell in shares} == {"0.0 %"}
    assert len(str(shares[1].value)) > 5, "not rounded as it is written"


@PACKED
def test_on_paper_what_a_table_is_taken_from_stands_on_its_page(page: Client, slug: str) -> None:
    pages = pages_of_pdf(page.get(file_of(made(page, slug, IN_2020), "pdf")).content)
    assert len(pages) > 5
    assert any("Report: " in words for words in pages)
    assert not [words for words in pages if re.match("Report:|The figures mean", words)]


@PACKED
def test_each_page_on_paper_says_of_which_pack_it_is(page: Client, slug: str) -> None:
    pages = pages_of_pdf(page.get(file_of(made(page, slug, IN_2020), "pdf")).content)
    foot = f"{PACKS[slug].title} · Period: 1 Jan 2020 – 31 Dec 2020 · As of: "
    assert [words for words in pages if foot.replace(" ", "") not in words.replace(" ", "")] == []


def test_programs_get_the_same_figures_with_their_rows(page: Client, jo: User) -> None:
    answer = told(program(jo), "fatf", IN_2020)
    assert answer["hide_under"] is None
    parts = [part for section in answer["sections"] for part in section["parts"]]
    got = [part for part in parts if part["title"] == "Requests received, by jurisdiction"]
    (total,) = got[0]["table"]["totals"]
    assert {one["key"]: one["value"] for one in total["values"][:6]} == {
        "carried": 0, "new": 90, "reopened": 0, "handled": 90, "closed": 9, "pending": 81,
    }  # fmt: skip
    assert program(jo).get(f"/api/v1/requests/?{total['values'][4]['rows']}").json()["results"]
    asked = program(jo).get(f"/api/v1/reports/{got[0]['report']}/?{got[0]['query']}").json()
    assert {one["key"]: one["value"] for one in asked["tables"][1]["totals"][0]["values"]} == {
        one["key"]: one["value"] for one in total["values"]
    }
    listed = program(jo).get("/api/v1/packs/").json()["results"]
    assert [one["slug"] for one in listed] == list(PACKS)
    assert [one["name"] for one in listed[0]["parameters"]] == [
        "from", "until", "year_begins", "as_of", "minimum", "hide_under",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "code", "seen", "leads_on"),
    [
        (Role.OFFICER, "JER", True, True),
        (Role.OFFICER, "KYI", False, False),
        (Role.ADMINISTRATOR, "JER", False, False),
        (Role.AUDITOR, "JER", True, False),
    ],
)
def test_each_role_counts_what_it_may(
    client: Client, jersey: Office, role: Role, code: str, seen: bool, leads_on: bool
) -> None:
    user = factories.user("Eve", role=role, office=factories.office(code))
    client.force_login(user)
    address = made(client, "fatf", IN_2020)
    assert ("X0" in text_of(client, address)) is seen
    assert bool(list(counted_links(client, address))) is leads_on
    answer = told(program(user), "fatf", IN_2020)
    tables = [part["table"] for section in answer["sections"] for part in section["parts"] if part["table"]]
    assert bool(tables) is seen
    rows = {one["rows"] for table in tables for row in table["rows"] for one in row["values"]}
    assert bool(rows - {None}) is leads_on


def test_nothing_of_other_offices(client: Client, jersey: Office) -> None:
    beijing = factories.office("BEJ")
    ten_letters(beijing)
    client.force_login(factories.user("Ann", role=Role.OFFICER, office=beijing))
    words = text_of(client, made(client, "fatf", "from=2010-01-01&until=2020-12-31"))
    assert "China" in words
    assert "JER" not in words
    assert "X1" not in words


def test_names_are_text_on_page_and_paper_and_no_formula(page: Client, jersey: Office) -> None:
    hostile = factories.jurisdiction("ZZ", name="=cmd|' /C calc'!A0<script>alert(1)</script>#panic()")
    fact(jersey, dt.date(2020, 5, 1), to=hostile)
    address = made(page, "fatf", IN_2020)
    assert "<script>alert" not in page.get(address).content.decode()
    assert "#panic()" in text_of_pdf(page.get(file_of(address, "pdf")).content)
    book = load_workbook(BytesIO(page.get(file_of(address, "xlsx")).content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
