"""Carried forward, new, reopened, closed, pending: every edge of a period, and books that must balance."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import table
from tests.tracker.reports.facts import fact, many, spell
from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest, Spell
from tracker.reports.base import Question, Result, Row
from tracker.reports.dimensions import GroupBy
from tracker.reports.flow import answer
from tracker.reports.periods import Period, YearStart
from tracker.reports.steps import AT_MOST, Each, steps
from workflows.vocabulary import OffenceCategory, Outcome

pytestmark = pytest.mark.django_db

D = dt.date
FIRST, LAST = D(2024, 1, 1), D(2024, 12, 31)
TODAY = D(2026, 3, 2)
COUNTS = ("carried", "new", "reopened", "handled", "closed", "pending")


def ask(
    by: GroupBy = GroupBy.CHANNEL,
    *,
    first: D = FIRST,
    last: D = LAST,
    on: D = TODAY,
    minimum: int = 1,
    each: Each = Each.YEAR,
    **wanted: Any,
) -> Result:
    question = Question(
        wanted=CaseFilter(**wanted),
        by=by,
        on=on,
        at=factories.moment(TODAY, 12),
        minimum=minimum,
        period=Period(first=first, last=last),
        more={"each": each.value},
    )
    return answer(AssistanceRequest.objects.all(), question)


def counts(row: Row) -> tuple[int, ...]:
    return tuple(int(cell.values[0] or 0) for cell in row.cells[:6])


def whole(result: Result) -> tuple[int, ...]:
    (row,) = table(result, "periods").totals
    return counts(row)


def opens(cell_rows: CaseFilter | None) -> int:
    """How many rows the register shows behind a number."""
    assert cell_rows is not None
    return apply(AssistanceRequest.objects.all(), cell_rows, at=factories.moment(TODAY, 12)).count()


@pytest.mark.parametrize(
    ("sent", "closed", "expected"),
    [
        (D(2023, 12, 31), None, (1, 0, 0, 1, 0, 1)),
        (D(2023, 12, 31), D(2023, 12, 31), None),  # gone before
        (D(2023, 5, 1), FIRST, (1, 0, 0, 1, 1, 0)),  # the first day belongs to the period
        (FIRST, None, (0, 1, 0, 1, 0, 1)),
        (FIRST, FIRST, (0, 1, 0, 1, 1, 0)),
        (LAST, LAST, (0, 1, 0, 1, 1, 0)),  # so does the last
        (LAST, D(2025, 1, 1), (0, 1, 0, 1, 0, 1)),
        (D(2025, 1, 1), None, None),  # came later
    ],
)
def test_each_edge_of_the_period(
    beijing: Office, sent: D, closed: D | None, expected: tuple[int, ...] | None
) -> None:
    fact(beijing, sent, closed=closed, outcome=Outcome.EXECUTED if closed else Outcome.OPEN)
    result = ask()
    if expected is None:
        assert result.is_empty
        return
    assert whole(result) == expected
    assert not result.anomalies


def test_a_reopened_request_has_another_stretch(beijing: Office) -> None:
    row = fact(beijing, D(2023, 2, 1), closed=D(2024, 2, 1), outcome=Outcome.NIL)
    Spell.objects.update(superseded_on=D(2024, 6, 1))
    spell(row, number=2, opened=D(2024, 6, 1), closed=D(2024, 8, 1), outcome=Outcome.EXECUTED)
    Spell.objects.filter(number=2).update(superseded_on=D(2024, 9, 1))
    spell(row, number=3, opened=D(2024, 9, 1))
    result = ask(each=Each.QUARTER)
    assert whole(result) == (1, 0, 2, 3, 2, 1)
    assert [counts(one) for one in table(result, "periods").rows] == [
        (1, 0, 0, 1, 1, 0),
        (0, 0, 1, 1, 0, 1),
        (1, 0, 1, 2, 1, 1),
        (1, 0, 0, 1, 0, 1),
    ]
    assert {one.label: one.cells[0].values for one in table(result, "closed").rows} == {
        "Executed": (1,),
        "Nothing found": (1,),
    }
    assert "1 closings and 1 reopenings are further ones of the same request" in result.notes[0]


def test_a_draft_that_was_closed_reopened_and_then_sent_is_new(beijing: Office) -> None:
    row = fact(beijing, D(2024, 5, 1))
    Spell.objects.update(sent_on=None, closed_on=D(2024, 2, 1), superseded_on=D(2024, 3, 1))
    spell(row, number=2, opened=D(2024, 3, 1))
    assert whole(ask()) == (0, 1, 0, 1, 0, 1)


def test_a_past_day_ends_the_period(beijing: Office) -> None:
    fact(beijing, D(2024, 2, 1), closed=D(2024, 9, 1), outcome=Outcome.REFUSED)
    fact(beijing, D(2024, 10, 1))
    then = ask(on=D(2024, 8, 31))
    assert whole(then) == (0, 1, 0, 1, 0, 1)
    assert "Counted until 31 Aug 2024" in then.notes[0]
    assert whole(ask()) == (0, 2, 0, 2, 1, 1)
    assert ask(first=D(2024, 9, 2), on=D(2024, 9, 1)).is_empty


def test_rates_are_of_closed_and_of_all_and_none_of_too_few(beijing: Office) -> None:
    for outcome in (Outcome.EXECUTED, Outcome.PARTLY_EXECUTED, Outcome.REFUSED, Outcome.WITHDRAWN):
        fact(beijing, FIRST, closed=LAST, outcome=outcome)
    fact(beijing, FIRST)
    (row,) = table(ask(minimum=4), "rows").rows
    assert [cell.text for cell in row.cells[6:]] == ["50 % / 40 %", "25 % / 20 %", "25 % / 20 %"]
    assert row.cells[6].values == (0.5, 0.4)
    (row,) = table(ask(minimum=5), "rows").rows
    assert [cell.text for cell in row.cells[6:]] == ["n < 5 / 40 %", "n < 5 / 20 %", "n < 5 / 20 %"]
    (row,) = table(ask(minimum=6), "rows").rows
    assert (row.cells[6].text, row.cells[6].values, row.cells[6].reason) == ("n < 6", (None, None), "n < 6")


@pytest.mark.parametrize(
    ("columns", "cause"),
    [
        ({"closed_on": D(2023, 6, 1)}, "closed before it began"),
        ({"closed_on": None, "superseded_on": D(2024, 6, 1)}, "reopened without having been closed"),
    ],
)
def test_what_does_not_add_up_is_printed_with_its_rows(
    beijing: Office, columns: dict[str, Any], cause: str
) -> None:
    fact(beijing, D(2024, 2, 1))
    Spell.objects.update(**columns)
    fact(beijing, D(2024, 3, 1))
    result = ask()
    assert len(result.anomalies) == 1, cause
    (row,) = table(result, "anomalies").rows
    difference, amiss = row.cells
    assert (difference.values, amiss.values, opens(amiss.rows)) == ((1,), (1,), 1)
    assert table(result, "anomalies").notes == ("Caused by BEJ-0001.",)
    assert not ask(first=D(2025, 1, 1), last=D(2025, 12, 31)).anomalies


def test_of_very_many_that_do_not_add_up_some_are_named(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(beijing, 20, sent=D(2024, 2, 1), closed=D(2023, 6, 1))
    with django_assert_num_queries(3):
        (told,) = table(ask(each=Each.MONTH), "anomalies").notes
    assert told.endswith("-0020.")
    many(beijing, 1, sent=D(2024, 2, 1), closed=D(2023, 6, 1))
    (told,) = table(ask(), "anomalies").notes
    assert told.endswith("-0020 and others.")
    assert not ask(office="PAR").anomalies


def test_several_rows_of_one_request(beijing: Office) -> None:
    fact(beijing, FIRST, offences=(OffenceCategory.FRAUD, OffenceCategory.THEFT))
    result = ask(GroupBy.OFFENCE)
    summed, once = table(result, "rows").totals
    assert (counts(summed)[1], counts(once)[1]) == (2, 1)
    assert not result.anomalies


JULY, APRIL = YearStart(7, 1), YearStart(4, 6)


@pytest.mark.parametrize(
    ("each", "begins", "labels"),
    [
        (Each.YEAR, YearStart(1, 1), ["2023 (15 Nov – 31 Dec)", "2024 (1 Jan – 5 Apr)"]),
        (Each.YEAR, JULY, ["2023/24 (15 Nov – 5 Apr)"]),
        (Each.QUARTER, JULY, ["Q2 2023/24 (15 Nov – 31 Dec)", "Q3 2023/24", "Q4 2023/24 (1 Apr – 5 Apr)"]),
        (Each.QUARTER, APRIL, ["Q3 2023/24 (15 Nov – 5 Jan)", "Q4 2023/24"]),
        (Each.MONTH, JULY, ["Nov 2023 (15 Nov – 30 Nov)", "Dec 2023", "Jan 2024", "Feb 2024", "Mar 2024",
                            "Apr 2024 (1 Apr – 5 Apr)"]),
    ],
)  # fmt: skip
def test_periods_are_cut_where_the_year_is_cut(each: Each, begins: YearStart, labels: list[str]) -> None:
    cut = steps(D(2023, 11, 15), D(2024, 4, 5), each, begins)
    assert [one.label for one in cut] == labels
    assert (cut[0].first, cut[-1].last) == (D(2023, 11, 15), D(2024, 4, 5))
    assert all(one.last + dt.timedelta(days=1) == after.first for one, after in pairwise(cut))


def test_too_many_steps_become_longer_ones() -> None:
    by_quarter = steps(D(2015, 1, 1), D(2024, 12, 31), Each.MONTH, YearStart(1, 1))
    assert (len(by_quarter), by_quarter[0].label) == (AT_MOST, "Q1 2015")
    centuries = steps(D(1801, 1, 1), D(2024, 12, 31), Each.MONTH, YearStart(1, 1))
    assert (len(centuries), centuries[0].label, centuries[0].first) == (AT_MOST, "1801 – 1985", D(1801, 1, 1))
    assert centuries[1].label == "1986"
