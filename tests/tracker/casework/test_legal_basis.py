"""A request cannot rest on a treaty or law that is known not to bind both sides on the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.directory.rows import register, status
from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from tracker.casework.queries import offers, snapshot_of
from tracker.directory.models import Authority, AuthorityKind
from workflows.errors import ActionNotAllowed
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Source, Stage

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)


def treaty_request(post: Post, **more: Any) -> AssistanceRequest:
    columns = {"channel": "treaty", "instrument": "budapest", **more}
    return factories.opened(by=post.officer, office=post.office, on=MARCH, **columns)


def bound(*codes: str, left: str = "") -> None:
    """Budapest's list is complete; these are on it, one of them until 1 March."""
    register("budapest", complete_on=dt.date(2026, 12, 31))
    for code in codes:
        status(code, "budapest", in_force_on=dt.date(2004, 7, 1), deposited_on=dt.date(2004, 1, 1))
    if left:
        status(left, "budapest", in_force_on=dt.date(2004, 7, 1), left_on=dt.date(2026, 3, 10))


def submitted(post: Post, row: AssistanceRequest) -> AssistanceRequest:
    return factories.done(row, "submit", by=post.officer, on=MARCH)


def test_who_is_not_bound_is_named(post: Post) -> None:
    bound("US")
    with pytest.raises(ActionNotAllowed, match="did not bind Jurisdiction CN on 2026-03-02") as refused:
        submitted(post, treaty_request(post))
    assert "Name another treaty or law" in str(refused.value)


def test_what_is_not_known_stops_nothing(post: Post) -> None:
    assert submitted(post, treaty_request(post)).stage == Stage.APPROVAL


def test_both_bound(post: Post) -> None:
    bound("US", "CN")
    assert submitted(post, treaty_request(post)).stage == Stage.APPROVAL


def test_a_law_that_does_not_apply_yet(post: Post) -> None:
    row = treaty_request(post, channel="direct_provider", instrument="e_evidence")
    with pytest.raises(ActionNotAllowed, match="does not apply on 2026-03-02"):
        submitted(post, row)


def test_the_law_of_another_state(post: Post) -> None:
    row = treaty_request(post, channel="direct_provider", instrument="us_2703f", items=("PRES",))
    with pytest.raises(ActionNotAllowed, match="is not the law of Jurisdiction CN"):
        submitted(post, row)


def test_it_is_asked_again_on_the_day_of_the_sending(post: Post) -> None:
    bound("US", left="CN")
    row = submitted(post, treaty_request(post))
    row = factories.done(row, "approve", by=post.supervisor, on=MARCH)
    with pytest.raises(ActionNotAllowed, match="did not bind Jurisdiction CN on 2026-03-11"):
        factories.done(row, "send", by=post.officer, on=dt.date(2026, 3, 11))
    assert factories.done(row, "send", by=post.officer, on=dt.date(2026, 3, 9)).stage == Stage.UNDERWAY


def test_in_transit_it_is_the_third_state_that_asks(post: Post) -> None:
    bound("RO", "CN")
    asking = Authority.objects.create(
        code="ro-central", name="Ministry", search_name="ministry", kind=AuthorityKind.POLICE,
        jurisdiction=factories.jurisdiction("RO"), source="Made for a test", as_of=MARCH,
    )  # fmt: skip
    row = treaty_request(post, direction=Direction.TRANSIT, requesting_authority=asking)
    assert submitted(post, row).stage == Stage.APPROVAL
    unnamed = treaty_request(post, direction=Direction.TRANSIT)
    assert submitted(post, unnamed).stage == Stage.APPROVAL


def test_what_others_did_long_ago_is_not_judged(post: Post) -> None:
    bound("US")
    row = treaty_request(post)
    row = services.perform(
        row,
        "submit",
        by=post.officer,
        occurred=Occurred(on=MARCH, zone="UTC"),
        recorded_at=factories.moment(MARCH, 12),
        seen_version=row.version,
        source=Source.IMPORT,
    )
    assert row.stage == Stage.APPROVAL


def test_the_page_says_so_before_anything_is_typed(post: Post) -> None:
    bound("US")
    row = treaty_request(post)
    found = offers(row, snapshot_of(row), by=post.officer, at=factories.moment(MARCH))
    (submit,) = [offer for offer in found if offer.action.key == "submit"]
    assert any("did not bind" in str(reason) for reason in submit.reasons)
