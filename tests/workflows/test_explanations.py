"""Why this date, as one chain: what began it, rule, article, unit, days off, pauses, moves, roll, time zone."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflows.story import WORDS, Story, on
from workflows.calendars import Calendar
from workflows.deadlines import Period, Places, Unit, due_on
from workflows.engine import Deadline, FieldName, HandMove
from workflows.instruments import eio
from workflows.registry import definition
from workflows.vocabulary import DeadlineKind, Direction, Shift

DECIDE = eio.DECIDE.key
MOVE = "extend_deadline"
HOLIDAYS = Places(
    them=Calendar(zone="Europe/Berlin", holidays={date(2024, 4, 8): "A holiday", date(2024, 6, 3): "Another"})
)


def of_a_rule_that_stops_and_rolls() -> Story:
    """Art. 12(3) as if a question stopped it: no rule of the tables does all of it at once."""
    table = definition("direct_judicial", "eio", Direction.OUTGOING, HOLIDAYS)
    stopping = replace(eio.DECIDE, pauses=True)
    rules = tuple(stopping if rule.key == DECIDE else rule for rule in table.rules)
    story = Story(replace(table, rules=rules)).sent("DOCS", day="2024-03-01")
    story.record(
        "deliver", "2024-03-08", authority=8
    )  # 30 days end on Sunday, 7 April; the Monday is a holiday
    return story


def chain(deadline: Deadline) -> list[str]:
    return [str(line) for line in deadline.due.explanation]


BEGUN = ["begun by: Delivered, 2024-03-08", eio.DECIDE.citation.article + ": 30 calendar days"]
ROLLED = [
    "counted from 2024-03-08, that day not included",
    "30 calendar days end on 2024-04-07",
    "2024-04-08 is not counted: A holiday",
    "2024-04-07 is no working day: moved to 2024-04-09 (Reg. 1182/71 Art. 3(4))",
]
BY_LAW = (
    "extended on 2024-03-20 from 2024-04-09 to 2024-05-09; "
    "Directive 2014/41/EU, Art. 12(5) lets it go to 2024-05-09"
)
STOPPED = "the clock stood still from {} to {}, while a question was open: {}"
ZONE = "late after the end of that day in Europe/Berlin"


def told(entries: list[str], deadline: Deadline) -> None:
    assert chain(deadline) == [*BEGUN, *ROLLED, *entries, ZONE]


def test_rolled_and_extended_and_stopped_and_rolled_again() -> None:
    story = of_a_rule_that_stops_and_rolls()
    story.record(MOVE, "2024-03-20", deadline=DECIDE)
    told([BY_LAW], story.deadline(DECIDE))
    story.record("ask_information", "2024-04-01")
    story.record("give_information", "2024-04-24")  # 23 days more end on Saturday, 1 June
    after = story.deadline(DECIDE)
    assert after.due.due_on == date(2024, 6, 4)
    told(
        [
            BY_LAW,
            STOPPED.format("2024-04-01", "2024-04-24", "23 days more"),
            "2024-06-03 is not counted: Another",
            "2024-06-01 is no working day: moved to 2024-06-04 (Reg. 1182/71 Art. 3(4))",
        ],
        after,
    )


def test_stopped_for_a_day_and_then_set_by_hand() -> None:
    story = of_a_rule_that_stops_and_rolls()
    story.record("ask_information", "2024-04-01")
    story.record("give_information", "2024-04-02")
    story.record(MOVE, "2024-04-03", deadline=DECIDE, until="2024-07-01", given=WORDS | {FieldName.GRANTOR})
    told(
        [
            STOPPED.format("2024-04-01", "2024-04-02", "1 day more"),
            "extended on 2024-04-03 from 2024-04-10 to 2024-07-01, as it was granted",
            "further than 2024-05-10, to which Directive 2014/41/EU, Art. 12(5) lets it go",
        ],
        story.deadline(DECIDE),
    )


def test_a_move_stays_the_ground_of_a_date_whose_clock_stood_still_since() -> None:
    story = of_a_rule_that_stops_and_rolls()
    story.record(MOVE, "2024-03-20", deadline=DECIDE, until="2024-06-10")
    moved = story.events[-1].sequence
    story.record("ask_information", "2024-04-01")
    story.record("give_information", "2024-04-03")
    assert story.deadline(DECIDE).hand_move == HandMove(sequence=moved, shift=Shift.OVERRIDDEN)
    story.record(MOVE, "2024-04-10", deadline=DECIDE, until="2024-05-06")
    assert story.deadline(DECIDE).hand_move == HandMove(
        sequence=story.events[-1].sequence, shift=Shift.SHORTENED
    )
    lines = chain(story.deadline(DECIDE))
    assert [line.split(" on ")[0] for line in lines if " from 2024" in line and " to 2024" in line] == [
        "set by hand",
        STOPPED.format("2024-04-01", "2024-04-03", "2 days more"),
        "shortened by hand",
    ]


def test_what_is_counted_from_a_later_event_rests_on_no_earlier_move() -> None:
    story = Story.of().sent("SUBS")
    story.record(MOVE, "2024-02-01", deadline="house.acknowledgement", until="2024-04-01")
    story.record("return_deficient", "2024-02-10", ground="LANG")
    story.record("send_again", "2024-02-20")
    assert story.deadline("house.acknowledgement").hand_move is None


@pytest.mark.parametrize(
    ("unit", "one", "many"),
    [
        (Unit.HOURS, "1 hour", "2 hours"),
        (Unit.DAYS, "1 calendar day", "2 calendar days"),
        (Unit.WORKING_DAYS, "1 working day", "2 working days"),
        (Unit.WEEKS, "1 week", "2 weeks"),
        (Unit.MONTHS, "1 month", "2 months"),
    ],
)
def test_one_of_a_unit_is_one(unit: Unit, one: str, many: str) -> None:
    assert [str(Period(count=count, unit=unit).words()) for count in (1, 2)] == [one, many]
    for count, words in ((1, f"{one} ends on"), (2, f"{many} end on")):
        rule = replace(eio.DECIDE, period=Period(count=count, unit=unit), extension=None, extended_by="")
        due = due_on(rule, on("2024-03-04"), kind=DeadlineKind.REPLY, places=Places())
        lines = [str(line) for line in due.explanation]
        assert lines[0].endswith(words.split(" end")[0])
        assert unit is Unit.HOURS or any(line.startswith(words) for line in lines)
