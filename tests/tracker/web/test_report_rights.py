"""Each role × each report and pack × page, files and API: figures hold nothing that the reader may not count."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.pdf_text import text_of_pdf
from tests.tracker.api.world import NOON, World, make_world, program
from tests.tracker.casework.post import authority
from tests.tracker.packs.asked import file_of, made, over_the_api
from tests.tracker.reports.facts import fact
from tests.tracker.reports.kept import stretch
from tests.tracker.reports.things import asks, led
from tracker.accounts.choices import Scope
from tracker.accounts.models import Office, User
from tracker.casework.models import Stretch
from tracker.directory.models import ContactPoint, Engagement, Jurisdiction, Network
from tracker.packs.registry import PACKS
from tracker.reports.registry import REPORTS
from workflows.vocabulary import ItemType, Outcome, Party, ResultKind, Role, StretchKind

pytestmark = pytest.mark.django_db

SENT = dt.date(2025, 3, 1)
PERIOD = "from=2025-01-01&until=2025-12-31&minimum=1"
SEEING = {"officer": "BEJ", "supervisor": "BEJ", "auditor": "BEJ", "stranger": "PAR", "administrator": ""}
"""Whose requests each counts; an administrator's figures are of nothing."""
NAMED = {"BEJ": "Aland-of-Beijing", "PAR": "Freedonia-of-Paris"}
OF_NOBODY = {"memberships", "engagement"}
"""Reports that tell of the directory to everybody, and count requests only beside it."""


@pytest.fixture
def world(clock: MovableClock) -> World:
    """Two offices; each asked, and was answered by, a jurisdiction of its own."""
    world = make_world(clock)
    for office, code in ((world.beijing, "ZB"), (world.elsewhere, "ZP")):
        _filled(office, factories.jurisdiction(code, name=NAMED[office.code], region=f"Region of {code}"))
    return world


def _filled(office: Office, place: Jurisdiction) -> None:
    for number in range(5):
        answered = SENT + dt.timedelta(days=9 * number) if number % 2 else None
        row = fact(
            office, SENT, to=place, authority=authority(place.code, f"Ministry of {place.name}"), answered=answered,
            closed=answered, outcome=Outcome.EXECUTED if answered else Outcome.OPEN,
            channel="letter_exchange" if number else "network_24_7",
        )  # fmt: skip
        asks(row, ItemType.SUBSCRIBER)
        Stretch.objects.create(
            request=row, number=1, spell=1, kind=StretchKind.HELD, office=office, channel=row.channel,
            direction=row.direction, sent_on=SENT, place="foreign_ministry", party=Party.THEM, turn=1, since_on=SENT,
        )  # fmt: skip
    led(row, ResultKind.ARRESTS, "5", on=SENT)
    stretch(row, SENT, item=2, begun_on=SENT, stated_on=SENT)
    Engagement.objects.create(
        code=f"e-{place.code.lower()}", jurisdiction=place, kind="training", title="Course", from_on=SENT, source="x",
        as_of=SENT,
    )  # fmt: skip


def person(world: World, role: str) -> User:
    found: User = getattr(world, role)
    return found


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(slug: str) -> str:
    by = [one.key.value for one in REPORTS[slug].dimensions]
    return "by=jurisdiction" if "jurisdiction" in by else "by=office" if "office" in by else ""


def numbers(answer: dict[str, Any]) -> list[Any]:
    tables = [figure["value"] for figure in answer["figures"]]
    return tables + [
        one["value"]
        for table in answer["tables"]
        for row in (*table["rows"], *table["totals"])
        for one in row["values"]
    ]


def words(client: Client, slug: str, role: str) -> str:
    """All that page, CSV and workbook say of a report."""
    query = asked(slug)
    page = client.get(f"/reports/{slug}/?{query}")
    as_csv = client.get(f"/reports/{slug}.csv?{query}")
    assert (page.status_code, as_csv.status_code) == (200, 200), role
    return (
        page.content.decode()
        + as_csv.getvalue().decode()
        + in_cells(client.get(f"/reports/{slug}.xlsx?{query}"))
    )


