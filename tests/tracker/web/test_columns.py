"""The columns of the register: chosen on the page, and in its files exactly as chosen."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world
from tracker.accounts.models import User
from tracker.casework import exports
from tracker.casework.columns import COLUMNS, KEYS, USUAL, chosen
from tracker.exports import XLSX as WORKBOOK

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
API = "/api/v1/requests/export/"
XLSX = f"{API}xlsx/"


@pytest.fixture
def world(clock: MovableClock) -> World:
    world = make_world(clock)
    for name in ("alpha", "beta"):
        world.sent(on=MARCH, title=f"Letter {name}")
    world.opened(on=MARCH, title="=HYPERLINK(1)")
    factories.opened(by=world.stranger, office=world.elsewhere, on=MARCH, title="Paris only")
    return world


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sheet(client: Client, address: str) -> list[tuple[Any, ...]]:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, WORKBOOK)
    assert response["X-Content-Type-Options"] == "nosniff"
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))


def lines(client: Client, address: str) -> list[list[str]]:
    text = client.get(address).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    "query", ["", "?column=title&column=reference&sort=opened", "?q=letter&column=opened_on"]
)
def test_both_files_hold_the_same_cells(world: World, query: str) -> None:
    client = signed_in(world.officer)
    book = sheet(client, f"{reverse('register_xlsx')}{query}")
    as_text = [["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row] for row in book]
    assert as_text == lines(client, f"{reverse('register_csv')}{query}")
    assert len(book) > 2


def test_chosen_columns_are_shown_in_the_order_of_the_register(world: World) -> None:
    page = signed_in(world.officer).get(f"{reverse('register')}?column=stage&column=reference&column=x")
    cells = page.context["cells"]
    assert [column.key for column in cells.columns] == ["reference", "stage"]
    assert [line.row.title for line in cells.lines] == [
        row.assistance_request.title for row in page.context["rows"]
    ]
    assert "Under way" in page.content.decode()
    assert "register.xlsx?column=stage&amp;column=reference" in page.content.decode()
    assert signed_in(world.officer).get(reverse("register")).context["cells"] is None
    assert chosen(["x"]) == COLUMNS


def ticked_in(page: str) -> set[str]:
    return set(re.findall(r'name="column" value="(\w+)"(?: data-usual)? checked', page))


def test_one_column_more_is_chosen_beside_the_usual_ones(world: World) -> None:
    client = signed_in(world.officer)
    assert ticked_in(client.get(reverse("register")).content.decode()) == USUAL
    usual = "&".join(f"column={key}" for key in sorted(USUAL))
    same = client.get(f"{reverse('register')}?{usual}")
    assert same.context["cells"] is None
    assert lines(client, f"{reverse('register_csv')}?{usual}")[0] == [str(column.label) for column in COLUMNS]
    more = client.get(f"{reverse('register')}?{usual}&column=sent_on")
    assert {column.key for column in more.context["cells"].columns} == USUAL | {"sent_on"}
    assert ticked_in(more.content.decode()) == USUAL | {"sent_on"}


def test_every_column_can_be_shown_alone(world: World) -> None:
    client = signed_in(world.officer)
    for key in KEYS:
        page = client.get(f"{reverse('register')}?column={key}")
        assert page.status_code == 200
        assert [column.key for column in page.context["cells"].columns] == [key]


def test_a_workbook_runs_no_formula_and_keeps_days(world: World) -> None:
    rows = sheet(signed_in(world.officer), f"{reverse('register_xlsx')}?column=title&column=opened_on")
    assert "'=HYPERLINK(1)" in {row[0] for row in rows}
    assert {row[1].date() for row in rows[1:]} == {MARCH}


def test_a_workbook_is_laid_out_to_be_read(world: World) -> None:
    world.sent(on=MARCH, title="A letter about many things " * 7)
    address = f"{reverse('register_xlsx')}?column=title&column=opened_on"
    file = signed_in(world.officer).get(address)
    book = load_workbook(io.BytesIO(file.content)).active
    assert (book.title, book.freeze_panes) == ("Requests", "A2")
    assert all(cell.font.bold for cell in book[1])
    assert not any(cell.font.bold for cell in book[2])
    assert [book.column_dimensions[letter].width for letter in "AB"] == [60, 12]
    wrapped = {row[0].value: row[0].alignment.wrap_text for row in book.iter_rows(min_row=2)}
    assert {str(title)[:8] for title, is_wrapped in wrapped.items() if is_wrapped} == {"A letter"}


def test_a_workbook_of_nothing_has_its_headings(world: World) -> None:
    [headings] = sheet(signed_in(world.officer), f"{reverse('register_xlsx')}?q=nowhere&column=title")
    assert headings == ("Title",)


def test_a_workbook_tells_nobody_more_than_the_list(world: World) -> None:
    query = "?column=title"
    assert [row[0] for row in sheet(signed_in(world.stranger), f"{reverse('register_xlsx')}{query}")[1:]] == [
        "Paris only"
    ]
    assert len(sheet(signed_in(world.auditor), XLSX)) == 1
    assert Client().get(XLSX).status_code == 401
    assert Client().get(reverse("register_xlsx")).status_code == 302


def test_the_api_takes_the_columns_too(world: World) -> None:
    client = signed_in(world.officer)
    assert lines(client, f"{API}?columns=title,reference")[0] == ["Our reference", "Title"]
    assert sheet(client, f"{XLSX}?columns=title&q=beta")[1:] == [("Letter beta",)]
    for address in (API, XLSX):
        refused = client.get(f"{address}?columns=title,colour")
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["parameter"] == "columns"


def test_too_many_rows_are_refused_with_what_to_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "XLSX_MOST", 1)
    client = signed_in(world.officer)
    page = client.get(f"{reverse('register_xlsx')}?q=letter", follow=True)
    assert "too many rows for a workbook" in page.content.decode()
    assert page.redirect_chain == [(f"{reverse('register')}?q=letter", 302)]
    assert client.get(XLSX).status_code == 422
