"""What took the days of a request, told from its history alone."""

import pytest

from tests.workflows.story import SENIOR, Story
from workflows.engine import Stretch, stretches
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import Counts, EventKind, Party, Resumption, StretchKind, resumption


def told(story: Story, kind: StretchKind = StretchKind.HELD) -> list[tuple[str, int, str, str | None]]:
    return [
        (
            one.place or one.ground,
            one.spell,
            f"{one.since:%m-%d}",
            f"{one.until:%m-%d}" if one.until else None,
        )
        for one in stretches(story.snapshot)
        if one.kind is kind
    ]


def days(found: list[Stretch]) -> int:
    return sum((one.until - one.since).days for one in found if one.until)


def test_each_holder_has_the_days_that_it_kept_the_paper() -> None:
    story = Story.of().sent("SUBS")
    story.record("hand_over_to_stop", "2024-01-10", stop="executing")
    assert told(story) == [
        ("office", 1, "01-04", "01-04"),
        ("embassy", 1, "01-04", "01-10"),
        ("executing", 1, "01-10", None),
    ]
    story.record("execute", "2024-02-10", items=("SUBS",))
    story.record("close", "2024-02-20")
    assert told(story)[2:] == [("executing", 1, "01-10", "02-10"), ("office_back", 1, "02-10", "02-20")]
    found = list(stretches(story.snapshot))
    assert days(found) == 47
    assert days([one for one in found if one.party is Party.THEM]) == 31


def test_nobody_is_charged_between_two_spells() -> None:
    story = Story.of().sent("SUBS")
    story.record("withdraw", "2024-01-20")
    story.record("reopen", "2024-03-01", by=SENIOR, items=("SUBS",))
    story.record("hand_over_to_stop", "2024-03-05", stop="executing")
    assert told(story)[1:] == [
        ("embassy", 1, "01-04", "01-20"),
        ("office_back", 1, "01-20", "01-20"),
        ("office", 2, "03-01", "03-05"),
        ("executing", 2, "03-05", None),
    ]


def test_what_is_closed_and_reopened_on_one_day_is_one_stay_in_each_spell_that_took_days() -> None:
    story = Story.of().sent("SUBS")
    story.record("execute", "2024-02-10", items=("SUBS",))
    story.record("close", "2024-02-10")
    story.record("reopen", "2024-02-10", by=SENIOR, items=("SUBS",))
    assert told(story)[1:] == [
        ("embassy", 1, "01-04", "02-10"),
        ("office_back", 1, "02-10", "02-10"),
        ("office", 2, "02-10", None),
    ]


def test_a_second_question_goes_on_where_the_first_one_stood() -> None:
    story = Story.of().sent("SUBS")
    story.record("ask_information", "2024-01-06")
    story.record("ask_information", "2024-01-08")
    story.record("give_information", "2024-01-11")
    story.record("ask_information", "2024-01-20")
    assert told(story, StretchKind.QUESTION) == [
        ("", 1, "01-06", "01-08"),
        ("", 1, "01-08", "01-11"),
        ("", 1, "01-20", None),
    ]
    story.record("execute", "2024-02-01", items=("SUBS",))
    assert told(story, StretchKind.QUESTION)[-1] == ("", 1, "01-20", "02-01")
    asked = [one for one in stretches(story.snapshot) if one.kind is StretchKind.QUESTION]
    assert [one.turn for one in asked] == [1, 2, 3]


def test_returns_and_refusals_keep_their_ground() -> None:
    story = Story.of().sent("SUBS")
    story.record("return_deficient", "2024-01-10", ground="LANG")
    assert told(story, StretchKind.RETURN) == [("LANG", 1, "01-10", None)]
    story.record("send_again", "2024-01-15")
    story.record("refuse", "2024-01-20", items=("SUBS",), ground="SOV")
    assert told(story, StretchKind.RETURN) == [("LANG", 1, "01-10", "01-15")]
    assert told(story, StretchKind.REFUSAL) == [("SOV", 1, "01-20", "01-20")]


def postponed(story: Story) -> list[tuple[str, str | None, str | None]]:
    return [
        (f"{one.since:%m-%d}", f"{one.until:%m-%d}" if one.until else None, one.ending)
        for one in stretches(story.snapshot)
        if one.kind is StretchKind.POSTPONEMENT
    ]


def test_a_postponement_lasts_until_it_is_ended_or_something_is_decided() -> None:
    story = Story.of().sent("SUBS", "TRAF")
    story.record("postpone", "2024-01-10", ground="PEND")
    assert told(story, StretchKind.POSTPONEMENT) == [("PEND", 1, "01-10", None)]
    story.record("acknowledge", "2024-01-11")
    story.record("postpone", "2024-01-15", ground="PEND")
    story.record("resume", "2024-01-20")
    story.record("postpone", "2024-02-01", ground="PEND")
    story.record("execute", "2024-02-10", items=("SUBS",))
    story.record("postpone", "2024-02-20", ground="PEND")
    story.record("refuse", "2024-03-01", items=("TRAF",), ground="SOV")
    assert postponed(story) == [
        ("01-10", "01-15", "again"),
        ("01-15", "01-20", "resumed"),
        ("02-01", "02-10", "answered"),
        ("02-20", "03-01", "refused"),
    ]
    found = [one for one in stretches(story.snapshot) if one.kind is StretchKind.POSTPONEMENT]
    assert [one.turn for one in found] == [1, 2, 3, 4]
    assert all(one.ending is None for one in stretches(story.snapshot) if one not in found)


def test_an_ending_ends_a_postponement_and_a_reopening_does_not_bring_it_back() -> None:
    story = Story.of().sent("SUBS")
    story.record("postpone", "2024-01-10", ground="PEND")
    story.record("withdraw", "2024-01-20")
    story.record("reopen", "2024-03-01", by=SENIOR, items=("SUBS",))
    assert postponed(story) == [("01-10", "01-20", "ended")]


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_ends_a_postponement_as_something(kind: EventKind) -> None:
    expected = {
        EventKind.RESUMED: Resumption.RESUMED,
        EventKind.POSTPONED: Resumption.AGAIN,
        EventKind.REFUSED: Resumption.REFUSED,
    }
    answered = Resumption.ANSWERED if kind.counts is Counts.ANSWER else Resumption.ENDED
    assert resumption(kind) is expected.get(kind, answered)


def test_a_month_that_seems_to_lie_before_its_day_takes_none() -> None:
    story = Story.of().sent("SUBS")
    story.record("hand_over_to_stop", "2024-01-10", stop="ministry")
    month = Occurred.from_data(
        {**story.events[-1].occurred.as_data(), "on": "2024-01-01", "precision": "month"}
    )
    assert month.precision is Precision.MONTH
    story.record("hand_over_to_stop", month, stop="executing")
    assert told(story)[-2:] == [("ministry", 1, "01-10", "01-10"), ("executing", 1, "01-04", None)]


def test_a_consultation_goes_on_through_other_steps_until_it_is_closed() -> None:
    story = Story.of().sent("SUBS")
    story.record("hand_over_to_stop", "2024-01-10", stop="executing")
    story.record("open_consultation", "2024-01-12", note="Is it a crime with them?")
    story.record("acknowledge", "2024-01-15")
    assert told(story, StretchKind.CONSULTATION) == [("", 1, "01-12", None)]
    story.record("close_consultation", "2024-01-20")
    assert told(story, StretchKind.CONSULTATION) == [("", 1, "01-12", "01-20")]
