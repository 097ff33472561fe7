"""No cell of an export runs in a spreadsheet."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tracker.exports import defused, in_workbook, xlsx_response


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


LONG_WORD = "Rechtshilfeersuchenbearbeitungsdauer"


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["About", "By period"], ["About", "By period"]),
        (
            ["About", "Share with an answer within so many days"],
            ["1 About", "2 Share with an answer within…"],
        ),
        (["About", "Hours until the first act, by direction"], ["1 About", "2 Hours until the first act…"]),
        (["By period", "By [period]"], ["1 By period", "2 By period"]),
        (["About", LONG_WORD], ["1 About", f"2 {LONG_WORD[:28]}…"]),
        (["About", "?"], ["1 About", "2"]),
    ],
)
def test_sheets_are_told_apart_by_names_that_can_be_read(titles: Sequence[str], names: Sequence[str]) -> None:
    book = load_workbook(BytesIO(xlsx_response("x", {title: [("a",)] for title in titles}).content))
    assert book.sheetnames == names
    assert max(map(len, names)) <= 31
