"""What every report says of its figures: one line each, no two of one name."""

from __future__ import annotations

import pytest

from tracker.reports.base import Report
from tracker.reports.registry import REPORTS

READ_AT_A_GLANCE = 215
"""Signs: what is longer is two definitions."""


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_each_figure_is_defined_in_one_line(report: Report) -> None:
    told = [str(one.text) for one in report.definitions]
    assert told
    assert [text for text in told if len(text) > READ_AT_A_GLANCE or "\n" in text] == []
    assert all(text[0].isupper() or text[0].isdigit() for text in told)
    assert all(text.endswith(".") for text in told)
    terms = [str(one.term) for one in report.definitions]
    assert len(set(terms)) == len(terms)
