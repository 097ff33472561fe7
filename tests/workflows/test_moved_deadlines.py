"""Dates moved by hand: extended by law or by grant, shortened, set as no law gives them; each says which."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.story import WORDS, Story
from workflows.deadlines import SHIFT_WORDS, shift_of
from workflows.engine import Deadline, FieldName, HandMove, extensions, replay
from workflows.vocabulary import DeadlineState, Shift

MOVE = "extend_deadline"
DECIDE = "eio.12_3"


def decided_by() -> Story:
    """An order that the executing authority has: to be decided on until 3 April 2024, by Art. 12(5) until 3 May."""
    story = Story.of("direct_judicial", "eio").sent("DOCS", day="2024-03-01")
    story.record("deliver", "2024-03-04", authority=8)
    return story


def why(deadline: Deadline) -> str:
    return " / ".join(str(line) for line in deadline.due.explanation)


def versions(story: Story, rule: str) -> list[tuple[date, DeadlineState]]:
    return [(entry.due.due_on, entry.state) for entry in story.snapshot.deadlines if entry.rule == rule]


def test_the_extension_of_the_law_is_taken_where_no_date_is_said() -> None:
    story = decided_by()
    offered = extensions(story.snapshot.deadlines, story.definition.rules)
    assert [(entry.rule, entry.until, entry.article) for entry in offered] == [
        (DECIDE, date(2024, 5, 3), "Directive 2014/41/EU, Art. 12(5)")
    ]
    story.record(MOVE, "2024-03-20", deadline=DECIDE, given=frozenset({FieldName.REASON}))
    assert story.events[-1].data == {"deadline": DECIDE, "until": "2024-05-03"}
    moved = story.deadline(DECIDE)
    assert (moved.due.due_on, moved.moved_by, moved.version) == (
        date(2024, 5, 3),
        story.events[-1].sequence,
        2,
    )
    assert moved.start_sequence == next(event.sequence for event in story.events if event.action == "deliver")
    assert moved.reason == SHIFT_WORDS[Shift.BY_LAW]
    assert "begun by: Delivered, 2024-03-04" in why(moved)
    assert "30 calendar days end on 2024-04-03" in why(moved)
    assert "extended on 2024-03-20 from 2024-04-03 to 2024-05-03; Directive 2014/41/EU, Art. 12(5)" in why(
        moved
    )
    assert versions(story, DECIDE) == [
        (date(2024, 4, 3), DeadlineState.SUPERSEDED),
        (date(2024, 5, 3), DeadlineState.OPEN),
    ]
    assert not extensions(story.snapshot.deadlines, story.definition.rules)


@pytest.mark.parametrize(
    ("until", "data", "shift", "words"),
    [
        ("2024-04-20", {}, Shift.BY_LAW, "lets it go to 2024-05-03"),
        ("2024-05-20", {"granted_by": 8}, Shift.GRANTED, "further than 2024-05-03"),
        ("2024-05-20", {}, Shift.OVERRIDDEN, "no law gives this date"),
        ("2024-03-10", {}, Shift.SHORTENED, "shortened by hand on 2024-03-20 from 2024-04-03 to 2024-03-10"),
    ],
)
def test_each_move_says_what_it_is(until: str, data: dict[str, Any], shift: Shift, words: str) -> None:
    story = decided_by()
    story.record(
        MOVE, "2024-03-20", deadline=DECIDE, until=until, given=frozenset({FieldName.REASON}), **data
    )
    moved = story.deadline(DECIDE)
    assert moved.due.due_on == date.fromisoformat(until)
    assert moved.reason == SHIFT_WORDS[shift]
    assert words in why(moved)


def test_words_of_who_granted_it_make_it_a_grant() -> None:
    story = decided_by()
    story.record(MOVE, "2024-03-20", deadline=DECIDE, until="2024-06-03", given=WORDS | {FieldName.GRANTOR})
    assert story.events[-1].data["granted"] is True
    assert story.deadline(DECIDE).reason == SHIFT_WORDS[Shift.GRANTED]


def test_a_second_move_keeps_the_first_in_its_explanation() -> None:
    story = decided_by()
    story.record(MOVE, "2024-03-20", deadline=DECIDE)
    story.record(MOVE, "2024-03-25", deadline=DECIDE, until="2024-04-15")
    assert "from 2024-04-03 to 2024-05-03" in why(story.deadline(DECIDE))
    assert "from 2024-05-03 to 2024-04-15" in why(story.deadline(DECIDE))
    assert why(story.deadline(DECIDE)).count("late after") == 1


def test_only_the_named_items_are_moved() -> None:
    story = Story.of("direct_provider", "e_evidence").sent("a=PRES", "b=PRES", day="2026-08-20")
    story.record("serve", "2026-08-20", stop="provider")
    story.record(MOVE, "2026-09-01", deadline="e_evidence.11_1", items=("b",))
    assert story.deadline("e_evidence.11_1", "a").due.due_on == date(2026, 10, 19)
    assert story.deadline("e_evidence.11_1", "b").due.due_on == date(2026, 11, 18)


def owed_twice() -> Story:
    """The central and the executing authority each owe an acknowledgement by 12 March 2024."""
    story = decided_by()
    story.record("deliver", "2024-03-05", authority=9)
    return story


def test_what_two_authorities_owe_is_moved_for_one_of_them_or_for_both() -> None:
    story = owed_twice()
    first = story.deadline("eio.16_1", authority=8).due.due_on
    second = story.deadline("eio.16_1", authority=9).due.due_on
    story.record(MOVE, "2024-03-06", deadline="eio.16_1", until="2024-03-20", authority=9)
    assert story.deadline("eio.16_1", authority=8).due.due_on == first
    assert story.deadline("eio.16_1", authority=9).due.due_on == date(2024, 3, 20) != second
    story.record(MOVE, "2024-03-07", deadline="eio.16_1", until="2024-03-22")
    assert [story.deadline("eio.16_1", authority=who).due.due_on for who in (8, 9)] == [date(2024, 3, 22)] * 2
    assert story.snapshot.holder.authority == 9
    assert "not running" in story.refused(
        MOVE, "2024-03-07", deadline="eio.16_1", until="2024-03-25", authority=7
    )


def test_what_cannot_be_moved_is_refused() -> None:
    story = decided_by()
    assert "ends on 2024-04-03 already" in story.refused(
        MOVE, "2024-03-20", deadline=DECIDE, until="2024-04-03"
    )
    assert "began after" in story.refused(MOVE, "2024-03-20", deadline=DECIDE, until="2024-03-01")
    assert "no extension" in story.refused(MOVE, "2024-03-20", deadline="eio.16_1")
    assert "the reason" in story.refused(MOVE, "2024-03-20", deadline=DECIDE, given=frozenset())
    assert "not known" in story.refused(MOVE, "2024-03-20", deadline=DECIDE, granted_by="them")


def test_an_expiry_without_an_extension_in_its_law_says_that_it_goes_further() -> None:
    story = Story.of("network_24_7", "budapest").sent("PRES", day="2026-01-15")
    story.record("deliver", "2026-01-15")
    story.record("confirm_preservation", "2026-01-15", items=("PRES",))
    story.record(MOVE, "2026-02-01", deadline="budapest.29_7", until="2026-04-15")
    assert "further than 2026-03-16" in why(story.deadline("budapest.29_7", "PRES"))


def test_a_law_that_knows_one_renewal_offers_no_second_one() -> None:
    story = Story.of("direct_provider", "us_2703f").sent("PRES", day="2024-01-01")
    story.record("serve", "2024-01-01", stop="provider")
    assert story.deadline("us_2703f.f_2", "PRES").limit == date(2024, 6, 29)
    story.record("confirm_preservation", "2024-01-02", items=("PRES",))
    story.record("renew_preservation", "2024-03-20")
    renewed = story.deadline("us_2703f.f_2", "PRES")
    assert renewed.limit == renewed.due.due_on == date(2024, 6, 29)


def kept_by_a_provider() -> Story:
    """Preserved under 18 U.S.C. 2703(f) until 31 March 2024, by a renewed request until 29 June."""
    story = Story.of("direct_provider", "us_2703f").sent("PRES", day="2024-01-01")
    story.record("serve", "2024-01-01", stop="provider")
    story.record("confirm_preservation", "2024-01-02", items=("PRES",))
    return story


NO_WORDS: frozenset[FieldName] = frozenset()


def test_the_renewal_that_the_law_knows_asks_for_no_reason() -> None:
    story = kept_by_a_provider()
    story.record("renew_preservation", "2024-03-20", given=NO_WORDS)
    renewed = story.deadline("us_2703f.f_2", "PRES")
    assert (renewed.due.due_on, renewed.hand_move) == (date(2024, 6, 29), None)


def test_a_second_renewal_goes_further_than_the_law_and_says_why() -> None:
    story = kept_by_a_provider()
    story.record("renew_preservation", "2024-03-20", given=NO_WORDS)
    assert "lets it be renewed until 2024-06-29: to go further, give the reason" in story.refused(
        "renew_preservation", "2024-06-20", given=NO_WORDS
    )
    story.record("renew_preservation", "2024-06-20", given=frozenset({FieldName.REASON, FieldName.GRANTOR}))
    renewed = story.deadline("us_2703f.f_2", "PRES")
    assert renewed.due.due_on == date(2024, 9, 27)
    assert renewed.hand_move == HandMove(sequence=story.events[-1].sequence, shift=Shift.GRANTED)
    assert "extended on 2024-06-20 from 2024-06-29 to 2024-09-27, as it was granted" in why(renewed)
    assert "further than 2024-06-29, to which 18 U.S.C. 2703(f)(2) lets it go" in why(renewed)


@pytest.mark.parametrize(
    ("until", "further"), [("2024-06-29", False), ("2024-06-30", True), ("2024-05-01", False)]
)
def test_a_renewal_that_says_until_when_holds_until_then(until: str, further: bool) -> None:
    story = kept_by_a_provider()
    if further:
        assert "to go further" in story.refused(
            "renew_preservation", "2024-03-20", until=until, given=NO_WORDS
        )
    given = frozenset({FieldName.REASON}) if further else NO_WORDS
    story.record("renew_preservation", "2024-03-20", until=until, given=given)
    renewed = story.deadline("us_2703f.f_2", "PRES")
    assert (renewed.due.due_on, renewed.limit) == (date.fromisoformat(until), date(2024, 6, 29))
    assert (renewed.hand_move is not None) == further


def test_no_law_lets_a_preservation_be_renewed_that_has_run_out() -> None:
    story = kept_by_a_provider()
    assert "to go further" in story.refused("renew_preservation", "2024-04-02", given=NO_WORDS)
    story.record("renew_preservation", "2024-04-02")
    assert story.deadline("us_2703f.f_2", "PRES").due.due_on == date(2024, 7, 1)


def test_a_minimum_may_be_exceeded_without_a_word() -> None:
    story = Story.of("network_24_7", "budapest").sent("PRES", day="2026-01-15")
    story.record("deliver", "2026-01-15")
    story.record("confirm_preservation", "2026-01-15", items=("PRES",))
    story.record("renew_preservation", "2026-02-01", until="2026-12-31", given=NO_WORDS)
    assert story.deadline("budapest.29_7", "PRES").due.due_on == date(2026, 12, 31)


def test_a_renewal_counted_before_a_told_end_was_heeded_stays_as_it_was_counted() -> None:
    story = kept_by_a_provider()
    story.record("renew_preservation", "2024-03-20", until="2024-05-01")
    begun = ("us_2703f.f_2", "PRES", None, story.events[-1].sequence)
    then = replace(story.definition, counted={begun: 1})
    assert replay(story.events, then).deadlines[-1].due.due_on == date(2024, 6, 29)
    assert replay(story.events, story.definition).deadlines[-1].due.due_on == date(2024, 5, 1)


def test_a_move_to_where_a_correction_put_the_date_is_no_move() -> None:
    story = decided_by()
    sent = next(event.sequence for event in story.events if event.action == "deliver")
    story.record(MOVE, "2024-03-20", deadline=DECIDE, until="2024-04-04")
    moved = story.correct(
        sent, "2024-03-25", occurred={"on": "2024-03-05", "at": None, "zone": "UTC", "precision": "day"}
    )
    assert [entry.due.due_on for entry in moved.deadlines if entry.rule == DECIDE] == [date(2024, 4, 4)]


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2025, 1, 1))


@given(before=DAYS, until=DAYS, spare=st.integers(0, 60), granted=st.booleans())
def test_a_move_is_exactly_one_thing(before: date, until: date, spare: int, granted: bool) -> None:
    limit = before + timedelta(days=spare)
    shift = shift_of(before=before, until=until, limit=limit, granted=granted)
    assert (shift is Shift.SHORTENED) == (until < before)
    assert (shift is Shift.BY_LAW) == (before <= until <= limit)
    assert (shift is Shift.GRANTED) == (until > limit and granted)
