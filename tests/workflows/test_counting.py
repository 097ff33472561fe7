"""How periods are counted: Regulation 1182/71, months, hours across zones, expiries."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.workflows.story import on
from workflows.calendars import Calendar, Roll
from workflows.deadlines import (
    LADDERS,
    Citation,
    DeadlineRule,
    Mark,
    Period,
    Places,
    Unit,
    add_months,
    due_on,
)
from workflows.errors import DefinitionError
from workflows.house import customary
from workflows.messages import message
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import DeadlineKind, Direction, EventKind

SOURCE = Citation(article="Article 1", mark=Mark.VERIFIED)
RULE = DeadlineRule(
    key="test.rule",
    label=message("A limit"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.SENT}),
    closes_on=frozenset({EventKind.EXECUTED}),
    period=Period(count=10, unit=Unit.DAYS),
    citation=SOURCE,
)
CHRISTMAS = Calendar(holidays={date(2024, 12, 25): "Christmas Day", date(2024, 12, 26): "Boxing Day"})


def due(
    count: int, unit: Unit, start: str, *, roll: Roll = Roll.EU1182, them: Calendar | None = None
) -> date:
    rule = replace(RULE, period=Period(count=count, unit=unit), roll=roll)
    return due_on(rule, on(start), kind=rule.kind, places=Places(them=them or Calendar())).due_on


@pytest.mark.parametrize(
    ("count", "unit", "start", "expected"),
    [
        (1, Unit.DAYS, "2024-12-23", "2024-12-24"),  # one day needs no second working day
        (1, Unit.DAYS, "2024-12-24", "2024-12-27"),  # ends on a holiday, the next one is a holiday too
        (
            2,
            Unit.DAYS,
            "2024-12-20",
            "2024-12-24",
        ),  # Saturday and Sunday hold no working day, Monday only one
        (3, Unit.DAYS, "2024-12-24", "2024-12-30"),  # the 27th is one working day, the 30th the second
        (1, Unit.WEEKS, "2024-12-18", "2024-12-27"),  # the same weekday is Christmas Day
        (1, Unit.WEEKS, "2024-03-01", "2024-03-08"),
        (1, Unit.MONTHS, "2024-01-31", "2024-02-29"),  # no 31st: the last day of the month
        (1, Unit.MONTHS, "2024-05-30", "2024-07-01"),  # the 30th is a Sunday
        (1, Unit.WORKING_DAYS, "2024-12-24", "2024-12-27"),
        (2, Unit.WORKING_DAYS, "2024-12-24", "2024-12-30"),
    ],
)
def test_regulation_1182_71_article_3(count: int, unit: Unit, start: str, expected: str) -> None:
    assert due(count, unit, start, them=CHRISTMAS) == date.fromisoformat(expected)


def test_a_period_without_a_roll_ends_on_the_day_off_and_says_to_act_before() -> None:
    found = due_on(
        replace(RULE, period=Period(count=2, unit=Unit.DAYS)),
        on("2024-06-28"),
        kind=RULE.kind,
        places=Places(),
    )
    assert found.due_on == date(2024, 6, 30)
    assert any("act before" in str(step) for step in found.explanation)


def test_holidays_are_those_of_the_place_of_action() -> None:
    rule = replace(RULE, period=Period(count=1, unit=Unit.WORKING_DAYS))
    places = Places(us=CHRISTMAS)
    ours = due_on(rule, on("2024-12-24"), kind=DeadlineKind.OBLIGATION, places=places)
    theirs = due_on(rule, on("2024-12-24"), kind=DeadlineKind.REPLY, places=places)
    assert (ours.due_on, theirs.due_on) == (date(2024, 12, 27), date(2024, 12, 25))
    assert "Christmas Day" in " ".join(str(step) for step in ours.explanation)


def test_a_weekend_may_fall_on_other_days() -> None:
    friday_saturday = Calendar(weekend=frozenset({4, 5}))
    assert due(1, Unit.WORKING_DAYS, "2024-06-27", them=friday_saturday) == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [("2024-11-30", 3, "2025-02-28"), ("2023-12-31", 2, "2024-02-29"), ("2024-06-15", 24, "2026-06-15")],
)
def test_months_clamp_to_the_month_s_end(start: str, count: int, expected: str) -> None:
    assert add_months(date.fromisoformat(start), count) == date.fromisoformat(expected)


def test_the_deadline_day_is_not_late_and_ends_in_the_zone_of_the_place_of_action() -> None:
    them = Calendar(zone="Asia/Shanghai")
    found = due_on(RULE, on("2024-06-01"), kind=RULE.kind, places=Places(them=them))
    assert found.due_on == date(2024, 6, 11)
    assert found.due_from == datetime(2024, 6, 10, 16, tzinfo=UTC)
    assert found.late_from == datetime(2024, 6, 11, 16, tzinfo=UTC)
    assert found.soon_from == found.due_from - timedelta(days=5)


def test_a_day_of_a_clock_change_is_shorter_but_still_one_day() -> None:
    them = Calendar(zone="Europe/Paris")
    found = due_on(RULE, on("2024-03-21"), kind=RULE.kind, places=Places(them=them))
    assert (found.due_from, found.late_from) == (
        datetime(2024, 3, 30, 23, tzinfo=UTC),
        datetime(2024, 3, 31, 22, tzinfo=UTC),
    )


def test_hours_are_hours_across_a_clock_change() -> None:
    start = Occurred(on=date(2024, 3, 31), at=time(1), zone="Europe/Paris", precision=Precision.MOMENT)
    rule = replace(RULE, period=Period(count=8, unit=Unit.HOURS))
    found = due_on(rule, start, kind=rule.kind, places=Places(them=Calendar(zone="Europe/Paris")))
    assert found.due_from == datetime(2024, 3, 31, 8, tzinfo=UTC)
    assert found.due_on == date(2024, 3, 31)


def test_a_full_hour_starts_counting_at_once() -> None:
    start = Occurred(on=date(2024, 6, 1), at=time(10), precision=Precision.MOMENT)
    rule = replace(RULE, period=Period(count=8, unit=Unit.HOURS), roll=Roll.EU1182)
    assert due_on(rule, start, kind=rule.kind, places=Places()).due_from == datetime(
        2024, 6, 1, 18, tzinfo=UTC
    )


@pytest.mark.parametrize(("kind", "day"), [(DeadlineKind.OBLIGATION, 1), (DeadlineKind.REPLY, 2)])
def test_hours_from_a_day_run_from_the_reading_that_is_safe(kind: DeadlineKind, day: int) -> None:
    rule = replace(RULE, period=Period(count=1, unit=Unit.HOURS))
    assert due_on(rule, on("2024-06-01"), kind=kind, places=Places()).due_from == datetime(
        2024, 6, day, 1, tzinfo=UTC
    )


def test_an_expiry_is_late_from_the_start_of_its_day_in_the_earlier_zone_and_never_rolls() -> None:
    rule = replace(RULE, kind=DeadlineKind.EXPIRY)
    places = Places(us=Calendar(zone="Asia/Tokyo"), them=Calendar(zone="America/New_York"))
    found = due_on(rule, on("2024-06-05"), kind=rule.kind, places=places)
    assert (found.due_on, found.zone) == (date(2024, 6, 15), "Asia/Tokyo")
    assert found.late_from == found.due_from == datetime(2024, 6, 14, 15, tzinfo=UTC)
    assert "act on 2024-06-14" in str(found.explanation[-1])


def test_a_custom_is_a_range_amber_from_below_and_late_above() -> None:
    rule = customary(
        lower=Period(count=2, unit=Unit.MONTHS), upper=Period(count=6, unit=Unit.MONTHS), citation=SOURCE
    )
    found = due_on(rule, on("2024-01-31"), kind=rule.kind, places=Places())
    assert (found.lower_on, found.due_on) == (date(2024, 3, 31), date(2024, 7, 31))
    assert found.soon_from == datetime(2024, 3, 31, tzinfo=UTC)
    moved = due_on(rule, on("2024-01-31"), kind=rule.kind, places=Places(), until=date(2024, 9, 1))
    assert (moved.lower_on, moved.due_on) == (None, date(2024, 9, 1))


def test_a_stated_date_is_taken_as_it_is() -> None:
    rule = replace(RULE, period=Period(count=8, unit=Unit.HOURS))
    found = due_on(rule, on("2024-06-01"), kind=rule.kind, places=Places(), until=date(2024, 6, 20))
    assert found.due_on == date(2024, 6, 20)
    assert "was stated" in str(found.explanation[2])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"citation": Citation(article=" ", mark=Mark.HOUSE)}, "has no source"),
        ({"opens_on": frozenset()}, "starts on nothing"),
        ({"closes_on": frozenset()}, "never ends"),
        ({"opens_on": frozenset({"sent"})}, "no event kind"),
        ({"cancels_on": frozenset({"gone"})}, "no event kind"),
        ({"period": Period(count=0, unit=Unit.DAYS)}, "counts nothing"),
        ({"kind": DeadlineKind.EXPIRY, "roll": Roll.EU1182}, "expiry that rolls"),
        ({"kind": DeadlineKind.EXPECTATION}, "upper bound"),
        ({"upper": Period(count=20, unit=Unit.DAYS)}, "upper bound"),
    ],
)
def test_a_rule_that_contradicts_itself_cannot_be_built(change: dict[str, object], fault: str) -> None:
    with pytest.raises(DefinitionError, match=fault):
        replace(RULE, **change)  # type: ignore[arg-type]  # wrong values are the point


def test_an_incoming_request_mirrors_who_owes() -> None:
    assert RULE.kind_for(Direction.INCOMING) is DeadlineKind.OBLIGATION
    assert RULE.kind_for(Direction.TRANSIT) is DeadlineKind.REPLY
    assert replace(RULE, kind=DeadlineKind.EXPIRY).kind_for(Direction.INCOMING) is DeadlineKind.EXPIRY


@pytest.mark.parametrize("kind", list(DeadlineKind))
def test_the_rungs_of_a_ladder_come_one_after_another(kind: DeadlineKind) -> None:
    counted = (
        RULE
        if kind is not DeadlineKind.EXPECTATION
        else customary(lower=RULE.period, upper=Period(count=20, unit=Unit.DAYS), citation=SOURCE)
    )
    found = due_on(counted, on("2024-06-05"), kind=kind, places=Places())
    moments = [rung.moment(found) for rung in LADDERS[kind]]
    assert moments == sorted(moments)
