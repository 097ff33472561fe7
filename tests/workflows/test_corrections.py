"""Corrections and late entries: the whole history is replayed, an impossible one is refused with reasons."""

import pytest

from tests.workflows.story import Story, on
from workflows.deadlines import SHIFT_WORDS
from workflows.engine import replay
from workflows.messages import message
from workflows.occurrence import Precision
from workflows.vocabulary import Shift, Stage


def _answered() -> Story:
    """1 draft, 2 submit, 3 approve, 4 send, 5 hand over, 6 execute."""
    story = Story.of().sent("SUBS")
    story.record("hand_over", "2024-01-10")
    story.record("execute", "2024-02-01", items=("SUBS",))
    return story


def test_a_voided_answer_opens_the_request_again() -> None:
    story = _answered()
    found = story.correct(6, "2024-02-05", void=True)
    assert (found.stage, found.open_items, found.sequence) == (Stage.UNDERWAY, ("SUBS",), 7)
    assert story.deadline("custom.answer").is_open
    assert story.snapshot == found
    assert story.correct(7, "2024-02-06", void=True).stage is Stage.ANSWERED


def test_an_amended_date_moves_the_deadlines() -> None:
    story = Story.of().sent("SUBS")
    story.correct(4, "2024-01-06", occurred=on("2024-01-05").as_data())
    assert story.deadline("custom.answer").start == on("2024-01-05")


@pytest.mark.parametrize(
    "amended", [{"on": "never", "at": None, "zone": "UTC", "precision": "day"}, {"on": "2024-01-01"}]
)
def test_a_corrected_date_has_to_be_one(amended: dict[str, str | None]) -> None:
    assert "is no date" in _answered().refused("correct", "2024-02-05", target=4, occurred=amended)


def test_a_date_set_by_hand_does_not_come_to_end_before_its_beginning() -> None:
    story = Story.of().sent("SUBS")
    story.record("extend_deadline", "2024-01-20", deadline="house.acknowledgement", until="2024-01-05")
    later = on("2024-01-20").as_data()
    assert "would begin on 2024-01-20 and end before" in story.refused(
        "correct", "2024-02-05", target=4, occurred=later
    )
    story.correct(5, "2024-02-05", void=True)
    assert story.correct(4, "2024-02-06", occurred=later).spell.sent == on("2024-01-20")


def test_a_corrected_day_is_held_to_the_dates_that_the_entry_tells() -> None:
    story = Story.of("network_24_7", "budapest").sent("PRES")
    story.record("confirm_preservation", "2024-01-10", items=("PRES",), until="2024-03-01")
    told = {"target": 5, "occurred": on("2024-03-01").as_data()}
    assert "must lie after 2024-03-01" in story.refused("correct", "2024-04-05", **told)
    found = story.correct(5, "2024-04-05", changes={"until": "2024-05-01"}, occurred=told["occurred"])
    assert [entry.due.due_on.isoformat() for entry in found.open_expiries] == ["2024-05-01"]


def test_a_correction_may_say_who_granted_an_extension() -> None:
    story = Story.of().sent("SUBS")
    story.record("extend_deadline", "2024-01-20", deadline="house.acknowledgement", until="2024-03-05")
    assert story.deadline("house.acknowledgement").reason == SHIFT_WORDS[Shift.OVERRIDDEN]
    story.correct(5, "2024-02-05", changes={"granted_by": 8})
    assert story.deadline("house.acknowledgement").reason == SHIFT_WORDS[Shift.GRANTED]


def test_a_corrected_date_lies_in_the_past_and_in_order() -> None:
    story = _answered()
    assert "future" in story.refused("correct", "2024-02-05", target=6, occurred=on("2031-01-01").as_data())
    assert "not possible" in story.refused(
        "correct", "2024-02-05", target=4, occurred=on("2024-03-01").as_data()
    )


def test_amended_data_is_held_to_the_same_fields() -> None:
    story = Story.of().sent("SUBS")
    story.record("hand_over_to_stop", "2024-01-10", stop="ministry")
    assert "not on the route" in story.refused("correct", "2024-01-11", target=5, changes={"stop": "moon"})
    assert story.correct(5, "2024-01-11", changes={"stop": "executing"}).holder.stop == "executing"
    story.correct(5, "2024-01-12", void=True)
    assert story.correct(5, "2024-01-13", changes={"stop": "ministry"}).holder.stop == "embassy"


def test_a_correction_names_an_entry_and_what_is_wrong() -> None:
    story = _answered()
    assert "does not exist" in story.refused("correct", "2024-02-05", target=99, void=True)
    assert "must void" in story.refused("correct", "2024-02-05", target=6)


def test_what_others_rest_on_cannot_be_voided() -> None:
    story = _answered()
    assert "the stage “awaiting approval”" in story.refused("correct", "2024-02-05", target=3, void=True)
    assert "before the request began" in story.refused("correct", "2024-02-05", target=1, void=True)
    alone = Story.of().drafted("SUBS")
    assert "take away the first entry" in alone.refused("correct", "2024-02-05", target=1, void=True)


def test_replayed_entries_are_asked_for_their_needs() -> None:
    story = Story.of().sent("SUBS")
    story.record("ask_information", "2024-01-10")
    story.record("give_information", "2024-01-11")
    assert "No question is open" in story.refused("correct", "2024-01-12", target=5, void=True)


def test_a_late_entry_takes_its_place_in_the_middle() -> None:
    story = _answered()
    found = story.record("acknowledge", "2024-01-08")
    assert (found.stage, found.spell.acknowledged) == (Stage.ANSWERED, on("2024-01-08"))
    assert "the stage “answered”" in story.refused("acknowledge", "2024-02-02")


def test_order_within_a_day_is_the_order_of_entry() -> None:
    story = Story.of().sent("SUBS", day="2024-01-04")
    story.record("acknowledge", on("2024-01-01", precision=Precision.MONTH))
    assert story.snapshot.spell.acknowledged is not None


def test_an_amended_outcome_that_leaves_a_closed_request_open_is_refused() -> None:
    story = _answered()
    story.record("close", "2024-02-10")
    assert story.refused("correct", "2024-02-11", target=6, void=True)
    assert story.refused("edit", "2024-01-20", dossier=("SUBS", "DOCS"))


def test_no_history_is_no_request() -> None:
    story = Story.of()
    with pytest.raises(ValueError, match="at least one event"):
        replay([], story.definition)


def test_a_message_prints_and_maps() -> None:
    words = message("%(count)s days", count=2)
    assert (str(words), dict(words.mapping), str(message("plain 100 %"))) == (
        "2 days",
        {"count": 2},
        "plain 100 %",
    )
