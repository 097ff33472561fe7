"""Why a figure is not given: of nothing there is none, of a few none that says anything."""

from __future__ import annotations

import pytest

from tracker.reports import cells
from tracker.reports.rates import difference_cell


@pytest.mark.parametrize(("number", "why"), [(0, "n/a"), (1, "n < 5"), (4, "n < 5")])
def test_nothing_and_too_few_are_two_reasons(number: int, why: str) -> None:
    given = (
        *cells.rate(0, number, minimum=5),
        cells.rate_within(0, number, minimum=5),
        cells.part_of_enough(0, number, minimum=5),
        cells.mean(0, number, minimum=5),
        cells.median_of_all({}, {3: number}, minimum=5),
        difference_cell((1, 9), (0, number), minimum=5),
    )
    assert {cell.reason for cell in given} == {why}
    assert not any(cell.is_known or any(value is not None for value in cell.values) for cell in given)


def test_days_made_of_few_are_not_given_and_of_none_is_said_so() -> None:
    texts = [cells.days_of_enough(9.5, number, "none", minimum=5).text for number in (1, 4, 5)]
    assert texts == ["n < 5", "n < 5", "9.5"]
    assert cells.days_of_enough(None, 0, "none", minimum=5).text == "none"


def test_of_enough_each_is_given() -> None:
    assert cells.rate_within(1, 5, minimum=5).text == "20 % (4–62)"
    assert cells.part_of_enough(0, 5, minimum=5).text == "0 %", "zero is a figure"
