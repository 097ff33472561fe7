"""A question stops the clock where a rule says so: nothing is late meanwhile, and the end moves by as many days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.story import Story, on
from workflows.calendars import Calendar, Roll
from workflows.deadlines import Age, Pause, Period, Places, Unit, age_of, due_on, resumed
from workflows.errors import DefinitionError
from workflows.instruments import budapest, eio
from workflows.registry import CHANNELS, INSTRUMENTS
from workflows.vocabulary import DeadlineKind, DeadlineState

CUSTOM = "custom.answer"


def asked() -> Story:
    """Sent on 4 January 2024; they ask on 1 February, which we answer on 2 March."""
    story = Story.of().sent("SUBS")
    story.record("ask_information", "2024-02-01")
    return story


def test_while_a_question_is_open_nothing_is_due() -> None:
    story = asked()
    stopped = story.deadline(CUSTOM)
    assert stopped.state is DeadlineState.PAUSED
    assert stopped not in story.snapshot.open_deadlines
    assert stopped.pauses == (Pause(begun=date(2024, 2, 1)),)
    assert story.deadline("house.status_enquiry").is_open


def test_its_answer_moves_the_end_by_the_days_of_the_question() -> None:
    story = asked()
    before = story.deadline(CUSTOM).due
    story.record("give_information", "2024-03-02")
    after = story.deadline(CUSTOM)
    assert (after.state, after.version) == (DeadlineState.OPEN, 2)
    assert after.due.due_on == before.due_on + timedelta(days=30)
    assert before.lower_on is not None
    assert after.due.lower_on == before.lower_on + timedelta(days=30)
    assert str(after.reason) == "the clock runs again after a question"
    why = " / ".join(str(line) for line in after.due.explanation)
    assert "stood still from 2024-02-01 to 2024-03-02, while a question was open: 30 days more" in why
    assert why.count("late after the end") == 1


def test_a_second_question_is_a_second_pause() -> None:
    story = asked()
    story.record("give_information", "2024-03-02")
    story.record("ask_information", "2024-03-10")
    story.record("ask_information", "2024-03-12")
    story.record("give_information", "2024-03-20")
    last = story.deadline(CUSTOM)
    assert last.pauses == (
        Pause(begun=date(2024, 2, 1), until=date(2024, 3, 2)),
        Pause(begun=date(2024, 3, 10), until=date(2024, 3, 20)),
    )
    assert age_of(date(2024, 1, 4), last.pauses, date(2024, 4, 3)) == Age(gross=90, net=50)


def test_an_answer_without_ours_still_ends_it() -> None:
    story = asked()
    story.record("execute", "2024-02-20", items=("SUBS",))
    assert story.deadline(CUSTOM).state is DeadlineState.MET


def test_what_is_closed_or_sent_again_leaves_no_clock_standing() -> None:
    story = asked()
    story.record("return_deficient", "2024-02-10", ground="LANG")
    assert story.deadline(CUSTOM).state is DeadlineState.CANCELLED
    story = asked()
    story.record("withdraw", "2024-02-10")
    assert story.deadline(CUSTOM).state is DeadlineState.CANCELLED


def test_no_law_of_the_tables_stops() -> None:
    rules = [rule for law in INSTRUMENTS.values() for rule in law.rules]
    assert not [rule.key for rule in rules if rule.pauses]
    house = {rule.key for channel in CHANNELS.values() for rule in channel.rules if rule.pauses}
    assert house == {CUSTOM}
    story = Story.of("direct_judicial", "eio").sent("DOCS")
    story.record("deliver", "2024-01-05", authority=8)
    story.record("ask_information", "2024-01-10")
    assert story.deadline("eio.12_3").is_open


def test_a_rule_that_rolls_rolls_again() -> None:
    rule = replace(eio.DECIDE, pauses=True)
    places = Places(them=Calendar(holidays={date(2024, 4, 8): "A holiday"}))
    due = due_on(rule, on("2024-03-04"), kind=DeadlineKind.REPLY, places=places)
    assert due.due_on == date(2024, 4, 3)
    pause = Pause(begun=date(2024, 3, 10), until=date(2024, 3, 13))
    later = resumed(rule, due, on("2024-03-04"), pause, kind=DeadlineKind.REPLY, places=places)
    assert later.due_on == date(2024, 4, 9)  # 6 April is a Saturday, the Monday a holiday


@pytest.mark.parametrize(
    "change",
    [{"period": Period(count=8, unit=Unit.HOURS)}, {"period": Period(count=8, unit=Unit.WORKING_DAYS)}],
)
def test_only_whole_days_can_stand_still(change: dict[str, Period]) -> None:
    with pytest.raises(DefinitionError, match="counts no whole days"):
        replace(eio.DECIDE, pauses=True, roll=Roll.NONE, period=change["period"])
    with pytest.raises(DefinitionError, match="expiry that stops"):
        replace(budapest.PRESERVATION, pauses=True)


SPANS = st.lists(st.integers(1, 40), min_size=2, max_size=8).filter(lambda spans: len(spans) % 2 == 0)


@given(spans=SPANS, more=st.integers(0, 60))
def test_net_and_stopped_days_make_up_the_gross_age(spans: list[int], more: int) -> None:
    day, pauses = date(2024, 1, 1), []
    for quiet, stopped in zip(spans[::2], spans[1::2], strict=True):
        begun = day + timedelta(days=quiet)
        day = begun + timedelta(days=stopped)
        pauses.append(Pause(begun=begun, until=day))
    age = age_of(date(2024, 1, 1), tuple(pauses), day + timedelta(days=more))
    assert age.gross == sum(spans) + more
    assert age.net == sum(spans[::2]) + more
