"""Coverage gaps: what is known between us and those whom we ask, on a day, each number of requests with its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.casework.post import authority
from tests.tracker.directory import rows
from tests.tracker.reports.asked import each_number_is_its_rows, table, texts
from tests.tracker.reports.facts import fact
from tests.tracker.web.report_pages import file_of, opened_links, text_of
from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.directory.models import Authority, ContactPoint, Network
from tracker.reports.base import Question, Result
from tracker.reports.coverage_gaps import answer
from workflows import registry
from workflows.vocabulary import Direction, Outcome, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
PAGE = "/reports/coverage-gaps/"


@pytest.fixture
def _listed() -> None:
    """Every list is complete and names nobody, but for the United States and Estonia under the Budapest Convention."""
    for law in registry.INSTRUMENTS.values():
        if law.register:
            rows.register(law.register, complete_on=dt.date(2025, 1, 1))
    for code in ("US", "EE"):
        rows.status(code, "budapest", deposited_on=dt.date(2003, 5, 12), in_force_on=dt.date(2004, 7, 1))


def ask(on: dt.date = DAY, *, stale: int = 365, **wanted: Any) -> Result:
    question = Question(
        wanted=CaseFilter(**wanted), on=on, at=factories.moment(DAY, 12), more={"stale_days": stale}
    )
    return answer(AssistanceRequest.objects.all(), question)


def takes(code: str, *channels: str) -> Authority:
    row = authority(code, f"Police of {code}")
    Authority.objects.filter(pk=row.pk).update(channels=list(channels))
    return row


def point(code: str, verified: dt.date | None, name: str = "Duty desk") -> ContactPoint:
    return ContactPoint.objects.create(
        authority=takes(code, "network_24_7"), network=Network.BUDAPEST, name=name, last_verified_on=verified,
        source="test", as_of=SENT,
    )  # fmt: skip


def answered_fact(office: Office, **more: Any) -> AssistanceRequest:
    return fact(office, SENT, answered=SENT + dt.timedelta(days=20), outcome=Outcome.EXECUTED, **more)


@pytest.mark.usefixtures("_listed")
def test_who_has_everything_has_no_gap(beijing: Office) -> None:
    row = answered_fact(beijing, to=factories.jurisdiction("EE"))
    AssistanceRequest.objects.filter(pk=row.pk).update(instrument="budapest")
    row.spells.update(instrument="budapest")
    takes("EE", "letter_exchange")
    result = ask()
    assert result.headline == "0"
    assert {cells[:2] for cells in texts(result, "kinds").values()} == {("0", "0")}
    assert not texts(result, "jurisdictions")


@pytest.mark.usefixtures("_listed")
def test_each_gap_is_told(beijing: Office) -> None:
    fact(beijing, SENT)
    fact(beijing, SENT)
    result = ask()
    assert texts(result, "kinds") == {
        "No instrument between us": ("1", "0", "1"),
        "Nobody to write to, by a channel in use": ("1", "0", "1"),
        "No answer so far": ("1", "0", "1"),
        "No instrument chosen": ("1", "0", "1"),
        "Contact points not verified": ("0", "0", "1"),
    }
    assert texts(result, "jurisdictions") == {"Jurisdiction CN": ("4", "2", "0", "2", "0", "1", "0", "0")}
    assert texts(result, "channels") == {
        "Jurisdiction CN": ("Exchange of letters through the foreign ministry", "nobody", "2")
    }
    assert table(result, "jurisdictions").rows[0].jurisdiction == "CN"


@pytest.mark.usefixtures("_listed")
def test_memberships_are_those_of_the_day(beijing: Office) -> None:
    rows.status("CN", "budapest", deposited_on=dt.date(2024, 4, 2), in_force_on=dt.date(2024, 8, 1))
    fact(beijing, SENT)
    between = {on: texts(ask(on), "kinds")["No instrument between us"] for on in (
        dt.date(2024, 7, 31), dt.date(2024, 8, 1), dt.date(2025, 1, 2)
    )}  # fmt: skip
    assert between == {
        dt.date(2024, 7, 31): ("1", "0", "1"),
        dt.date(2024, 8, 1): ("0", "0", "1"),
        dt.date(2025, 1, 2): ("0", "0", "1"),
    }


@pytest.mark.usefixtures("_listed")
def test_what_no_list_says_is_not_known(beijing: Office) -> None:
    """The day after the lists end silence means nothing."""
    fact(beijing, SENT)
    result = ask(dt.date(2025, 1, 2))
    assert texts(result, "kinds")["No instrument between us"] == ("0", "1", "1")
    assert texts(result, "jurisdictions")["Jurisdiction CN"][4] == "not known"
    assert "(of 1 more it is not known)" in result.sentence


@pytest.mark.usefixtures("_listed")
def test_we_are_the_own_jurisdiction_of_the_office(beijing: Office) -> None:
    """Jersey is bound by nothing here, the United States by the Budapest Convention."""
    jersey = factories.office("JER", own="JE", host="JE")
    estonia = factories.jurisdiction("EE")
    fact(beijing, SENT, to=estonia)
    fact(jersey, SENT, to=estonia)
    assert texts(ask(), "jurisdictions")["Jurisdiction EE"][4] == "JE 0, US 1"
    assert texts(ask(), "kinds")["No instrument between us"][0] == "1"
    assert texts(ask(office="BEJ"), "jurisdictions")["Jurisdiction EE"][4] == "1"
    assert texts(ask(office="BEJ"), "kinds")["No instrument between us"][0] == "0"


def test_authorities_that_are_silent_leave_it_open(beijing: Office) -> None:
    fact(beijing, SENT)
    takes("CN")
    assert texts(ask(), "channels")["Jurisdiction CN"][1] == "not known"
    assert texts(ask(), "kinds")["Nobody to write to, by a channel in use"] == ("0", "1", "1")
    takes("CN", "treaty")
    assert texts(ask(), "channels")["Jurisdiction CN"][1] == "nobody"
    takes("CN", "treaty", "letter_exchange")
    assert not texts(ask(), "channels")
    Authority.objects.update(closed_on=DAY)
    assert texts(ask(), "channels")["Jurisdiction CN"][1] == "nobody"
    assert not texts(ask(DAY - dt.timedelta(days=1)), "channels")


def test_a_body_of_several_states_is_somebody(beijing: Office) -> None:
    fact(beijing, SENT, channel="task_force")
    row = takes("CN", "task_force")
    Authority.objects.filter(pk=row.pk).update(jurisdiction=None)
    assert not texts(ask(), "channels")


def test_the_network_needs_a_contact_point(beijing: Office) -> None:
    fact(beijing, SENT, channel="network_24_7")
    takes("CN", "network_24_7")
    assert texts(ask(), "channels")["Jurisdiction CN"][1] == "nobody"
    point("CN", None)
    assert not texts(ask(), "channels")


def test_contact_points_grow_stale(beijing: Office) -> None:
    fact(beijing, SENT)
    point("CN", dt.date(2023, 12, 31), "Day desk")
    point("CN", dt.date(2024, 1, 1), "Night desk")
    point("CN", None, "Old desk")
    point("EE", None, "Desk of those whom we do not ask")
    assert list(texts(ask(), "points").items()) == [
        ("Old desk", ("Jurisdiction CN", "Budapest Convention, Art. 35", "never", "never")),
        ("Day desk", ("Jurisdiction CN", "Budapest Convention, Art. 35", "31 Dec 2023", "366")),
    ]
    assert texts(ask(), "jurisdictions")["Jurisdiction CN"][6:] == ("3", "2")
    assert len(texts(ask(stale=366), "points")) == 1
    assert len(texts(ask(stale=364), "points")) == 3


def test_answers_are_those_of_the_day(beijing: Office) -> None:
    answered_fact(beijing)
    fact(beijing, SENT)
    assert texts(ask(SENT), "kinds")["No answer so far"][0] == "1"
    assert texts(ask(), "kinds")["No answer so far"][0] == "0"
    assert ask(SENT - dt.timedelta(days=1)).is_empty


def test_only_what_we_ask_is_counted(beijing: Office) -> None:
    fact(beijing, SENT, direction=Direction.INCOMING)
    assert ask().is_empty
    fact(beijing, SENT, to=factories.jurisdiction("EE"))
    assert list(texts(ask(), "jurisdictions")) == ["Jurisdiction EE"]


def test_each_number_is_the_number_of_its_rows_and_no_query_grows(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("CN", "EE", "FR"):
        fact(beijing, SENT, to=factories.jurisdiction(code), channel="treaty")
        answered_fact(beijing, to=factories.jurisdiction(code))
        fact(beijing, SENT, to=factories.jurisdiction(code), direction=Direction.INCOMING)
    point("EE", None)
    with django_assert_num_queries(6):
        result = ask()
    assert each_number_is_its_rows(result, on=DAY) > 12 + len(result.figures)


def test_states_never_asked_are_counted_beside(beijing: Office) -> None:
    fact(beijing, SENT)
    factories.jurisdiction("EE")
    factories.jurisdiction("FR")
    (note,) = ask().notes
    assert note == (
        "2 States of the directory were never asked; with 2 of these no list names an instrument between us."
    )


# The page, its file, the API


@pytest.fixture
def world(clock: MovableClock, beijing: Office) -> Office:
    clock.move_to(factories.moment(DAY, 12))
    fact(factories.office("PAR", host="FR"), SENT, to=factories.jurisdiction("FR"))
    fact(beijing, SENT)
    answered_fact(beijing, to=factories.jurisdiction("EE"))
    point("EE", None)
    return beijing


def test_the_page_leads_to_rows_and_to_the_directory(client: Client, world: Office) -> None:
    client.force_login(factories.user("Ann", role=Role.OFFICER, office=world))
    html = client.get(PAGE).content.decode()
    assert '<a href="/directory/CN/">Jurisdiction CN</a>' in html
    assert "Jurisdiction FR" not in html
    words = text_of(client, PAGE)
    assert "2 of 2 jurisdictions that we asked have a gap, or several: " in words
    assert "1 no answer so far, 2 requests without an instrument chosen, 1 contact points that are" in words
    assert len(opened_links(client, PAGE)) > 4


def test_file_and_program_tell_the_same(client: Client, world: Office) -> None:
    ann = factories.user("Ann", role=Role.OFFICER, office=world)
    client.force_login(ann)
    told = program(ann).get("/api/v1/reports/coverage-gaps/").json()
    by_key = {one["key"]: one for one in told["tables"]}
    assert [row["jurisdiction"] for row in by_key["jurisdictions"]["rows"]] == ["CN", "EE"]
    assert by_key["kinds"]["rows"][0]["jurisdiction"] is None
    lines = file_of(client, "/reports/coverage-gaps.csv")
    for row in by_key["jurisdictions"]["rows"]:
        values = [one["value"] if one["value"] is not None else one["reason"] for one in row["values"]]
        assert [row["title"], row["code"], *map(str, values)] in lines
    for ending in ("xlsx", "pdf"):
        assert client.get(f"/reports/coverage-gaps.{ending}").status_code == 200


def test_the_page_counts_nothing_of_other_offices(client: Client, world: Office) -> None:
    client.force_login(factories.user("Eve", role=Role.OFFICER, office=factories.office("ROM", host="IT")))
    assert "Nothing to count yet" in text_of(client, PAGE)
