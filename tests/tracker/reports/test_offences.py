"""Offences: each tag, each request once, past days, and numbers that equal their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, read
from tests.tracker.reports.facts import fact, spell
from tests.tracker.reports.oracles import TAGS, ninety_closed
from tracker.accounts.models import Office
from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Spell
from tracker.reports.base import Question, Result
from tracker.reports.offences import REPORT
from workflows.vocabulary import Direction, OffenceCategory, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
ONE = dt.timedelta(days=1)
FRAUD, DRUGS, TAX = OffenceCategory.FRAUD, OffenceCategory.DRUGS, OffenceCategory.TAX
ALL, ONCE = "Offences named", "Requests, each once"


def ask(*, on: dt.date = DAY, minimum: int = 1, **wanted: Any) -> Result:
    return REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(wanted=CaseFilter(**wanted), on=on, at=factories.moment(DAY, 12), minimum=minimum),
    )


def requests(result: Result) -> dict[str, int]:
    assert not result.anomalies
    return {label: row["requests"] for label, row in read(result, "offences").items()}


def test_ninety_requests_name_134_offences(beijing: Office) -> None:
    """Jersey, 2020: the published tags; outcomes as published, too."""
    ninety_closed(beijing)
    result = ask(on=dt.date(2020, 12, 31), minimum=5)
    expected = {str(labels.OFFENCE_CATEGORY[tag]): number for tag, number in TAGS.items()}
    assert requests(result) == {**expected, ALL: 134, ONCE: 90}
    once = read(result, "offences")[ONCE]
    assert [once[key] for key in ("answered", "withdrawn", "open_not_due", "open_overdue")] == [34, 9, 47, 0]
    assert result.headline == "134"
    assert "in 90 requests sent, of which 34 are answered (0 refused) and 47 pending" in result.sentence
    assert "Fraud (53); Money laundering (30); Robbery or theft (12)" in result.sentence
    assert result.notes[0] == "134 offences are named in 90 requests; 0 of 90 requests name none."
    assert each_number_is_its_rows(result, on=dt.date(2020, 12, 31)) >= 30


def test_two_of_one_kind_are_one_and_none_is_a_row_of_its_own(beijing: Office) -> None:
    fact(beijing, SENT, offences=(FRAUD, FRAUD, DRUGS))
    fact(beijing, SENT, offences=(FRAUD,))
    fact(beijing, SENT)
    result = ask()
    assert requests(result) == {"Fraud": 2, "Drug related": 1, "No offence recorded": 1, ALL: 3, ONCE: 3}
    assert [figure.value for figure in result.figures] == [2, 1, 1]
    assert read(result, "offences")["Fraud"]["share"] == 2 / 3
    assert each_number_is_its_rows(result, on=DAY) >= 8


def test_refused_is_what_was_answered_with_a_refusal_by_the_day(beijing: Office) -> None:
    refused = SENT + 10 * ONE
    fact(
        beijing, SENT, answered=refused, closed=refused + ONE, outcome=Outcome.REFUSED, offences=(FRAUD, TAX)
    )
    fact(beijing, SENT, answered=refused, outcome=Outcome.REFUSED, offences=(FRAUD,))
    fact(beijing, SENT, answered=refused, outcome=Outcome.PARTLY_EXECUTED, offences=(FRAUD,))
    fact(beijing, SENT, closed=refused, outcome=Outcome.WITHDRAWN, offences=(FRAUD,))
    fact(beijing, SENT, due=SENT, offences=(FRAUD,))
    row = read(ask(), "offences")["Fraud"]
    assert [row[key] for key in ("requests", "answered", "refused", "withdrawn", "open_overdue")] == [
        5,
        3,
        2,
        1,
        1,
    ]
    assert row["rate"] == 3 / 5
    assert row["median_days"] == 10
    before = read(ask(on=refused - ONE), "offences")["Fraud"]
    assert (before["answered"], before["refused"], before["open_overdue"]) == (0, 0, 5 - 4)
    assert (before["open_not_due"], before["withdrawn"]) == (4, 0)
    for on in (refused - ONE, refused, DAY):
        assert each_number_is_its_rows(ask(on=on), on=DAY) >= 10


def test_a_reopened_request_counts_as_it_stood(beijing: Office) -> None:
    closed, again = dt.date(2024, 2, 29), dt.date(2024, 6, 1)
    row = fact(beijing, SENT, answered=closed, closed=closed, outcome=Outcome.REFUSED, offences=(FRAUD,))
    Spell.objects.update(superseded_on=again)
    spell(row, number=2, opened=again)
    for on, answered, refused in ((closed - ONE, 0, 0), (closed, 1, 1), (again - ONE, 1, 1), (again, 0, 0)):
        found = read(ask(on=on), "offences")["Fraud"]
        assert (found["requests"], found["answered"], found["refused"]) == (1, answered, refused)
        assert each_number_is_its_rows(ask(on=on), on=DAY) >= 3


def test_too_few_have_counts_only(beijing: Office) -> None:
    for _number in range(4):
        fact(beijing, SENT, answered=DAY, offences=(FRAUD,))
    result = ask(minimum=5)
    row = read(result, "offences")["Fraud"]
    assert (row["requests"], row["answered"]) == (4, 4)
    assert [row[key] for key in ("share", "rate", "rate_from", "median_days")] == [None] * 4
    assert result.notes[-1].startswith("1 row has fewer than 5 requests")


def test_filters_narrow_and_nothing_is_empty(beijing: Office) -> None:
    assert ask().is_empty
    fact(beijing, SENT, offences=(FRAUD, TAX), direction=Direction.INCOMING)
    fact(beijing, SENT, offences=(DRUGS,))
    assert requests(ask(direction="incoming")) == {"Fraud": 1, "Tax": 1, ALL: 2, ONCE: 1}
    assert "offence" not in REPORT.fields
    assert ask(on=SENT - ONE).is_empty
    assert each_number_is_its_rows(ask(direction="incoming"), on=DAY) >= 5


def test_it_costs_three_queries_whatever_it_counts(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fact(beijing, SENT, offences=(FRAUD,))
    with django_assert_num_queries(2):
        ask()
    for tag in OffenceCategory:
        fact(beijing, SENT, offences=(tag, DRUGS), answered=DAY)
    with django_assert_num_queries(2):
        ask()


def test_what_does_not_add_up_is_printed(beijing: Office) -> None:
    fact(beijing, SENT, answered=SENT - ONE, offences=(FRAUD,))
    assert ask().anomalies == ("Answers dated before the sending: 1.",)
