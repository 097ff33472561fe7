"""Figures as they are read."""

import pytest

from tracker.reports import words
from tracker.reports.statistics import Interval


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, "0 %"),
        (0.0001, "under 1 %"),
        (0.005, "1 %"),
        (0.125, "13 %"),
        (34 / 90, "38 %"),
        (0.994, "99 %"),
        (0.9999, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_shares_are_rounded_and_a_trace_is_not_nothing(value: float, read: str) -> None:
    assert words.share(value) == read


@pytest.mark.parametrize(
    ("value", "read"), [(0, "0"), (0.0001, "<1"), (0.125, "13"), (0.9999, ">99"), (1, "100")]
)
def test_a_picture_rounds_as_its_table(value: float, read: str) -> None:
    assert words.bare_share(value) == read


def test_intervals_counts_and_days() -> None:
    assert words.interval(Interval(low=0.0567, high=0.50984)) == "5.7–51.0 %"
    assert words.count(1234567) == "1,234,567"
    assert [words.days(value) for value in (3, 3.5, 1200)] == ["3", "3.5", "1,200"]
