"""Country matrix: both directions apart, parts that make up the whole, both rates side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import cells, each_number_is_its_rows, table
from tests.tracker.reports.facts import fact, spell
from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Item, Spell
from tracker.reports.base import Question, Result
from tracker.reports.charts.drawing import drawn
from tracker.reports.charts.pairs import Mark, Pairs, Series
from tracker.reports.country_matrix import REPORT
from tracker.reports.dimensions import GroupBy
from tracker.reports.statistics import Interval, difference
from workflows.vocabulary import Direction, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
IN = Direction.INCOMING
PARTS = (
    "executed", "nil", "refused", "answered_otherwise", "withdrawn", "ended_without_answer", "pending",
)  # fmt: skip


def ask(by: GroupBy = GroupBy.JURISDICTION, *, on: dt.date = DAY, minimum: int = 1, **wanted: Any) -> Result:
    found = REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(wanted=CaseFilter(**wanted), by=by, on=on, at=factories.moment(on, 12), minimum=minimum),
    )
    assert not found.anomalies
    return found


def every_disposition(office: Office, **more: Any) -> None:
    """One of each but for three pending ones; ten in all."""
    answered = SENT + dt.timedelta(days=9)
    for outcome in (Outcome.EXECUTED, Outcome.PARTLY_EXECUTED, Outcome.NIL, Outcome.REFUSED):
        fact(office, SENT, answered=answered, closed=DAY, outcome=outcome, **more)
    fact(office, SENT, answered=answered, closed=DAY, outcome=Outcome.WITHDRAWN, **more)
    fact(office, SENT, closed=DAY, outcome=Outcome.WITHDRAWN, **more)
    fact(office, SENT, closed=DAY, outcome=Outcome.REFERRED, **more)
    fact(office, SENT, due=SENT, **more)
    fact(office, SENT, due=DAY, **more)
    fact(office, SENT, **more)


def test_nothing_is_empty_and_says_so(beijing: Office) -> None:
    result = ask()
    assert result.is_empty
    assert result.headline == ""
    assert "0 of 0, 0 pending (fewer than 1: no rate)" in result.sentence


def test_the_parts_make_up_the_whole_in_both_directions(beijing: Office) -> None:
    every_disposition(beijing)
    every_disposition(beijing, direction=IN)
    fact(beijing, SENT, direction=IN)
    result = ask()
    parts = {
        "executed": 2,
        "nil": 1,
        "refused": 1,
        "answered_otherwise": 1,
        "withdrawn": 1,
        "ended_without_answer": 1,
    }
    made, received = cells(result, "made"), cells(result, "received")
    assert {name: made[name] for name in PARTS} == {**parts, "pending": 3}
    assert {name: received[name] for name in PARTS} == {**parts, "pending": 4}
    assert (made["sent"], received["sent"]) == (10, 11)
    assert (made["rate"], received["rate"]) == (5 / 10, 5 / 11)
    assert made["median_days"] == 9
    assert received["median_days"] is None  # of eleven, five have an answer
    assert each_number_is_its_rows(result, on=DAY)


def test_both_rates_stand_side_by_side(beijing: Office) -> None:
    for number in range(8):
        fact(
            beijing,
            SENT,
            answered=DAY if number < 2 else None,
            outcome=Outcome.NIL if number < 2 else Outcome.OPEN,
        )
    for number in range(6):
        fact(beijing, SENT, answered=DAY if number < 5 else None, direction=IN)
    found = cells(ask(), "reciprocity")
    between = difference(2, 8, 5, 6)
    assert (found["rate_theirs"], found["rate_ours"]) == (2 / 8, 5 / 6)
    assert [found[name] for name in ("difference", "difference_from", "difference_to")] == [
        2 / 8 - 5 / 6, between.low, between.high,
    ]  # fmt: skip
    assert [found[name] for name in ("made", "made_answered", "made_pending")] == [8, 2, 6]
    assert [found[name] for name in ("received", "received_answered", "received_pending")] == [6, 5, 1]
    few = ask(minimum=7)
    one = cells(few, "reciprocity")
    assert (one["rate_theirs"], one["rate_ours"], one["difference"], one["received_answered"]) == (
        0.25,
        None,
        None,
        5,
    )
    assert few.headline == "25 %"
    assert "5 of 6, 1 pending (fewer than 7: no rate)" in few.sentence
    reciprocity, made, received = few.tables
    assert reciprocity.notes == (
        "1 row has fewer than 7 in one direction: its counts are shown, that rate is not.",
    )
    assert made.notes == ()
    assert received.notes == ("1 row has fewer than 7 requests: its counts are shown, a rate is not.",)


@pytest.mark.parametrize(
    ("on", "part"),
    [
        (dt.date(2024, 2, 28), "pending"),
        (dt.date(2024, 2, 29), "answered_otherwise"),  # one of two items has its answer
        (dt.date(2024, 5, 2), "executed"),
        (dt.date(2024, 6, 1), "pending"),  # reopened
        (dt.date(2024, 8, 1), "withdrawn"),
    ],
)
def test_a_past_day_knows_nothing_of_later_ones(beijing: Office, on: dt.date, part: str) -> None:
    first, last, again = dt.date(2024, 2, 29), dt.date(2024, 5, 2), dt.date(2024, 6, 1)
    row = fact(beijing, SENT, answered=first, completed=last, closed=last, outcome=Outcome.PARTLY_EXECUTED)
    for number, day in enumerate((first, last), start=1):
        Item.objects.create(request=row, number=number, type="DOCS", outcome="executed", decided_on=day)
    Spell.objects.update(superseded_on=again)
    spell(row, number=2, opened=again, closed=dt.date(2024, 8, 1), outcome=Outcome.WITHDRAWN)
    result = ask(on=on)
    found = cells(result, "made")
    assert {name: found[name] for name in PARTS if found[name]} == {part: 1}
    assert each_number_is_its_rows(result, on=on)


@pytest.mark.parametrize("by", [one.key for one in REPORT.dimensions])
def test_rows_by_anything_equal_their_rows_in_the_register(beijing: Office, by: GroupBy) -> None:
    every_disposition(beijing, to=factories.jurisdiction("FR", region="Europe"))
    every_disposition(beijing, direction=IN, to=factories.jurisdiction("KE"))
    fact(beijing, SENT, direction=Direction.TRANSIT)
    result = ask(by)
    assert each_number_is_its_rows(result, on=DAY)
    assert {figure.key: figure.value for figure in result.figures} == {
        "made": 10, "made_pending": 3, "received": 10, "received_pending": 3, "transit": 1,
    }  # fmt: skip
    assert (
        len(table(result, "made").rows) == len(table(result, "reciprocity").rows) - 1
        or by is GroupBy.RELATIONSHIP
    )


def test_it_costs_three_queries_whatever_it_counts(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fact(beijing, SENT)
    with django_assert_num_queries(3):
        ask()
    for place in range(5):
        every_disposition(beijing, to=factories.jurisdiction(f"X{place}"))
    with django_assert_num_queries(3):
        ask()


def test_the_period_and_filters_narrow(beijing: Office) -> None:
    every_disposition(beijing)
    fact(beijing, DAY, channel="treaty")
    assert cells(ask(sent_from=DAY), "made")["sent"] == 1
    assert cells(ask(channel="treaty"), "made")["sent"] == 1
    assert "direction" not in REPORT.fields


def test_a_mark_alone_stands_in_the_middle_of_its_row() -> None:
    one = Mark(of=10, share=0.5, between=Interval(low=0.2, high=0.8))
    chart = Pairs(
        title="Rates",
        table="reciprocity",
        labels=("Both", "One"),
        series=(
            Series(label="They", colour="with-them", marks=(one, one)),
            Series(label="We", colour="with-us", marks=(one, None)),
        ),
    )
    spec = chart.wide(lambda _rows: "")
    assert [value["at"] for value in spec["data"]["values"]] == [15, 31, 69]
    assert spec["encoding"]["y"]["axis"]["values"] == [23, 69]
    narrow = chart.narrow(lambda _rows: "")
    assert narrow["height"] < 2 * 86


def test_the_picture_shows_both_and_says_so() -> None:
    def one(share: float) -> Mark:
        return Mark(of=10, share=share, between=Interval(low=share / 2, high=share))

    chart = Pairs(
        title="Rates",
        table="reciprocity",
        labels=tuple(f"Land {number}" for number in range(30)),
        series=(
            Series(label="They answer us", colour="with-them", marks=(None, *(one(0.5),) * 29)),
            Series(label="We answer them", colour="with-us", marks=(None, None, *(one(0.7),) * 28)),
        ),
    )
    assert chart.said == (
        "Round: They answer us; square: We answer them."
        " The chart shows the first 25 of 29 rows; the table has them all."
    )
    for spec in (chart.wide(lambda _rows: "/register/?a=1"), chart.narrow(lambda _rows: "")):
        svg = drawn(spec)
        assert "Land 1, They answer us: 50 % of 10, interval 25.0–50.0 %" in svg
        assert svg.count("We answer them: 70 %") == 24
        assert "Land 0" not in svg
        assert "Land 26" not in svg
