"""What a correction may touch, and what it leaves to its own place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.tracker.casework.post import Post, authority
from tracker.casework import services
from tracker.casework.errors import Refused
from tracker.casework.models import Event
from workflows.errors import ActionNotAllowed, UnknownAction
from workflows.occurrence import Occurred

APRIL = dt.date(2026, 4, 1)


def test_codes_are_corrected_and_the_dossier_follows(post: Post) -> None:
    first, second = authority(name="First"), authority("EE", name="Second")
    row = post.done(post.sent(), "deliver", APRIL, data={"authority": first.pk})
    assert (row.executing_authority, row.holder_party) == (first, "them")
    row = post.corrected(row, "deliver", changes={"authority": second.pk})
    correction = Event.objects.get(request=row, sequence=row.version)
    assert correction.data["changes"] == {"authority": second.pk, "party": "third"}
    assert row.executing_authority == second
    assert row.holder_authority == second


def test_an_authority_that_is_in_no_directory_is_refused(post: Post) -> None:
    row = post.sent()
    with pytest.raises(Refused, match="not in the directory"):
        post.done(row, "deliver", APRIL, data={"authority": 10**30})


@pytest.mark.parametrize(
    "changes", [{"items": [["1", "TRAF"]]}, {"note": "other words"}, {"urgency": "urgent"}]
)
def test_only_what_the_entry_asked_for_can_be_changed(post: Post, changes: dict[str, object]) -> None:
    row = post.done(post.sent(), "hand_over", APRIL)
    with pytest.raises(ValidationError, match="not asked for"):
        post.corrected(row, "hand_over", changes=changes)


def test_what_has_its_own_place_is_changed_there(post: Post) -> None:
    row = post.opened()
    row = services.reassign(row, post.supervisor, **post.stamp(row))
    with pytest.raises(Refused, match="own place"):
        post.corrected(row, "reassign", void=True)
    with pytest.raises(UnknownAction):
        post.done(row, "edit", APRIL, data={"items": [["1", "TRAF"]]})


def test_a_correction_is_only_taken_back_and_nothing_twice(post: Post) -> None:
    row = post.done(post.sent(), "hand_over", APRIL)
    row = post.corrected(row, "hand_over", void=True)
    with pytest.raises(Refused, match="taken back already"):
        post.corrected(row, "hand_over", void=True)
    with pytest.raises(Refused, match="only be taken back"):
        post.corrected(row, "correct", occurred=Occurred(on=APRIL))
    row = post.corrected(row, "correct", void=True)
    assert row.holder_stop == "ministry"


def test_the_first_entry_stays_and_an_unknown_one_is_refused(post: Post) -> None:
    row = post.opened()
    with pytest.raises(ActionNotAllowed, match="does not exist"):
        services.correct(row, target=99, reason="?", void=True, **post.stamp(row))
    with pytest.raises((ActionNotAllowed, Refused)):
        services.correct(row, target=1, reason="?", void=True, **post.stamp(row))


def test_a_correction_needs_a_reason_and_something_to_correct(post: Post) -> None:
    row = post.sent()
    with pytest.raises(ActionNotAllowed, match="must void") as caught:
        services.correct(row, target=4, reason="", **post.stamp(row))
    assert any("reason" in str(reason) for reason in caught.value.reasons)


def test_what_is_dated_before_all_memory_is_refused(post: Post) -> None:
    row = post.sent()
    with pytest.raises(Refused, match="too long ago"):
        post.done(row, "note", dt.date(1, 1, 1), texts={"note": "?"}, recorded_at=factories.moment(APRIL))
    with pytest.raises(Refused, match="too long ago"):
        post.corrected(row, "send", occurred=Occurred(on=dt.date(1026, 3, 2)))
    with pytest.raises(ActionNotAllowed, match="future"):
        post.done(row, "note", dt.date.max, texts={"note": "?"}, recorded_at=factories.moment(APRIL))
    with pytest.raises(ActionNotAllowed, match="is no date"):
        post.done(
            row, "extend_deadline", APRIL, texts={"reason": "?"},
            data={"deadline": "house.acknowledgement", "until": "9999-12-31"},
        )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [{"mode": "pigeon"}, {"mode": ["bag"]}, {"mode": 1.5}, {"stop": "embassy"}, {"items": [["1", "TRAF"]]}],
)
def test_codes_that_no_table_knows_are_refused(post: Post, data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        post.done(post.sent(), "hand_over", APRIL, data=data)


@pytest.mark.parametrize("value", [True, "1", None])
def test_an_authority_is_named_by_its_number(post: Post, value: object) -> None:
    with pytest.raises(ValidationError):
        post.done(post.sent(), "deliver", APRIL, data={"authority": value})
