"""The worklist and the page of a request name the same next step."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import MARCH, World, fresh, world
from tracker.casework.case import Case
from tracker.casework.likely import likeliest
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.web.lists.worklist import worklist
from tracker.web.requests.presenters.actions import doable
from workflows.vocabulary import Direction

pytestmark = pytest.mark.django_db

APRIL = dt.date(2026, 4, 1)
STEPS: dict[str, tuple[Direction, tuple[str, ...], str]] = {
    "a draft": (Direction.OUTGOING, (), "submit"),
    "approved": (Direction.OUTGOING, ("submit", "approve"), "send"),
    "sent, with our own embassy": (Direction.OUTGOING, ("submit", "approve", "send"), "hand_over"),
    "returned as deficient": (
        Direction.OUTGOING,
        ("submit", "approve", "send", "return_deficient"),
        "send_again",
    ),
    "a question of theirs": (
        Direction.OUTGOING,
        ("submit", "approve", "send", "ask_information"),
        "give_information",
    ),
    "answered": (Direction.OUTGOING, ("submit", "approve", "send", "execute"), "close"),
    "received at the office": (Direction.INCOMING, (), "hand_over"),
    "received by whoever executes": (Direction.INCOMING, ("hand_over",), "execute"),
    "our answer still to be handed on": (Direction.INCOMING, ("hand_over", "execute"), "hand_over"),
    "our answer with their ministry": (
        Direction.INCOMING,
        ("hand_over", "execute", "hand_over"),
        "close",
    ),
}  # fmt: skip
GIVEN = {
    "return_deficient": {"data": {"ground": "INSUF"}},
    "ask_information": {"texts": {"note": "Which server?"}},
    "execute": {"items": ("1",)},
}


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


def led(place: World, direction: Direction, actions: tuple[str, ...]) -> AssistanceRequest:
    row = place.opened(direction=direction)
    for action in actions:
        by = place.supervisor if action == "approve" else place.officer
        row = factories.done(row, action, by=by, on=APRIL, **GIVEN.get(action, {}))  # type: ignore[arg-type]
    return fresh(row)


@pytest.mark.parametrize("case", STEPS)
def test_the_row_alone_tells_what_the_page_puts_first(beijing: World, case: str) -> None:
    direction, actions, expected = STEPS[case]
    row = led(beijing, direction, actions)
    found = likeliest(row)
    assert found is not None
    assert found.key == expected
    page = doable(
        Case(row=row, viewer=Viewer(user=beijing.officer, at=factories.moment(dt.date(2026, 6, 11))))
    )
    assert page.first[0].label == found.label


def test_what_was_preserved_is_not_closed_before_its_production(beijing: World) -> None:
    row = beijing.sent(channel="network_24_7", items=("PRES",), instrument="budapest")
    row = factories.done(row, "confirm_preservation", by=beijing.officer, on=MARCH, items=("1",))
    found = likeliest(fresh(row))
    assert found is not None
    assert found.key == "request_production"
    words = str(beijing.get(worklist.__name__).content, "utf-8")
    assert "Have production requested before the preservation expires" in words


def test_a_closed_request_has_no_next_step(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(row, "withdraw", by=beijing.officer, on=APRIL, texts={"reason": "no longer needed"})
    assert likeliest(fresh(row)) is None