def in_cells(answer: Any) -> str:
    book = load_workbook(BytesIO(answer.content))
    return " ".join(f"{cell.value}" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("slug", [slug for slug in REPORTS if slug not in OF_NOBODY])
def test_a_report_names_and_counts_only_what_its_reader_counts(world: World, slug: str) -> None:
    told = {
        role: signed_in(person(world, role)).get(f"/api/v1/reports/{slug}/?{asked(slug)}").json()
        for role in SEEING
    }
    for role, code in SEEING.items():
        said = words(signed_in(person(world, role)), slug, role)
        foreign = [name for office, name in NAMED.items() if office != code]
        assert [name for name in foreign if name in said or name in str(told[role])] == [], role
    assert any(numbers(told["officer"]))
    assert numbers(told["officer"]) == numbers(told["supervisor"]) == numbers(told["auditor"])
    assert not any(numbers(told["administrator"]))
    assert told["administrator"]["headline"] in ("", "0")


@pytest.mark.parametrize("slug", sorted(OF_NOBODY))
def test_the_directory_is_told_to_everybody_and_the_requests_beside_it_are_not(
    world: World, slug: str
) -> None:
    told = signed_in(world.administrator).get(f"/api/v1/reports/{slug}/").json()
    counted = [
        one["value"]
        for table in told["tables"]
        for row in table["rows"]
        for one in row["values"]
        if one["key"] == "sent"
    ]
    assert not any(counted)


@pytest.mark.parametrize("slug", REPORTS)
def test_paper_names_only_what_its_reader_counts(world: World, slug: str) -> None:
    said = text_of_pdf(signed_in(world.officer).get(f"/reports/{slug}.pdf?{asked(slug)}").content)
    if slug not in OF_NOBODY:
        assert NAMED["PAR"] not in said


@pytest.mark.parametrize("slug", PACKS)
def test_a_pack_names_and_counts_only_what_its_reader_counts(world: World, slug: str) -> None:
    for role, code in SEEING.items():
        client = signed_in(person(world, role))
        address = made(client, slug, PERIOD)
        said = client.get(address).content.decode()
        said += client.get(over_the_api(address)).content.decode()
        said += in_cells(client.get(file_of(address, "xlsx")))
        assert [name for office, name in NAMED.items() if office != code and name in said] == [], role
        assert not code or NAMED[code] in said


def test_the_dashboard_and_worklist_name_only_what_their_reader_sees(world: World) -> None:
    for role, code in SEEING.items():
        client = signed_in(person(world, role))
        said = "".join(client.get(address).content.decode() for address in ("/overdue/", "/", "/register/"))
        assert [name for office, name in NAMED.items() if office != code and name in said] == [], role


CALLS = [
    *(f"/api/v1/reports/{slug}/" for slug in REPORTS),
    *(
        f"/api/v1/reports/{slug}/{ending}/"
        for slug in ("response-rate", "coverage-gaps")
        for ending in ("csv", "xlsx")
    ),
    "/api/v1/reports/",
    "/api/v1/packs/",
    "/api/v1/packs/runs/",
]


def codes(client: APIClient) -> set[int]:
    return {client.get(address).status_code for address in CALLS}


def test_a_token_reads_them_by_its_scope_its_person_and_its_office(world: World) -> None:
    assert codes(program(world.officer, {Scope.REPORTS})) == {200}
    for scope in set(Scope) - {Scope.REPORTS}:
        assert codes(program(world.officer, {scope})) == {403}, scope
    both = factories.user("Bea Both", role=Role.OFFICER, office=world.beijing)
    factories.membership(both, world.elsewhere, Role.OFFICER)
    bound = program(both, {Scope.REPORTS}, office=world.elsewhere)
    for slug in set(REPORTS) - OF_NOBODY:
        assert NAMED["BEJ"] not in bound.get(f"/api/v1/reports/{slug}/?{asked(slug)}").content.decode()
    assert not any(numbers(program(world.administrator).get("/api/v1/reports/response-rate/").json()))


def test_figures_name_contact_points_and_never_say_how_to_reach_them(world: World) -> None:
    place = authority("ZB", "Ministry of Justice")
    ContactPoint.objects.create(
        authority=place, network=Network.BUDAPEST, name="Duty desk", phone="+358 555 0100", email="desk@example.org",
        source="x", as_of=SENT,
    )  # fmt: skip
    said = program(world.officer, {Scope.REPORTS}).get("/api/v1/reports/coverage-gaps/").content.decode()
    assert "Duty desk" in said
    assert "555 0100" not in said
    assert "desk@example.org" not in said


def test_a_closed_account_reads_nothing(world: World) -> None:
    client, calls = signed_in(world.officer), program(world.officer)
    User.objects.filter(pk=world.officer.pk).update(is_active=False)
    assert codes(calls) == {401}
    pages = [f"/reports/{slug}/" for slug in REPORTS] + [f"/reports/{slug}.csv" for slug in REPORTS]
    pages += [f"/reports/packs/{slug}/" for slug in PACKS] + ["/overdue/", "/"]
    assert {client.get(page).status_code for page in pages} == {302}


def test_the_moment_is_the_readers(world: World) -> None:
    assert (
        signed_in(world.officer).get("/api/v1/reports/flow/").json()["question"]["as_of"] == f"{NOON.date()}"
    )
