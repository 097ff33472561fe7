"""Bars of how many: each with its number, its words and its rows."""

from __future__ import annotations

import pytest

from tracker.casework.filters import CaseFilter
from tracker.reports.charts.bars import DRAWN_AT_MOST, Bar, Bars
from tracker.reports.charts.drawing import drawn

ROWS = CaseFilter(ground="DC")


def bars(*values: int, rows: CaseFilter | None = ROWS) -> Bars:
    named = (
        Bar(label=f"Ground {place}", value=value, note="20 %", rows=rows)
        for place, value in enumerate(values)
    )
    return Bars(title="Grounds", table="grounds", bars=tuple(named))


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_each_bar_speaks_and_links(layout: str) -> None:
    svg = drawn(getattr(bars(1234, 0), layout)(lambda _rows: "/register/?a=1&b=2"))
    assert svg.count('aria-label="Ground 0: 1,234 (20 %)"') == 1
    assert svg.count("1,234 (20 %)") == 2
    assert svg.count(": 0 (20 %)") == 1
    assert svg.count('<a href="/register/?a=1&amp;b=2">') == 2
    assert "style=" not in svg


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_nothing_is_drawn_as_nothing(layout: str) -> None:
    svg = drawn(getattr(bars(0, 0, rows=None), layout)(lambda _rows: ""))
    assert svg.count('aria-label="Ground ') == 2
    assert "<a " not in svg


def test_a_long_picture_says_what_it_leaves_out() -> None:
    assert bars(*range(DRAWN_AT_MOST)).said == ""
    longer = bars(*range(DRAWN_AT_MOST + 1))
    assert "first 40 of 41" in longer.said
    assert "Ground 40" not in drawn(longer.wide(lambda _rows: ""))
