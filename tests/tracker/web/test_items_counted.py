"""Figures that count things asked for, or preserved: their lists name the same number, on the page and over the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import fact
from tests.tracker.reports.kept import CONFIRMED, EXPIRES, kept, stretch
from tests.tracker.reports.things import asks
from tests.tracker.web.report_pages import text_of
from tracker.accounts.models import Office, User
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Question
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from workflows.vocabulary import DataCategory, ItemGroup, ItemOutcome, ItemType, PreservationGroup, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 4, 1)
LATER = dt.date(2026, 7, 9)
ONE = dt.timedelta(days=1)
GROUPS: dict[PreservationGroup, tuple[dt.date | None, dict[str, Any]]] = {
    PreservationGroup.RECEIVED: (
        EXPIRES,
        {"production_sent_on": CONFIRMED, "production_received_on": EXPIRES},
    ),
    PreservationGroup.SENT: (EXPIRES, {"production_sent_on": EXPIRES}),
    PreservationGroup.LATE: (EXPIRES, {"production_sent_on": EXPIRES + ONE}),
    PreservationGroup.ABANDONED: (EXPIRES, {}),
    PreservationGroup.COVERED: (
        LATER,
        {"production_sent_on": CONFIRMED, "production_received_on": CONFIRMED},
    ),
    PreservationGroup.RUNNING: (LATER, {}),
    PreservationGroup.ENDED: (EXPIRES, {"ended_on": CONFIRMED}),
}


@pytest.fixture
def office(clock: MovableClock) -> Office:
    clock.move_to(factories.moment(TODAY, 12))
    return factories.office("BEJ")


@pytest.fixture
def ann(client: Client, office: Office) -> User:
    user = factories.user("Ann", role=Role.OFFICER, office=office)
    client.force_login(user)
    return user


@pytest.fixture
def preserved(office: Office) -> None:
    """Of each group two things of one request and one of another; and as many in another office."""
    for place in (office, factories.office("PAR")):
        for until, columns in GROUPS.values():
            row = kept(place, until, **columns)
            stretch(row, until, item=2, **columns)
            kept(place, until, **columns)


def question(office: Office, **more: Any) -> Question:
    return Question(
        wanted=CaseFilter(**more), by=GroupBy.DIRECTION, on=TODAY, at=factories.moment(TODAY, 12), minimum=1
    )


def named(client: Client, ann: User, rows: CaseFilter) -> tuple[int, str]:
    """How many things the API tells, and the page's sentence of them is there."""
    told = program(ann).get(f"/api/v1/requests/?{rows.query()}").json()
    number = told["items"]["number"]
    requests = len(told["results"])
    word = ("preserved " if rows.asks_of_preservations else "") + ("item" if number == 1 else "items")
    return number, f"{number} {word} in {requests} request{'' if requests == 1 else 's'}"


@pytest.mark.usefixtures("preserved")
@pytest.mark.parametrize("group", PreservationGroup)
def test_each_figure_of_preservations_is_the_number_of_items_of_its_list(
    client: Client, office: Office, ann: User, group: PreservationGroup
) -> None:
    mine = AssistanceRequest.objects.filter(office=office)
    result = REPORTS["preservation-gaps"].answer(mine, question(office))
    figure = next(one for one in result.figures if one.key == group.value)
    number, sentence = named(client, ann, figure.rows)
    assert figure.value == number == 3
    assert sentence == "3 preserved items in 2 requests"
    assert f" {sentence} " in text_of(client, f"/register/?{figure.rows.query()}")


@pytest.mark.parametrize("kind", [ItemType.PRESERVATION, ItemType.SUBSCRIBER, ItemType.CONTENT])
def test_of_both_at_once_what_was_preserved_is_counted_as_figures_count_it(
    client: Client, office: Office, ann: User, kind: ItemType
) -> None:
    """Narrowed to a kind of assistance, a figure of preserved items counts those of requests that ask for it."""
    for others in ((ItemType.SUBSCRIBER, ItemType.SUBSCRIBER), (ItemType.SUBSCRIBER,), ()):
        row = kept(office, EXPIRES)
        stretch(row, EXPIRES, item=2)
        for other in others:
            asks(row, other, None, ItemOutcome.OPEN, None)
    mine = AssistanceRequest.objects.filter(office=office)
    result = REPORTS["preservation-gaps"].answer(mine, question(office, item_type=kind.value))
    figure = next(one for one in result.figures if one.key == PreservationGroup.ABANDONED.value)
    number, sentence = named(client, ann, figure.rows)
    expected = {ItemType.PRESERVATION: 6, ItemType.SUBSCRIBER: 4, ItemType.CONTENT: 0}[kind]
    assert figure.value == number == expected
    assert f" {sentence} " in text_of(client, f"/register/?{figure.rows.query()}") or not expected


def test_each_count_of_things_asked_for_is_the_number_of_items_of_its_list(
    client: Client, office: Office, ann: User
) -> None:
    for outcome in ItemOutcome:
        row = fact(office, dt.date(2026, 1, 5))
        decided = None if outcome is ItemOutcome.OPEN else dt.date(2026, 2, 1)
        for kind, category in (
            (ItemType.SUBSCRIBER, None),
            (ItemType.OTHER, DataCategory.SUBSCRIBER),
            (ItemType.CONTENT, None),
        ):
            asks(row, kind, category, outcome, decided)
    result = REPORTS["types-of-data"].answer(AssistanceRequest.objects.all(), question(office))
    types = next(table for table in result.tables if table.key == "types")
    groups = {group.value for group in ItemGroup}
    compared = 0
    for line in types.rows:
        for column, cell in zip(types.columns, line.cells, strict=True):
            if column.keys[0] in groups and cell.rows:
                number, sentence = named(client, ann, cell.rows)
                assert cell.values[0] == number, (line.label, column.label)
                assert f" {sentence} " in text_of(client, f"/register/?{cell.rows.query()}")
                compared += 1
    assert compared >= len(groups)


def test_a_list_that_asks_for_no_thing_names_none(client: Client, office: Office, ann: User) -> None:
    fact(office, dt.date(2026, 1, 5))
    for query in ("", "?item_type=-", "?channel=letter_exchange"):
        assert "items" not in program(ann).get(f"/api/v1/requests/{query}").json()
        assert " 1 request " in text_of(client, f"/register/{query}")
    assert program(ann).get("/api/v1/requests/?item_type=PRES").json()["items"] == {
        "number": 0,
        "more": False,
    }


@pytest.mark.usefixtures("preserved")
def test_it_costs_one_query_more(client: Client, ann: User) -> None:
    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/register/?{query}").status_code == 200
        return len(captured)

    cost("")
    assert cost("item_type=PRES") == cost("channel=network_24_7") + 1
    assert cost("preservation=held") == cost("questions=0") + 1
