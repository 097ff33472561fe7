"""Years that begin where a State wants them to, and the year before any period."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.reports.periods import CALENDAR_YEAR, Period, YearStart, fiscal_year

D = dt.date
JULY, OCTOBER, UNITED_KINGDOM = YearStart(7, 1), YearStart(10, 1), YearStart(4, 6)


@pytest.mark.parametrize(
    ("day", "begins", "first", "last"),
    [
        (D(2024, 2, 29), CALENDAR_YEAR, D(2024, 1, 1), D(2024, 12, 31)),
        (D(2024, 6, 30), JULY, D(2023, 7, 1), D(2024, 6, 30)),
        (D(2024, 7, 1), JULY, D(2024, 7, 1), D(2025, 6, 30)),
        (D(2024, 9, 30), OCTOBER, D(2023, 10, 1), D(2024, 9, 30)),
        (D(2024, 10, 1), OCTOBER, D(2024, 10, 1), D(2025, 9, 30)),
        (D(2026, 4, 5), UNITED_KINGDOM, D(2025, 4, 6), D(2026, 4, 5)),
        (D(2024, 2, 29), YearStart(3, 1), D(2023, 3, 1), D(2024, 2, 29)),
    ],
)
def test_the_year_that_a_day_lies_in(day: D, begins: YearStart, first: D, last: D) -> None:
    assert fiscal_year(day, begins) == Period(first=first, last=last)
    assert day in fiscal_year(day, begins)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(first=D(2024, 7, 1), last=D(2025, 6, 30)), Period(first=D(2023, 7, 1), last=D(2024, 6, 30))),
        (
            Period(first=D(2024, 2, 29), last=D(2024, 2, 29)),
            Period(first=D(2023, 2, 28), last=D(2023, 2, 28)),
        ),
        (Period(first=D(2025, 2, 1), last=D(2025, 2, 28)), Period(first=D(2024, 2, 1), last=D(2024, 2, 29))),
        (
            Period(first=D(2024, 2, 28), last=D(2024, 2, 28)),
            Period(first=D(2023, 2, 28), last=D(2023, 2, 28)),
        ),
        (Period(first=D(2024, 2, 1)), Period(first=D(2023, 2, 1))),
        (Period(), Period()),
    ],
)
def test_the_same_days_a_year_before(period: Period, before: Period) -> None:
    assert period.year_before() == before


def test_an_open_period_says_so_and_holds_what_it_should() -> None:
    day = D(2024, 5, 1)
    assert [
        str(Period(first=first, last=last)) for first, last in ((day, day), (day, None), (None, day))
    ] == [
        "1 May 2024 – 1 May 2024",
        "since 1 May 2024",
        "until 1 May 2024",
    ]
    assert (str(Period()), bool(Period())) == ("All", False)
    assert D(2024, 4, 30) not in Period(first=day)
    assert D(2024, 5, 2) not in Period(last=day)
    assert day in Period()
