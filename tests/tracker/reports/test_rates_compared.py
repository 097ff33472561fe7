"""Rates by quarter, in two periods, of the channels to one jurisdiction, and on the map."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import table
from tests.tracker.reports.facts import fact
from tests.tracker.reports.oracles import ten_letters
from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Cell, Question, Result, Row
from tracker.reports.charts.drawing import drawn
from tracker.reports.charts.shapes import centres, on_paper
from tracker.reports.charts.trend import Trend
from tracker.reports.charts.world import WIDE, Place, World
from tracker.reports.dimensions import GroupBy
from tracker.reports.periods import Period, Quarter
from tracker.reports.response_rate import answer
from tracker.reports.statistics import difference

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 12, 31)
FIRST = Period(first=dt.date(2024, 1, 1), last=dt.date(2024, 12, 31))
SECOND = Period(first=dt.date(2023, 1, 1), last=dt.date(2023, 12, 31))


def ask(
    by: GroupBy = GroupBy.CHANNEL, *, minimum: int = 1, compared: Period | None = None, **wanted: Any
) -> Result:
    found = CaseFilter(**wanted)
    return answer(
        AssistanceRequest.objects.all(),
        Question(
            wanted=found,
            by=by,
            on=DAY,
            at=factories.moment(DAY, 12),
            minimum=minimum,
            period=Period(first=found.sent_from, last=found.sent_until),
            compared=compared,
        ),
    )


def read(row: Row) -> tuple[str, ...]:
    return row.label, *(cell.text for cell in row.cells)


def sent(office: Office, day: dt.date, *, answered: int, of: int, **more: Any) -> None:
    for number in range(of):
        fact(office, day, answered=day if number < answered else None, **more)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe 1998, table II, method 10: the published limits.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_of_a_difference(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = difference(*first, *second)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_each_quarter_has_its_rate_and_its_rows(beijing: Office) -> None:
    sent(beijing, dt.date(2024, 3, 31), answered=2, of=4)
    sent(beijing, dt.date(2024, 4, 1), answered=3, of=3)
    quarters = table(ask(), "quarters")
    assert [read(row) for row in quarters.rows] == [
        ("Q1 2024", "4", "2", "2", "50 %", "15.0–85.0 %"),
        ("Q2 2024", "3", "3", "0", "100 %", "43.9–100.0 %"),
    ]
    for row in quarters.rows:
        for cell in row.cells:
            if cell.rows:
                found = apply(AssistanceRequest.objects.all(), cell.rows, at=factories.moment(DAY))
                assert found.count() == cell.values[0]


def test_a_quarter_that_the_period_cuts_counts_what_lies_in_both(beijing: Office) -> None:
    sent(beijing, dt.date(2024, 2, 29), answered=1, of=2)
    sent(beijing, dt.date(2024, 3, 1), answered=1, of=3)
    sent(beijing, dt.date(2024, 5, 1), answered=0, of=1)
    first, _second = table(ask(sent_from=dt.date(2024, 3, 1)), "quarters").rows
    assert read(first)[:3] == ("Q1 2024", "3", "1")
    rows = first.cells[0].rows
    assert rows
    assert (rows.sent_from, rows.sent_until) == (dt.date(2024, 3, 1), dt.date(2024, 3, 31))


def test_one_quarter_is_no_trend_and_few_have_no_rate(beijing: Office) -> None:
    sent(beijing, dt.date(2024, 2, 1), answered=1, of=5)
    assert [one.key for one in ask().tables] == ["rows"]
    sent(beijing, dt.date(2024, 5, 1), answered=1, of=2)
    result = ask(minimum=5)
    assert read(table(result, "quarters").rows[1]) == ("Q2 2024", "2", "1", "1", "n < 5", "")
    trend = next(chart for chart in result.charts if isinstance(chart, Trend))
    assert [moment.label for moment in trend.moments] == ["Q1 2024"]
    for spec in (trend.wide(lambda _rows: ""), trend.narrow(lambda _rows: "")):
        assert ">n = 5<" in drawn(spec)


def test_the_line_does_not_join_quarters_between_which_one_is_missing(beijing: Office) -> None:
    for day in (dt.date(2023, 11, 1), dt.date(2024, 2, 1), dt.date(2024, 8, 1)):
        sent(beijing, day, answered=1, of=5)
    sent(beijing, dt.date(2024, 5, 1), answered=1, of=2)
    trend = next(chart for chart in ask(minimum=5).charts if isinstance(chart, Trend))
    first, second, third = (moment.stretch for moment in trend.moments)
    assert first == second
    assert second != third


def test_many_quarters_say_how_many_are_left_out(beijing: Office) -> None:
    for number in range(22):
        sent(beijing, Quarter(2018 + number // 4, number % 4 + 1).first, answered=0, of=1)
    quarters = table(ask(), "quarters")
    assert (len(quarters.rows), quarters.rows[-1].label) == (20, "Q2 2023")
    assert quarters.notes[-1] == "2 earlier quarters are left out."


def test_two_periods_beside_each_other(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sent(beijing, dt.date(2024, 3, 1), answered=8, of=10, channel="treaty")
    sent(beijing, dt.date(2023, 3, 1), answered=2, of=10, channel="treaty")
    sent(beijing, dt.date(2023, 3, 1), answered=0, of=3, channel="letter_exchange")
    sent(beijing, dt.date(2022, 12, 31), answered=1, of=1, channel="treaty")
    with django_assert_num_queries(4):
        result = ask(minimum=5, compared=SECOND, sent_from=FIRST.first, sent_until=FIRST.last)
    compared = table(result, "compared")
    assert compared.title == "1 Jan 2024 – 31 Dec 2024 against 1 Jan 2023 – 31 Dec 2023"
    letters, treaty = compared.rows
    assert read(treaty)[1:9] == ("10", "8", "2", "80 %", "10", "2", "8", "20 %")
    assert treaty.cells[-1].values == pytest.approx((0.6, *_limits((8, 10), (2, 10))))
    assert (letters.cells[0].text, letters.cells[5].text, letters.cells[-1].reason) == ("0", "0", "n/a")
    assert read(compared.totals[0])[:2] == ("All", "10")
    for cell in treaty.cells[:2], treaty.cells[4:6]:
        assert counted(cell) == [one.values[0] for one in cell]


def counted(cells: Sequence[Cell]) -> list[int]:
    """How many rows each of them leads to."""
    found = [one.rows for one in cells if one.rows]
    return [apply(AssistanceRequest.objects.all(), one, at=factories.moment(DAY)).count() for one in found]


def _limits(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    found = difference(*first, *second)
    return found.low, found.high


def test_channels_to_one_jurisdiction(beijing: Office) -> None:
    china = factories.jurisdiction("CN")
    sent(beijing, dt.date(2024, 3, 1), answered=6, of=6, channel="treaty", to=china)
    sent(beijing, dt.date(2024, 3, 1), answered=0, of=8, channel="letter_exchange", to=china)
    sent(beijing, dt.date(2024, 3, 1), answered=6, of=6, channel="police", to=factories.jurisdiction("EE"))
    channels = table(ask(GroupBy.YEAR, jurisdiction="CN"), "channels")
    assert [read(row)[1:5] for row in channels.rows] == [("8", "0", "8", "0 %"), ("6", "6", "0", "100 %")]
    assert [row.cells[-1].values[0] for row in channels.rows] == [-1.0, 1.0]
    assert "channels" not in {one.key for one in ask(GroupBy.YEAR).tables}


def places(*given: tuple[str, float | None]) -> World:
    return World(
        title="Shares",
        table="rows",
        minimum=5,
        places=tuple(
            Place(code=code, label=code, of=9, share=share, rows=CaseFilter(jurisdiction=code))
            for code, share in given
        ),
    )


def test_the_map_shows_tone_number_and_words(beijing: Office) -> None:
    world = places(("CN", 0.4), ("FR", 1.0), ("BR", 0.0), ("EE", None), ("EECTF", 0.5))
    svg = drawn(world.wide(lambda rows: f"/register/?jurisdiction={rows.jurisdiction}" if rows else ""))
    assert 'aria-label="CN: 40 % of 9"' in svg
    assert 'aria-label="EE: 9 sent, too few for a rate"' in svg
    for number in (">40<", ">100<", ">0<"):
        assert number in svg
    assert 'href="/register/?jurisdiction=CN"' in svg
    assert "EECTF" not in svg
    assert world.said.startswith("The number is the share in per cent.")
    assert "fewer than 5 sent (1)" in world.said
    assert world.said.endswith("1 is too small for the map or no State.")
    assert "href=" not in drawn(world.narrow(lambda _rows: ""))


def test_a_number_stands_in_its_state_and_not_in_the_sea() -> None:
    """French Guiana pulls the centre of France out of it."""
    svg = drawn(places(("FR", 1.0), ("ES", 0.5)).wide(lambda _rows: ""))
    (france,), (spain,) = (
        {(float(x), float(y)) for x, y in re.findall(rf"translate\(([\d.]+),([\d.]+)\)[^>]*>{number}<", svg)}
        for number in (100, 50)
    )
    assert france[0] > spain[0]
    assert france[1] < spain[1]


def test_numbers_that_would_lie_on_each_other_give_way_to_that_of_most_requests() -> None:
    """Estonia, Latvia and Lithuania are as high as a number; Brazil has room, and the Netherlands have too few."""
    found = world_of(("LV", 0.11, 30), ("EE", 0.22, 9), ("LT", 0.33, 8), ("BR", 0.44, 5), ("NL", None, 2))
    assert found.numbered == {"LV", "BR"}
    svg = drawn(found.wide(lambda _rows: ""))
    assert {number for number in ("11", "22", "33", "44") if f">{number}<" in svg} == {"11", "44"}
    assert 'aria-label="EE: 22 % of 9"' in svg
    assert "2 numbers would lie on others and are left out: those of the fewest sent." in found.said
    assert "left out" not in world_of(("LV", 0.11, 30), ("BR", 0.44, 5)).said


def world_of(*shares: tuple[str, float | None, int]) -> World:
    shown = tuple(Place(code=code, label=code, of=of, share=share) for code, share, of in shares)
    return World(title="On the map", table="rows", places=shown, minimum=5)


def test_numbers_are_drawn_where_they_are_thought_to_lie() -> None:
    """Beside each other as far as their boxes say, or further."""
    svg = drawn(world_of(("US", 0.11, 9), ("CN", 0.22, 9), ("BR", 0.33, 9)).wide(lambda _rows: ""))
    places = {
        number: next(
            (float(x), float(y))
            for x, y in re.findall(rf"translate\(([\d.]+),([\d.]+)\)[^>]*>{number}<", svg)
        )
        for number in (11, 22, 33)
    }
    thought = {
        number: on_paper(centres()[code], WIDE) for number, code in ((11, "US"), (22, "CN"), (33, "BR"))
    }
    for one, other in ((11, 22), (11, 33), (22, 33)):
        for axis in (0, 1):
            drawn_apart = abs(places[one][axis] - places[other][axis])
            assert drawn_apart >= 0.99 * abs(thought[one][axis] - thought[other][axis])


def test_each_state_has_its_number_within_its_longitudes() -> None:
    """Russia and Fiji reach over the line where longitudes begin anew."""
    found = {code: (round(place.x), round(place.y)) for code, place in centres().items()}
    assert found["RU"] == (100, 62)
    assert found["FJ"] == (178, -18)
    assert found["FR"] == (2, 47)
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in found.values())


def test_the_map_stands_above_the_jurisdictions(beijing: Office) -> None:
    ten_letters(beijing)
    result = ask(GroupBy.JURISDICTION)
    (world,) = [chart for chart in result.charts if isinstance(chart, World)]
    assert [(place.code, place.share, place.of) for place in world.places] == [("CN", 0.2, 10)]
    assert world.table == result.tables[0].key
    assert not [chart for chart in ask(GroupBy.YEAR).charts if isinstance(chart, World)]
