"""The chance of an answer on the page of a request, our own record where a new one is opened, and both over the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.reports.facts import fact
from tests.tracker.web.request_world import MARCH, TODAY, World, text, world
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest

pytestmark = pytest.mark.django_db

LAST_YEAR = dt.date(2025, 3, 3)
WAY = {"jurisdiction": "CN", "channel": "letter_exchange"}


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


@pytest.fixture
def letter(beijing: World) -> AssistanceRequest:
    row = beijing.sent()
    return factories.done(row, "hand_over_to_stop", by=beijing.officer, on=MARCH, data={"stop": "ministry"})


def ago(*days: int | None) -> list[dt.date | None]:
    return [None if number is None else LAST_YEAR + dt.timedelta(days=number) for number in days]


def answer_some(beijing: World) -> None:
    """Six of last year that waited longer than the letter has: two were answered within the next 60 days."""
    for answered in ago(110, 130, 300, 300, None, None):
        fact(beijing.office, LAST_YEAR, answered=answered)


def program(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def read(beijing: World, path: str) -> Any:
    return program(beijing.officer).get(path).json()


def test_a_request_that_waits_leads_to_its_chance(beijing: World, letter: AssistanceRequest) -> None:
    address = reverse("request_chances", args=[letter.uuid])
    assert f'hx-get="{address}"' in text(beijing.get("request", letter.uuid))
    draft = beijing.opened(on=TODAY)
    assert "What the next 60 days may bring" not in text(beijing.get("request", draft.uuid))
    assert "It does not wait for an answer of theirs" in text(beijing.get("request_chances", draft.uuid))


def test_page_and_program_are_told_the_same_chance(beijing: World, letter: AssistanceRequest) -> None:
    answer_some(beijing)
    age = (TODAY - MARCH).days
    told = read(beijing, f"/api/v1/requests/{letter.uuid}/chances/")["record"]
    assert (told["sent"], told["answered"], told["open"], told["channel"]) == (7, 4, 3, "letter_exchange")
    ahead = told["ahead"]
    assert (ahead["age"], ahead["at_risk"], ahead["answer"]["value"]) == (age, 6, pytest.approx(2 / 6))
    page = text(beijing.get("request_chances", letter.uuid))
    assert f"<dt>Waited for more than {age} days</dt> <dd>6</dd>" in page
    low, high = (round(100 * ahead["answer"][end]) for end in ("low", "high"))
    assert f"<dt>Answer in the next 60 days</dt> <dd>33 % ({low}–{high})</dd>" in page
    assert f'href="/register/?{told["rows"]}"'.replace("&", "&amp;") in page
    assert (
        f"/reports/time-to-answer/?direction=outgoing&amp;channel=letter_exchange&amp;jurisdiction=CN&amp;age={age}"
        in page
    )


def test_where_too_few_waited_so_long_it_is_said(beijing: World, letter: AssistanceRequest) -> None:
    page = text(beijing.get("request_chances", letter.uuid))
    assert "No chance is given: 0 waited for so long, and it takes 5 to say something." in page
    assert read(beijing, f"/api/v1/requests/{letter.uuid}/chances/")["record"]["ahead"]["answer"] is None


def test_a_foreign_request_has_no_chance(beijing: World, letter: AssistanceRequest) -> None:
    assert beijing.get("request_chances", letter.uuid, as_=beijing.stranger).status_code == 404


def test_page_and_program_are_told_the_same_record(beijing: World) -> None:
    answer_some(beijing)
    beijing.client.force_login(beijing.officer)
    page = text(beijing.client.get(reverse("own_record"), WAY))
    told = program(beijing.officer).get("/api/v1/requests/record/", WAY).json()
    assert (told["sent"], told["answered"], told["ahead"]) == (6, 4, None)
    assert [one["days"] for one in told["within"]] == [30, 90, 180]
    assert "6 sent</a>" in page
    assert "4 answered</a>" in page
    share = told["within"][2]["share"]
    low, high = (round(100 * share[end]) for end in ("low", "high"))
    assert f"<dt>Answer within 180 days</dt> <dd>33 % ({low}–{high})</dd>" in page


def test_the_record_is_that_of_what_the_reader_may_see(beijing: World) -> None:
    answer_some(beijing)
    told = program(beijing.stranger).get("/api/v1/requests/record/", WAY).json()
    assert (told["sent"], told["within"]) == (0, [])
    beijing.client.force_login(beijing.stranger)
    page = text(beijing.client.get(reverse("own_record"), WAY))
    assert "No share is given: it takes 5 to say something." in page


@pytest.mark.parametrize(
    "way", [{}, {"jurisdiction": "CN"}, {**WAY, "channel": "pigeon"}, {**WAY, "jurisdiction": "a\0"}]
)
def test_no_record_of_no_way(beijing: World, way: dict[str, str]) -> None:
    beijing.client.force_login(beijing.officer)
    assert beijing.client.get(reverse("own_record"), way).status_code == 404
    assert program(beijing.officer).get("/api/v1/requests/record/", way).status_code == 422


def test_a_new_request_shows_the_record_once_both_ends_are_chosen(beijing: World) -> None:
    place = factories.jurisdiction("CN")
    beijing.client.force_login(beijing.officer)
    address = f"{reverse('own_record')}?channel=letter_exchange&amp;jurisdiction=CN"

    def form(**chosen: Any) -> str:
        return text(beijing.client.get(reverse("request_new"), {"direction": "outgoing", **chosen}))

    assert f'hx-get="{address}"' in form(jurisdiction=place.pk, channel="letter_exchange")
    for chosen in (
        {"channel": "letter_exchange"},
        {"jurisdiction": place.pk},
        {"jurisdiction": "x", "channel": "letter_exchange"},
        {"jurisdiction": place.pk, "channel": "letter_exchange", "direction": "incoming"},
    ):
        assert "Our own record by this way" not in form(**chosen)
