"""The clock: the real one, unless test settings name another."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import Settings

from tests.clocks import MovableClock
from tracker import clock as program_clock

MOMENT = dt.datetime(2026, 3, 12, 22, 30, tzinfo=dt.UTC)


def test_the_real_clock(settings: Settings) -> None:
    del settings.CLOCK
    with time_machine.travel(MOMENT, tick=False):
        assert program_clock.now() == MOMENT


def test_a_clock_given_as_a_function(settings: Settings) -> None:
    settings.CLOCK = lambda: MOMENT
    assert program_clock.now() == MOMENT


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", dt.date(2026, 3, 12)),
        ("Asia/Shanghai", dt.date(2026, 3, 13)),
        (ZoneInfo("UTC"), dt.date(2026, 3, 12)),
    ],
)
def test_the_day_is_that_of_the_zone(settings: Settings, zone: str | ZoneInfo, day: dt.date) -> None:
    settings.CLOCK = lambda: MOMENT
    assert program_clock.today(zone) == day


def test_a_moved_clock_goes_on(clock: MovableClock) -> None:
    with time_machine.travel(MOMENT, tick=False) as traveller:
        clock.advance(days=30)
        assert program_clock.now() == MOMENT + dt.timedelta(days=30)
        traveller.shift(dt.timedelta(seconds=90))
        assert program_clock.now() == MOMENT + dt.timedelta(days=30, seconds=90)
        clock.move_to(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        assert clock.now() == dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        clock.reset()
        assert clock.now() == MOMENT + dt.timedelta(seconds=90)


@pytest.mark.parametrize("fraction", [0, 1, 400_000, 600_000, 999_999])
def test_a_moved_clock_is_never_before_the_moment(clock: MovableClock, fraction: int) -> None:
    with time_machine.travel(MOMENT.replace(microsecond=fraction), tick=False):
        clock.move_to(MOMENT - dt.timedelta(days=9_999))
        assert clock.now() == MOMENT - dt.timedelta(days=9_999), "a page would show the minute before"
