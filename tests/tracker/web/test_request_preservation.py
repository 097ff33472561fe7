"""The page of a preservation: how long, what covers it, what hangs together with it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, fresh, text, world
from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.web.requests.presenters.actions import doable
from workflows.vocabulary import LinkKind

pytestmark = pytest.mark.django_db

CONFIRMED = dt.date(2026, 5, 10)
JUNE = dt.date(2026, 6, 1)
QUERIES = 27
"""One more than for a request that nothing hangs together with."""


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


def preservation(place: World, **more: object) -> AssistanceRequest:
    law = {"channel": "network_24_7", "instrument": "budapest", "to": "DE", "items": ("PRES",), **more}
    row = place.sent(**law)
    return factories.done(row, "confirm_preservation", by=place.officer, on=CONFIRMED, items=("1",))


def production(place: World, *of: AssistanceRequest) -> AssistanceRequest:
    row = place.sent(channel="treaty", instrument="budapest", to="DE", title="Content of the mailbox")
    for target in of:
        linked(place, row, target)
    return fresh(row)


def linked(
    place: World,
    row: AssistanceRequest,
    target: AssistanceRequest,
    kind: LinkKind = LinkKind.PRODUCTION_OF,
) -> None:
    version = fresh(row).version
    services.link(
        row, target, kind, by=place.officer, recorded_at=factories.moment(JUNE), seen_version=version
    )


def boxes(page: object) -> list[str]:
    """The references in the drawing, the request of the page first."""
    drawn = text(page)
    return re.findall(r'class="link-reference"[^>]*>([^<]+)<', drawn)


def test_the_page_says_from_when_until_when(beijing: World) -> None:
    row = preservation(beijing)
    row.items.get().identifiers.create(kind="e-mail", value="a@example.net")
    page = text(beijing.get("request", row.uuid))
    found = re.sub(r"<[^>]+>", "", page)
    assert re.search(r"e-mail a@example.net\s+Preserved from 10 May 2026 until 9 Jul 2026 ", found)
    factories.done(fresh(row), "renew_preservation", by=beijing.officer, on=JUNE)
    renewed = re.sub(r"<[^>]+>", "", text(beijing.get("request", row.uuid)))
    assert re.search(r"Preserved from 10 May 2026 until 31 Jul 2026 · renewed 1 time", renewed)


def test_every_count_ends_on_the_last_safe_day(beijing: World) -> None:
    row = preservation(beijing)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(beijing.get("request", row.uuid))))
    assert "Preservation expires: 8 Jul 2026" in page
    assert "in 27 days · the last safe day; it may be lost from 9 Jul on" in page
    assert page.count("expires in 27 days") >= 1
    form = text(beijing.get("request_action", row.uuid, "extend_deadline"))
    assert "Preservation expires, 8 Jul 2026" in form


def test_nobody_is_offered_to_confirm_a_preservation_that_was_not_asked_for(beijing: World) -> None:
    row = beijing.sent(channel="treaty", instrument="budapest", to="DE", items=("TRAF",))
    case = Case(row=row, viewer=Viewer(user=beijing.officer, at=factories.moment(JUNE)))
    offer = next(entry for entry in case.offers if entry.action.key == "confirm_preservation")
    assert [str(reason) for reason in offer.reasons] == ["No preservation is asked for."]
    assert doable(case).first[0].label != offer.action.label


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ({}, "Left empty, 60 calendar days from that day, by Budapest Convention, Art. 29(7)."),
        ({"instrument": ""}, "Left empty, no date is watched: no law says how long they keep it."),
    ],
)
def test_the_form_says_what_counts_where_nothing_was_told(
    beijing: World, law: dict[str, object], words: str
) -> None:
    row = beijing.sent(
        **{"channel": "network_24_7", "instrument": "budapest", "to": "DE", "items": ("PRES",)} | law
    )
    page = text(beijing.get("request_action", row.uuid, "confirm_preservation"))
    assert words in page
    assert "Preserved from" in page


def test_a_told_date_is_watched_where_no_law_counts(beijing: World) -> None:
    row = beijing.sent(channel="network_24_7", to="DE", items=("PRES",))
    beijing.post(
        "request_action", row.uuid, "confirm_preservation",
        data={"seen_version": row.version, "items": ["1"], "occurred_on": "2026-05-10", "until": "2026-08-01"},
    )  # fmt: skip
    row = fresh(row)
    assert (row.due_on, row.due_kind) == (dt.date(2026, 8, 1), "expiry")
    page = re.sub(r"<[^>]+>", "", text(beijing.get("request", row.uuid)))
    assert "Preserved from 10 May 2026 until 1 Aug 2026" in page


def test_the_entry_names_the_production_to_who_may_see_it(beijing: World) -> None:
    row = preservation(beijing)
    produced = production(beijing, row)
    factories.done(produced, "deliver", by=beijing.officer, on=dt.date(2026, 6, 2))
    page = text(beijing.get("request", row.uuid))
    assert f"{produced.reference}, received on 2 Jun 2026 · the program" in page
    assert "held for the production request" in page
    beijing.grant(fresh(row), beijing.stranger)
    hidden = text(beijing.get("request", row.uuid, as_=beijing.stranger))
    assert "a linked production request, received on 2 Jun 2026" in hidden
    assert produced.reference not in hidden


def test_what_the_program_recorded_is_not_corrected_by_hand(beijing: World) -> None:
    row = preservation(beijing)
    produced = production(beijing, row)
    factories.done(produced, "deliver", by=beijing.officer, on=dt.date(2026, 6, 2))
    entry = row.events.get(action="request_production")
    address = reverse("request_correct", args=[row.uuid, entry.sequence])
    assert address not in text(beijing.get("request", row.uuid))
    answer = beijing.post(
        "request_correct", row.uuid, entry.sequence,
        data={"seen_version": fresh(row).version, "void": "void", "occurred_on": "2026-06-02", "reason": "No"},
    )  # fmt: skip
    assert "The program recorded this from other entries." in text(answer)


def test_the_drawing_shows_two_steps_and_the_list_says_the_same(beijing: World) -> None:
    one, other = preservation(beijing), preservation(beijing)
    produced = production(beijing, one, other)
    more = beijing.sent(title="More of the same")
    linked(beijing, more, produced, LinkKind.SUPPLEMENTARY_TO)
    third = beijing.sent(title="Three steps away")
    linked(beijing, third, more, LinkKind.REPLACEMENT_OF)
    page = beijing.get("request", one.uuid)
    assert boxes(page) == [one.reference, *sorted([other.reference, more.reference]), produced.reference]
    assert "Three steps away" not in text(page)
    listed = re.sub(r"<[^>]+>", "", text(page))
    assert "What is preserved is asked for in" in listed
    assert f"{more.reference} supplement to {produced.reference}" in re.sub(r"\s+", " ", listed)


def test_what_may_not_be_seen_is_neither_drawn_nor_counted(beijing: World) -> None:
    one, other = preservation(beijing), preservation(beijing)
    produced = production(beijing, one, other)
    beijing.grant(produced, beijing.stranger)
    beijing.grant(fresh(one), beijing.stranger)
    page = beijing.get("request", one.uuid, as_=beijing.stranger)
    assert boxes(page) == [one.reference, produced.reference]
    assert other.reference not in text(page)


def test_the_drawing_costs_as_much_for_many_links_as_for_one(
    beijing: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    produced = production(beijing, preservation(beijing))
    beijing.get("request", produced.uuid)
    with django_assert_num_queries(QUERIES):
        beijing.client.get(reverse("request", args=[produced.uuid]))
    for _number in range(4):
        target = preservation(beijing)
        linked(beijing, produced, target)
        linked(beijing, beijing.sent(), target, LinkKind.PARALLEL_TO)
    with django_assert_num_queries(QUERIES):
        beijing.client.get(reverse("request", args=[produced.uuid]))


def test_what_is_kept_is_asked_for_before_anything_else(beijing: World) -> None:
    row = preservation(beijing)
    page = text(beijing.get("request", row.uuid))
    assert first_action(page) == "Ask for the preserved data"
    begun = text(beijing.get("worklist"))
    assert "Have production requested before the preservation expires" in begun
    assert reverse("request_action", args=[row.uuid, "request_production"]) not in begun
    production(beijing, row)
    assert first_action(text(beijing.get("request", row.uuid))) != "Ask for the preserved data"


def first_action(page: str) -> str:
    """The words of what is proposed first."""
    found = re.search(r'<ul class="actions">.*?<span class="action-title">(.*?)</span>', page)
    assert found is not None
    return found[1]
