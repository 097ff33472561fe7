"""Rows by a dimension: the same in every report."""

from __future__ import annotations

import datetime as dt

import pytest

from tests import factories
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import ten_letters
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.reports import cells
from tracker.reports.base import Column, Question, Value
from tracker.reports.dimensions import DIMENSIONS, GroupBy, Values
from tracker.reports.periods import Period
from tracker.reports.registry import REPORTS
from tracker.reports.rows import ranked_by, table_by

DAY = dt.date(2026, 12, 31)
PLACE = DIMENSIONS[GroupBy.JURISDICTION]
BY_PLACE = [
    slug for slug, one in REPORTS.items() if any(two.key is GroupBy.JURISDICTION for two in one.dimensions)
]

NOTHING = ("preservation-gaps", "results")
"""Reports to which these requests are nothing."""


@pytest.mark.django_db
@pytest.mark.parametrize("slug", BY_PLACE)
def test_the_row_of_a_jurisdiction_leads_to_its_page(slug: str) -> None:
    office = factories.office("BEJ")
    ten_letters(office)
    fact(office, dt.date(2026, 3, 2), channel="network_24_7")
    period = Period(first=dt.date(2009, 1, 1), last=DAY)
    asked = Question(
        wanted=CaseFilter(), by=GroupBy.JURISDICTION, on=DAY, at=factories.moment(DAY), period=period
    )
    result = REPORTS[slug].answer(AssistanceRequest.objects.all(), asked)
    rows = [row for one in result.tables if one.heading == str(PLACE.label) for row in one.rows]
    assert all(row.jurisdiction == row.code for row in rows)
    assert bool(rows) == (slug not in NOTHING), rows


def test_ordered_rows_stand_in_their_order_and_others_by_their_place() -> None:
    found: dict[Values, int] = {("routine",): 9, ("emergency",): 1, ("urgent",): 5}
    urgency, channel = DIMENSIONS[GroupBy.URGENCY], DIMENSIONS[GroupBy.CHANNEL]
    ordered = [values[0] for values, _number in ranked_by(urgency, found, lambda _values, number: number)]
    assert ordered == ["routine", "urgent", "emergency"]
    placed = [values[0] for values, _number in ranked_by(channel, found, lambda _values, number: number)]
    assert placed == ["emergency", "urgent", "routine"]


@pytest.mark.parametrize(
    ("by", "label"), [(GroupBy.CHANNEL, "All"), (GroupBy.OFFENCE, "Requests, each once")]
)
def test_the_whole_stands_below_rows_and_below_nothing_not_at_all(by: GroupBy, label: str) -> None:
    assert whole_below(by, [(("",), 2)]) == [(label, (3,))]
    assert whole_below(by, []) == []


def whole_below(by: GroupBy, ranked: list[tuple[Values, int]]) -> list[tuple[str, tuple[Value, ...]]]:
    found = table_by(
        DIMENSIONS[by],
        ranked,
        lambda number, _kept: (cells.count(number),),
        key="rows",
        title="By %(dimension)s",
        columns=(Column(label="Number", keys=("number",)),),
        whole=3,
    )
    assert found.title == f"By {str(DIMENSIONS[by].label).lower()}"
    return [(one.label, one.cells[0].values) for one in found.totals]
