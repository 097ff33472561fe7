"""Whatever somebody is called: names are text on every page, in every file and on paper, and no formula anywhere."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.casework.post import authority
from tests.tracker.directory import rows
from tests.tracker.packs.asked import file_of, made, over_the_api
from tests.tracker.reports.facts import fact
from tests.tracker.reports.kept import stretch
from tests.tracker.reports.things import asks, led
from tracker.accounts.models import Office, User
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Stretch
from tracker.casework.viewer import Viewer
from tracker.directory.models import (
    Authority,
    ContactPoint,
    Engagement,
    Jurisdiction,
    Network,
    RelationshipGroup,
    TreatyRegister,
)
from tracker.exports import FORMULA_STARTS
from tracker.packs.registry import PACKS
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from tracker.saved.services import Question, save_view
from workflows.vocabulary import ItemType, Outcome, Party, ResultKind, Role, StretchKind

pytestmark = pytest.mark.django_db

SENT, TODAY = dt.date(2025, 3, 1), dt.date(2026, 3, 2)
BODY = "cmd|'/C calc'!A0</script><svg onload=a()>#panic() $x$ \x0b\x1f\uffff\u202e\U0001f4a3&amp;\"var(--nope)]]>"
STARTS = ("=", "@", "\t=", "\r=", "+", "-", "\n=", "＝")
LONG = "@" + BODY * 120
"""Over ten thousand signs, where a column takes them."""
BEARING = (GroupBy.JURISDICTION, GroupBy.REGION, GroupBy.RELATIONSHIP, GroupBy.AUTHORITY, GroupBy.OFFICE)
NAMELESS = {"offences", "channel-comparison"}
"""Reports all of whose rows bear words of the program's own."""


def hostile() -> Iterator[str]:
    """No two alike."""
    for number, start in enumerate(cycle(STARTS)):
        yield f"{start}{number}{BODY}"


@pytest.fixture
def page(client: Client, clock: MovableClock) -> Client:
    """Somebody who sees a register in which every name is hostile."""
    clock.move_to(factories.moment(TODAY, 12))
    names = hostile()
    office = factories.office("BEJ")
    for code in ("CN", "EE"):
        filled(office, code, next(names))
    group = RelationshipGroup.objects.create(code="g", name="x", source="x", as_of=SENT)
    for place in Jurisdiction.objects.all():
        renamed(place, name=next(names), region=next(names)[:60], relationship_group=group)
    for table in (RelationshipGroup, Office, Authority, ContactPoint, Engagement, TreatyRegister):
        column = "title" if table is Engagement else "name"
        for row in table._default_manager.all():
            renamed(row, **{column: next(names)})
    AssistanceRequest.objects.update(title=next(names), their_reference=next(names), facts=LONG)
    TreatyRegister.objects.update(note=LONG)
    user = factories.user("Ann", role=Role.OFFICER, office=office)
    renamed(user, name=next(names))
    client.force_login(User.objects.get(pk=user.pk))
    return client


def renamed(row: Any, **columns: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


def filled(office: Office, code: str, name: str) -> None:
    """Enough of everything that every table of every report has a row about the jurisdiction."""
    place, addressee = factories.jurisdiction(code), authority(code)
    for number in range(6):
        answered = SENT + dt.timedelta(days=9 * number + 1) if number % 2 else None
        row = fact(
            office, SENT, to=place, authority=addressee, answered=answered, closed=answered,
            channel="letter_exchange" if number else "network_24_7",
            outcome=Outcome.EXECUTED if answered else Outcome.OPEN,
        )  # fmt: skip
        asks(row, ItemType.SUBSCRIBER)
        Stretch.objects.create(
            request=row, number=1, spell=1, kind=StretchKind.HELD, office=office, channel=row.channel,
            direction=row.direction, sent_on=SENT, place="foreign_ministry", party=Party.THEM, turn=1, since_on=SENT,
        )  # fmt: skip
    led(row, ResultKind.AMOUNT, "5", "EUR")
    stretch(row, SENT, item=2, begun_on=SENT, stated_on=SENT)
    Engagement.objects.create(
        code=f"e-{code.lower()}", jurisdiction=place, kind="training", title=name, from_on=SENT, source="x", as_of=SENT
    )  # fmt: skip
    ContactPoint.objects.create(
        authority=addressee, network=Network.BUDAPEST, name=name, source="x", as_of=SENT
    )
    rows.register(f"list-{code.lower()}")
    rows.status(code, f"list-{code.lower()}", signed_on=SENT)


def addresses(slug: str) -> list[str]:
    """The report in every way in which its rows bear names."""
    dimensions = [one.key for one in REPORTS[slug].dimensions]
    more = "register=list-cn&" if "register" in REPORTS[slug].fields else ""
    return [f"{more}by={key}" for key in BEARING if key in dimensions] or [more]


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report_takes_every_name_for_text(page: Client, slug: str) -> None:
    for query in addresses(slug):
        is_text(page.get(f"/reports/{slug}/?{query}").content.decode())
        cells = [
            *in_lines(page.get(f"/reports/{slug}.csv?{query}")),
            *in_sheets(page.get(f"/reports/{slug}.xlsx?{query}")),
        ]
        assert any("cmd|" in cell for cell in cells) is (slug not in NAMELESS)
        assert json.loads(page.get(f"/api/v1/reports/{slug}/?{query}").content)["tables"]
        assert page.get(f"/reports/{slug}.pdf?{query}").content.startswith(b"%PDF")


@pytest.mark.parametrize("slug", PACKS)
def test_every_pack_takes_every_name_for_text(page: Client, slug: str) -> None:
    period = "from=2025-01-01&until=2025-12-31&minimum=1"
    address = made(page, slug, period)
    is_text(page.get(address).content.decode())
    assert any("cmd|" in cell for cell in in_sheets(page.get(file_of(address, "xlsx"))))
    assert page.get(file_of(address, "pdf")).content.startswith(b"%PDF")
    assert page.get(over_the_api(address)).json()["document"]


def test_the_register_and_dashboard_take_every_name_for_text(page: Client) -> None:
    user = User.objects.get()
    view = save_view(
        Viewer(user=user, at=factories.moment(TODAY)),
        "=x",
        Question(rows=CaseFilter()),
        office=Office.objects.get(),
    )
    renamed(view, name=f"={BODY}"[:80])
    view.refresh_from_db()
    assert view.name in {one["name"] for one in page.get("/api/v1/views/").json()["results"]}
    lists = [reverse(name) for name in ("register", "saved_views", "overdue", "worklist")]
    for address in (*lists, reverse("saved_view_change", args=[view.uuid])):
        is_text(page.get(address).content.decode())
    for cells in (in_lines(page.get("/register.csv")), in_sheets(page.get("/register.xlsx"))):
        assert any("cmd|" in cell for cell in cells)


def is_text(html: str) -> None:
    """Every name stands in the page escaped."""
    assert "cmd|" in html
    assert "<svg onload" not in html
    assert "'!A0</script>" not in html


def in_lines(answer: Any) -> list[str]:
    """The cells of a CSV, after none of them was found to start a formula."""
    lines = csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    return harmless([cell for line in lines for cell in line])


def in_sheets(answer: Any) -> list[str]:
    """The same of a workbook that opens; none of them is kept as a formula either."""
    book = load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    return harmless([cell.value for cell in cells if isinstance(cell.value, str)])


def harmless(cells: list[str]) -> list[str]:
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS) and "cmd|" in cell] == []
    return cells
