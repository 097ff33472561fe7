"""No cell of an export runs in a spreadsheet."""

import pytest

from tracker.exports import defused, in_workbook


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_what_would_start_a_formula_is_defused(start: str) -> None:
    assert defused(f"{start}cmd|'/c calc'!A1") == f"'{start}cmd|'/c calc'!A1"


@pytest.mark.parametrize("value", [-1, "-0.5", "+3", "a=b", "", None])
def test_numbers_and_words_stay(value: object) -> None:
    assert defused(value) == ("" if value is None else str(value))


def test_what_no_workbook_may_hold_is_left_out() -> None:
    assert in_workbook("a\x0b\x00\x1f\ufffe\uffffb\tc") == "ab\tc"
    assert in_workbook("=\x0b1") == "'=1"
