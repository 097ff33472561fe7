"""The page of the 24/7 network as somebody reads it, its files, its entry of the API, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.casework.post import Post, made_post
from tests.tracker.casework.preserved import preservation, production
from tests.tracker.web.report_pages import file_of, opened_links, text_of
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

PAGE = "/reports/network-24-7/"
API = "/api/v1/reports/network-24-7/"
TODAY = dt.date(2026, 4, 5)


@pytest.fixture
def post(clock: MovableClock) -> Post:
    """Two preservations, one followed by a request, and one of another office."""
    clock.move_to(factories.moment(TODAY, 12))
    made = made_post()
    production(made, preservation(made))
    preservation(made)
    paris = factories.office("PAR")
    factories.sent(
        officer=factories.user("Pia", role=Role.OFFICER, office=paris),
        supervisor=factories.user("Per", role=Role.SUPERVISOR, office=paris),
        office=paris,
        channel="network_24_7",
        to="DE",
        items=("PRES",),
    )
    return made


@pytest.fixture
def page(client: Client, post: Post) -> Client:
    client.force_login(post.officer)
    return client


def test_every_number_opens_exactly_its_rows(page: Client) -> None:
    assert len(opened_links(page, PAGE)) > 8
    assert len(opened_links(page, f"{PAGE}?as_of=2026-03-09")) > 3


def test_the_page_tells_what_followed_and_nothing_of_other_offices(page: Client) -> None:
    words = text_of(page, f"{PAGE}?minimum=1")
    assert "100 % answered so far, 2 of 2 requests through the network (2 sent, 0 received)" in words
    assert "Of those with preserved data, a request for it followed: 1 of 2." in words


def test_the_files_and_the_program_have_the_same_rows(page: Client, post: Post) -> None:
    (sent,) = program(post.officer).get(f"{API}?minimum=1").json()["tables"]
    assert sent["key"] == "requests_outgoing"
    row = next(one for one in sent["rows"] if one["code"] == "PRES")
    told = {value["key"]: value["value"] for value in row["values"]}
    assert [told[key] for key in ("sent", "answered", "preserved", "followed", "unfollowed")] == [
        2,
        2,
        2,
        1,
        1,
    ]
    shown = next(
        line for line in file_of(page, "/reports/network-24-7.csv") if line[:1] == ["Preservation of data"]
    )
    assert shown[2:5] == ["2", "0", "2"]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/network-24-7.{ending}").status_code == 200


def test_what_the_register_keeps_the_program_keeps(page: Client, post: Post) -> None:
    ann = program(post.officer)
    for query, number in (("preservation=followed", 1), ("preservation=unfollowed", 1), ("item_type=-", 0)):
        assert len(ann.get(f"/api/v1/requests/?{query}").json()["results"]) == number, query
        assert page.get(f"/register/?{query}").status_code == 200


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client, post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page.get(PAGE)
    with django_assert_max_num_queries(15):
        page.get(f"{PAGE}?by=jurisdiction")
    for _number in range(3):
        preservation(post)
    with django_assert_max_num_queries(15):
        page.get(f"{PAGE}?by=jurisdiction")
