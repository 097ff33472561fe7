"""A rule binds the events of its days: the day itself, not the day of recording, decides which version counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.workflows.story import Story
from workflows.engine import Definition
from workflows.errors import DefinitionError
from workflows.instruments import e_evidence, eio
from workflows.occurrence import Occurred, Precision
from workflows.registry import INSTRUMENTS, rules_of
from workflows.vocabulary import DeadlineKind, DeadlineState, Direction

OLD = replace(eio.DECIDE, valid_until=date(2024, 6, 30))
NEW = replace(eio.DECIDE, version=2, valid_from=date(2024, 7, 1), period=replace(eio.DECIDE.period, count=20))


def order_under(*rules: object, day: str) -> Story:
    story = Story.of("direct_judicial", "eio").sent("DOCS", day="2024-06-28")
    other = tuple(rule for rule in story.definition.rules if rule.key != "eio.12_3")
    story.definition = Definition(procedure=story.definition.procedure, rules=(*other, *rules))  # type: ignore[arg-type]
    story.record("deliver", day, authority=8)
    return story


@pytest.mark.parametrize(
    ("day", "version", "due"),
    [("2024-06-30", 1, date(2024, 7, 30)), ("2024-07-01", 2, date(2024, 7, 22))],
)
def test_the_version_of_the_day_counts(day: str, version: int, due: date) -> None:
    deadline = order_under(OLD, NEW, day=day).deadline("eio.12_3")
    assert (deadline.rule_version, deadline.due.due_on) == (version, due)


def test_what_began_under_the_old_version_ends_and_moves_by_it() -> None:
    story = order_under(OLD, NEW, day="2024-06-30")
    story.record("extend_deadline", "2024-07-10", deadline="eio.12_3")
    assert story.deadline("eio.12_3").rule_version == 1
    story.record("accept", "2024-07-12")
    assert story.deadline("eio.12_3").state is DeadlineState.MET


def test_two_versions_for_the_same_day_cannot_be() -> None:
    for pair in (
        (OLD, replace(NEW, valid_from=date(2024, 6, 30))),
        (OLD, replace(NEW, version=1)),
        (eio.DECIDE, NEW),
    ):
        with pytest.raises(DefinitionError, match=r"rule eio\.12_3 is declared 2 times"):
            replace(eio.INSTRUMENT, rules=pair)
    assert replace(eio.INSTRUMENT, rules=(NEW, OLD)).rules == (NEW, OLD)
    with pytest.raises(DefinitionError, match="ends before it begins"):
        replace(OLD, valid_from=date(2024, 7, 1))


def test_no_rule_binds_before_its_law_applies() -> None:
    for law in INSTRUMENTS.values():
        for channel in law.channels:
            assert all(rule.valid_from == law.valid_from for rule in rules_of(law, channel))
    story = Story.of("direct_provider", "e_evidence").sent("SUBS", day="2026-08-10")
    story.record("serve", "2026-08-17", stop="provider")
    assert not [entry for entry in story.snapshot.deadlines if entry.rule == "e_evidence.10_3"]


def test_an_emergency_order_is_validated_within_48_hours_of_its_issue() -> None:
    story = Story.of("direct_provider", "e_evidence")
    issued = Occurred(on=date(2026, 9, 1), at=time(10, 15), precision=Precision.MOMENT)
    story.drafted("EMRG", day="2026-09-01", urgency="emergency")
    story.record("send_urgently", issued)
    deadline = story.deadline("e_evidence.4_5", "EMRG")
    assert deadline.kind is DeadlineKind.OBLIGATION
    assert deadline.due.late_from == datetime(2026, 9, 3, 10, 15, tzinfo=UTC)
    story.record("validate_afterwards", "2026-09-02")
    assert story.deadline("e_evidence.4_5", "EMRG").state is DeadlineState.MET


def test_an_order_that_was_validated_before_owes_no_second_validation() -> None:
    story = Story.of("direct_provider", "e_evidence").drafted("EMRG", day="2026-09-01")
    story.record("submit", "2026-09-01")
    story.record("validate", "2026-09-01")
    story.record("approve", "2026-09-01", by=2)
    story.record("send", "2026-09-01")
    assert not [entry for entry in story.snapshot.deadlines if entry.rule == e_evidence.VALIDATE.key]


def test_what_we_preserve_for_them_ends_with_our_own_order() -> None:
    story = Story.of("network_24_7", "budapest", direction=Direction.INCOMING).received(
        "PRES", day="2026-01-15"
    )
    story.record("confirm_preservation", "2026-01-15", items=("PRES",))
    assert story.deadline("budapest.16_2", "PRES").due.due_on == date(2026, 4, 15)
    assert story.deadline("budapest.29_7", "PRES").due.due_on == date(2026, 3, 16)


def test_a_provisional_measure_is_decided_within_a_day() -> None:
    story = Story.of("direct_judicial", "eio").sent("FREZ", "DOCS", day="2026-01-15")
    story.record(
        "deliver", Occurred(on=date(2026, 1, 15), at=time(10, 15), precision=Precision.MOMENT), authority=8
    )
    assert story.deadline("eio.32_2", "FREZ").due.late_from == datetime(2026, 1, 16, 11, tzinfo=UTC)
    assert not [entry for entry in story.snapshot.deadlines if entry.subject[:2] == ("eio.32_2", "DOCS")]


def notified() -> Occurred:
    return Occurred(on=date(2026, 1, 15), at=time(10, 15), precision=Precision.MOMENT)


def test_a_notified_interception_is_objected_to_within_ninety_six_hours() -> None:
    story = Story.of("direct_judicial", "eio", direction=Direction.INCOMING).received("INTN", day=notified())
    ours = story.deadline("eio.31_3", "INTN")
    assert (ours.kind, ours.due.late_from) == (
        DeadlineKind.OBLIGATION,
        datetime(2026, 1, 19, 10, 15, tzinfo=UTC),
    )
    story.record("refuse", "2026-01-18", items=("INTN",), ground="NODOM")
    assert story.deadline("eio.31_3", "INTN").state is DeadlineState.MET


def test_whoever_only_notifies_awaits_no_decision_and_nobody_owes_one() -> None:
    told = Story.of("direct_judicial", "eio", direction=Direction.INCOMING).received("INTN", day=notified())
    told.record("deliver", "2026-01-16", authority=8)
    told.record("accept", "2026-01-16")
    assert {entry.rule for entry in told.snapshot.deadlines if entry.rule.startswith("eio.")} == {"eio.31_3"}
    telling = Story.of("direct_judicial", "eio").sent("INTN", day="2026-01-15")
    telling.record("deliver", "2026-01-16", authority=8)
    assert not [entry for entry in telling.snapshot.deadlines if entry.rule.startswith("eio.")]


def test_beside_a_measure_that_is_asked_for_a_notice_stops_no_clock() -> None:
    story = Story.of("direct_judicial", "eio").sent("INTN", "INTC", day="2026-01-15")
    story.record("deliver", "2026-01-16", authority=8)
    assert story.deadline("eio.12_3").is_open
    asked = Story.of("direct_judicial", "eio", direction=Direction.INCOMING).received(
        "INTC", day="2026-01-15"
    )
    assert not [entry for entry in asked.snapshot.deadlines if entry.rule == "eio.31_3"]
