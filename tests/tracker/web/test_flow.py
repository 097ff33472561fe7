"""The flow report as somebody reads it: published figures, links to exactly the rows, by role."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import fact, spell
from tests.tracker.reports.oracles import ORIGINS, fifteen_late, investigation_orders, ninety_closed
from tests.tracker.web.report_pages import counted_links, file_of, opened_links, text_of
from tracker.accounts.models import Office, User
from tracker.casework.models import Spell
from tracker.reports.flow import BY
from workflows.vocabulary import Direction, OffenceCategory, Outcome, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
PAGE = "/reports/flow/"
CSV = "/reports/flow.csv"
IN_2020 = "from=2020-01-01&until=2020-12-31"
YEARS = "from=2022-01-01&until=2023-12-31&each=year"


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def office() -> Office:
    return factories.office("JER", own="JE", host="JE")


@pytest.fixture
def officer(office: Office) -> User:
    return factories.user("Jo", role=Role.OFFICER, office=office)


@pytest.fixture
def page(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def tables_of(client: Client, address: str) -> dict[str, dict[str, dict[str, str]]]:
    """The tables of the file by their heading, each row by its label."""
    lines = file_of(client, address)
    found: dict[str, dict[str, dict[str, str]]] = {}
    header: list[str] = []
    for before, line in zip([[], *lines], lines, strict=False):
        if not line or len(line) == 1:
            header = []
        elif not header and (not before or len(before) == 1) and "Code" in line[1:2]:
            header = line
            found[line[0]] = {}
        elif header:
            found[header[0]][line[0]] = dict(zip(header, line, strict=True))
    return found


def test_ninety_requests_received(page: Client, office: Office) -> None:
    """Jersey, 2020: 29 formal and 5 informal, 9 withdrawn, referred or refused, 47 pending, by seven origins."""
    ninety_closed(office)
    words = text_of(page, f"{PAGE}?{IN_2020}&by=region")
    assert "47 pending on 31 Dec 2020: 0 carried forward + 90 new + 0 reopened − 43 closed" in words
    assert "This does not add up" not in words
    tables = tables_of(page, f"{CSV}?{IN_2020}&by=region")
    assert {name: int(row["New"]) for name, row in tables["Region"].items() if name != "All"} == ORIGINS
    everything = tables["Region"]["All"]
    assert [everything[name] for name in ("New", "In hand", "Closed", "Pending")] == ["90", "90", "43", "47"]
    assert {name: int(row["Closed"]) for name, row in tables["Outcome"].items()} == {
        "Executed": 29,
        "Partly executed": 5,
        "Withdrawn": 9,
        "Closed": 43,
    }
    assert float(everything["Executed, of closed"]) == pytest.approx(34 / 43, abs=1e-6)
    assert float(everything["Executed, of all"]) == pytest.approx(34 / 90, abs=1e-6)
    tags = tables_of(page, f"{CSV}?{IN_2020}&by=offence")["Offence"]
    assert (tags["Fraud"]["New"], tags["Money laundering"]["New"]) == ("53", "30")
    assert (tags["Sum of the rows"]["New"], tags["Requests, each once"]["New"]) == ("134", "90")


def test_investigation_orders_by_year_and_their_restatement(page: Client, office: Office) -> None:
    """Eurojust: new + ongoing from previous years = total; a year later fifteen cases more."""
    investigation_orders(office)
    rows = tables_of(page, f"{CSV}?{YEARS}")["Period"]
    shown = [
        [int(rows[year][name]) for name in ("New", "Carried forward", "In hand")] for year in ("2022", "2023")
    ]
    assert shown == [[2707, 2708, 5415], [2972, 3327, 6299]]
    words = text_of(page, f"{PAGE}?{YEARS}")
    for figure in ("2,707", "2,708", "5,415", "2,972", "3,327", "6,299"):
        assert figure in words
    fifteen_late(office)
    restated = tables_of(page, f"{CSV}?{YEARS}")["Period"]["2023"]
    assert [int(restated[name]) for name in ("New", "Carried forward", "In hand")] == [2982, 3332, 6314]


@pytest.mark.parametrize("by", [dimension.key for dimension in BY])
def test_every_number_opens_exactly_its_rows(page: Client, office: Office, by: str) -> None:
    fact(office, dt.date(2019, 5, 1))
    fact(
        office,
        dt.date(2020, 2, 1),
        to=factories.jurisdiction("EE", region="Europe"),
        direction=Direction.INCOMING,
    )
    fact(office, dt.date(2020, 3, 1), closed=dt.date(2020, 5, 1), outcome=Outcome.REFUSED,
         offences=(OffenceCategory.FRAUD, OffenceCategory.THEFT))  # fmt: skip
    again = fact(office, dt.date(2019, 3, 1), closed=dt.date(2019, 5, 1), outcome=Outcome.NIL)
    Spell.objects.filter(request=again).update(superseded_on=dt.date(2020, 8, 1))
    spell(again, number=2, opened=dt.date(2020, 8, 1), closed=dt.date(2020, 9, 1), outcome=Outcome.EXECUTED)
    broken = fact(office, dt.date(2020, 7, 1))
    Spell.objects.filter(request=broken).update(closed_on=dt.date(2019, 7, 1))
    links = opened_links(page, f"{PAGE}?{IN_2020}&by={by}")
    assert len(links) > 20
    assert any("flow=amiss" in url for url in links)


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fact(office, TODAY)
    page.get(PAGE)
    with django_assert_num_queries(14):
        page.get(f"{PAGE}?by=jurisdiction")
    for code in ("EE", "FR", "TH"):
        fact(office, dt.date(2025, 1, 1), closed=TODAY, outcome=Outcome.NIL, to=factories.jurisdiction(code))
    with django_assert_num_queries(14):
        page.get(f"{PAGE}?by=jurisdiction&from=2020-01-01&each=month")


@pytest.mark.parametrize(
    ("role", "code", "seen"),
    [
        (Role.OFFICER, "JER", True),
        (Role.SUPERVISOR, "HQ", True),
        (Role.OFFICER, "HQ", False),
        (Role.ADMINISTRATOR, "JER", False),
        (Role.AUDITOR, "HQ", True),
    ],
)
def test_each_role_counts_what_it_may(
    client: Client, office: Office, role: Role, code: str, seen: bool
) -> None:
    Office.objects.filter(pk=office.pk).update(parent=factories.office("HQ"))
    fact(office, TODAY)
    client.force_login(factories.user("Eve", role=role, office=factories.office(code)))
    assert ("1 new" in text_of(client, PAGE)) is seen
    assert bool(list(counted_links(client, PAGE))) is (seen and role is not Role.AUDITOR)


@pytest.mark.parametrize("query", ["known_on=2026-03-03", "as_of=2026-03-03"])
def test_nothing_is_known_of_days_to_come(page: Client, query: str) -> None:
    assert "This day has not come yet" in text_of(page, f"{PAGE}?{query}")


def test_programs_and_paper_get_the_same(
    page: Client, officer: User, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact(office, dt.date(2019, 2, 1))
    fact(office, dt.date(2020, 2, 1), closed=dt.date(2020, 5, 1), outcome=Outcome.REFUSED)
    answer = program(officer).get(f"/api/v1/reports/flow/?{IN_2020}&each=year&minimum=1").json()
    (period,) = answer["tables"][0]["rows"]
    values = {one["key"]: one["value"] for one in period["values"]}
    assert [values[key] for key in ("carried", "new", "reopened", "handled", "closed", "pending")] == [
        1,
        1,
        0,
        2,
        1,
        1,
    ]
    assert (values["refusal_of_closed"], values["refusal_of_all"]) == (1.0, 0.5)
    (link,) = [one["rows"] for one in period["values"] if one["key"] == "closed"]
    rows = program(officer).get(f"/api/v1/requests/?{link}").json()["results"]
    assert [row["reference"] for row in rows] == ["JER-0002"]
    monkeypatch.setattr("tracker.reports.files.paper.pdf_from", lambda _path, data: json.dumps(data).encode())
    data = json.loads(page.get(f"/reports/flow.pdf?{IN_2020}").content)
    assert [table["title"] for table in data["tables"]] == ["By period", "By channel", "Closed, by outcome"]
    assert "Two bars of one length" in data["tables"][0]["charts"][0]["said"]
