"""Time to acknowledgement and to full execution: the same report by another clock, over awkward rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from scipy import stats

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, table
from tests.tracker.reports.facts import fact, spell
from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Spell
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from tracker.reports.incidence import curves
from tracker.reports.statistics import Days
from tracker.reports.time_to_answer import answer
from tracker.reports.time_to_answer.clocks import CLOCKS, Ending
from tracker.reports.time_to_answer.lives import all_lives
from workflows.vocabulary import OffenceCategory, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
OTHERS = ("acknowledgement", "execution")


def after(days: int) -> dt.date:
    return SENT + dt.timedelta(days=days)


def ask(
    clock: str, by: GroupBy = GroupBy.CHANNEL, *, on: dt.date = DAY, minimum: int = 1, **wanted: Any
) -> Result:
    question = Question(
        wanted=CaseFilter(**wanted),
        by=by,
        on=on,
        at=factories.moment(on, 12),
        minimum=minimum,
        more={"clock": clock},
    )
    return answer(AssistanceRequest.objects.all(), question)


def figures(result: Result) -> dict[str, int]:
    return {figure.key: figure.value for figure in result.figures if figure.value}


def total(result: Result, column: str) -> Any:
    rows = table(result, "rows")
    cells = zip(rows.totals[0].cells, rows.columns, strict=True)
    return next(cell for cell, one in cells if one.keys[0] == column)


def test_each_ending_of_the_wait_for_an_acknowledgement(beijing: Office) -> None:
    fact(beijing, SENT, acknowledged=after(3), answered=after(20), outcome=Outcome.EXECUTED)
    fact(beijing, SENT, acknowledged=after(5))
    fact(beijing, SENT, answered=after(9), outcome=Outcome.NIL)
    fact(beijing, SENT, closed=after(11), outcome=Outcome.WITHDRAWN)
    fact(beijing, SENT)
    result = ask("acknowledgement")
    assert figures(result) == {"sent": 5, "acknowledged": 2, "answered": 1, "ended": 1, "open": 1}
    assert result.sentence == (
        "until half of all sent are acknowledged (95 % interval 3 or more): 2 of 5 are, and 1 still waiting count"
        " for as long as they have waited."
    )
    assert [figures(ask("acknowledgement", on=after(day))).get("acknowledged", 0) for day in (2, 3, 4, 5)] == [
        0, 1, 1, 2,
    ]  # fmt: skip


def test_each_ending_of_the_wait_for_the_whole_answer(beijing: Office) -> None:
    fact(beijing, SENT, answered=after(20), completed=after(70), outcome=Outcome.EXECUTED)
    fact(beijing, SENT, answered=after(20), outcome=Outcome.OPEN)
    fact(beijing, SENT, answered=after(20), completed=after(20), outcome=Outcome.REFUSED)
    fact(beijing, SENT, closed=after(30), completed=after(30), outcome=Outcome.WITHDRAWN)
    fact(beijing, SENT)
    assert figures(ask("execution")) == {"sent": 5, "completed": 1, "refused": 1, "ended": 1, "open": 2}
    assert figures(ask("execution", on=after(69))) == {"sent": 5, "refused": 1, "ended": 1, "open": 3}
    assert figures(ask("answer", on=after(69)))["answered"] == 3


def test_the_figures_of_those_that_reached_it(beijing: Office) -> None:
    for days in (0, 10, 20, 90):
        fact(beijing, SENT, acknowledged=after(days))
    fact(beijing, SENT)
    result = ask("acknowledgement")
    found = [total(result, f"{name}_days_acknowledged").values for name in ("median", "mean", "p90")]
    assert found == [(15.0,), (30.0,), (90,)]
    assert total(result, "median_days").values[0] == 20


def test_which_limits_were_kept(beijing: Office) -> None:
    due = after(10)
    for acknowledged in (after(9), due, after(11), None):
        fact(beijing, SENT, acknowledge_due=due, acknowledged=acknowledged)
    fact(beijing, SENT, acknowledge_due=due, answered=after(2))
    fact(beijing, SENT, acknowledge_due=due, closed=after(2), outcome=Outcome.WITHDRAWN)
    fact(beijing, SENT, acknowledge_due=DAY)
    fact(beijing, SENT, acknowledged=after(9))
    result = ask("acknowledgement")
    assert (total(result, "limit_kept").values, total(result, "limit_missed").values) == ((3,), (2,))
    assert total(result, "limit_kept_share").values[0] == pytest.approx(3 / 5)
    assert total(ask("acknowledgement", minimum=6), "limit_kept_share").text == "n < 6"
    early = ask("acknowledgement", on=after(9))
    assert (total(early, "limit_kept").values, total(early, "limit_missed").values) == ((0,), (0,))
    assert total(early, "limit_kept_share").text == "no limit is over", "nobody can have missed it yet"


def test_where_no_limit_is_there_is_none(beijing: Office) -> None:
    fact(beijing, SENT, acknowledged=after(9))
    assert total(ask("acknowledgement"), "limit_kept_share").text == "no limit is over"


def test_the_other_clocks_have_no_limits(beijing: Office) -> None:
    fact(beijing, SENT, acknowledge_due=after(1))
    for clock in ("answer", "execution"):
        assert "limit_kept" not in [one.keys[0] for one in table(ask(clock), "rows").columns]


@pytest.mark.parametrize("clock", OTHERS)
def test_nothing_and_all_open(beijing: Office, clock: str) -> None:
    assert ask(clock).is_empty
    for _number in range(5):
        fact(beijing, SENT)
    assert (figures(ask(clock)), ask(clock).headline) == ({"sent": 5, "open": 5}, "longer than observed")
    assert ask(clock, minimum=6).headline == ""
    assert "fewer than 6" in ask(clock, minimum=6).sentence


def test_reopened_and_over_a_leap_day(beijing: Office) -> None:
    done = {"answered": after(10), "closed": after(11), "completed": after(10), "outcome": Outcome.EXECUTED}
    row = fact(beijing, SENT, acknowledged=dt.date(2024, 2, 29), **done)  # type: ignore[arg-type]
    Spell.objects.update(superseded_on=after(100))
    spell(
        row, number=2, opened=after(100), answered=after(150), completed=after(160), outcome=Outcome.EXECUTED
    )
    assert ask("execution", on=after(99)).headline == "10 days"
    assert figures(ask("execution", on=after(155))) == {"sent": 1, "open": 1}
    assert ask("execution", on=after(160)).headline == "160 days"
    assert ask("acknowledgement", on=after(99)).sentence.endswith("1 of 1 are, and 0 still waiting count for as"
        " long as they have waited.")  # fmt: skip


@pytest.mark.parametrize("clock", OTHERS)
@pytest.mark.parametrize("by", [GroupBy.CHANNEL, GroupBy.JURISDICTION, GroupBy.OFFENCE, GroupBy.OFFICE])
def test_each_number_is_the_number_of_its_rows(
    beijing: Office, by: GroupBy, clock: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tallinn = factories.office("TLL", host="EE")
    both = (OffenceCategory.FRAUD, OffenceCategory.DRUGS)
    limited: dict[str, Any] = {"acknowledge_due": after(10)}
    fact(
        beijing, SENT, acknowledged=after(9), answered=after(9), completed=after(9), offences=both, **limited
    )
    fact(
        beijing, SENT, acknowledged=after(12), outcome=Outcome.REFUSED, answered=after(9), completed=after(9)
    )
    fact(beijing, SENT, closed=after(12), outcome=Outcome.WITHDRAWN, **limited)
    fact(beijing, SENT, **limited)
    fact(tallinn, dt.date(2023, 5, 5), to=factories.jurisdiction("EE", region="Europe"), channel="treaty")
    with django_assert_num_queries(2 if DIMENSIONS[by].refers else 1):
        result = ask(clock, by)
    assert each_number_is_its_rows(result, on=DAY) > 8 + len(result.figures)


DAYS = st.none() | st.integers(0, 60)
LIVES = st.lists(st.tuples(DAYS, DAYS, DAYS), min_size=1, max_size=12)


@given(lives=LIVES)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_the_database_counts_is_what_each_life_says(
    beijing: Office, lives: list[tuple[int | None, int | None, int | None]]
) -> None:
    """Each life judged by itself, and its curve by SciPy: with one cause the others are censored when they leave."""
    AssistanceRequest.objects.all().delete()
    on = 40
    expected: Counter[tuple[str, int]] = Counter()
    for acknowledged, answered, closed in lives:
        days = {"acknowledged": acknowledged, "answered": answered, "closed": closed}
        fact(
            beijing,
            SENT,
            outcome=Outcome.EXECUTED if closed is not None else Outcome.OPEN,
            **{name: after(value) for name, value in days.items() if value is not None},  # type: ignore[arg-type]
        )
        expected[_life(acknowledged, answered, closed, on)] += 1
    found = all_lives(Spell.objects.all(), CLOCKS["acknowledgement"], after(on))
    counted = Counter(
        {(ending.value, day): number for ending, days in found.days.items() for day, number in days.items()}
    )
    assert counted == expected
    _equals_scipy(expected, found.causes()[0])


def _life(acknowledged: int | None, answered: int | None, closed: int | None, on: int) -> tuple[str, int]:
    for ending, day in (
        (Ending.REACHED, acknowledged),
        (Ending.INSTEAD, answered),
        (Ending.ENDED, closed),
    ):
        if day is not None and day <= on:
            return ending.value, day
    return Ending.OPEN_NOT_DUE.value, on


def _equals_scipy(expected: Counter[tuple[str, int]], reached: Days) -> None:
    days = [day for (_ending, day), number in expected.items() for _each in range(number)]
    is_reached = [one == "reached" for (one, _day), number in expected.items() for _each in range(number)]
    others = Counter(day for day, one in zip(days, is_reached, strict=True) if not one)
    (curve,) = curves([reached], others)
    known = stats.ecdf(stats.CensoredData.right_censored(days, ~np.array(is_reached)))
    for day in range(max(days) + 1):
        share = curve.at(day)
        assert share is not None
        assert share.value == pytest.approx(1 - known.sf.evaluate([day])[0], abs=1e-12)
