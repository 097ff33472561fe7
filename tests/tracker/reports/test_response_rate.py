"""Answered so far, of those sent: every group, every edge of a day, and sums that must add up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows
from tests.tracker.reports.facts import fact, spell
from tracker.accounts.models import Office
from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Item, Spell
from tracker.reports.base import Question, Result, Row
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from tracker.reports.response_rate import answer
from workflows.vocabulary import Direction, OffenceCategory, Outcome, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
GROUPS = ("sent", "answered", "withdrawn", "ended", "not due", "overdue")


def ask(by: GroupBy = GroupBy.CHANNEL, *, on: dt.date = DAY, minimum: int = 1, **wanted: Any) -> Result:
    at = factories.moment(on, 12)
    return answer(
        AssistanceRequest.objects.all(),
        Question(wanted=CaseFilter(**wanted), by=by, on=on, at=at, minimum=minimum),
    )


def counts(row: Row) -> dict[str, int]:
    found = {name: row.cells[place].values[0] for place, name in enumerate(GROUPS)}
    return {name: int(value) for name, value in found.items() if value}


def only(result: Result) -> Row:
    assert not result.anomalies
    (row,) = result.tables[0].rows
    return row


def read(row: Row) -> tuple[str, ...]:
    """Rate, interval and the two medians as they are printed."""
    return tuple(cell.text for cell in row.cells[6:])


def test_each_group(beijing: Office) -> None:
    fact(beijing, SENT, answered=DAY, outcome=Outcome.EXECUTED)
    fact(beijing, SENT, answered=SENT, closed=DAY, outcome=Outcome.REFUSED)
    fact(beijing, SENT, closed=DAY, outcome=Outcome.WITHDRAWN)
    fact(beijing, SENT, closed=DAY, outcome=Outcome.LAPSED)
    fact(beijing, SENT, closed=DAY, outcome=Outcome.NO_ANSWER)
    fact(beijing, SENT, closed=DAY, outcome=Outcome.RETURNED)
    fact(beijing, SENT, closed=DAY, outcome=Outcome.REFERRED)
    fact(beijing, SENT, due=DAY)
    fact(beijing, SENT, due=DAY - dt.timedelta(days=1))
    fact(beijing, SENT)
    expected = {"sent": 10, "answered": 2, "withdrawn": 1, "ended": 4, "not due": 2, "overdue": 1}
    assert counts(only(ask())) == expected


@pytest.mark.parametrize(
    ("on", "group"),
    [
        (dt.date(2024, 2, 28), "not due"),
        (dt.date(2024, 2, 29), "not due"),  # the last day is not late
        (dt.date(2024, 3, 1), "overdue"),
        (dt.date(2024, 4, 9), "overdue"),
        (dt.date(2024, 4, 10), "answered"),
        (
            dt.date(2024, 6, 1),
            "not due",
        ),  # reopened on this day: the new spell speaks, without a deadline yet
        (dt.date(2024, 8, 1), "withdrawn"),
    ],
)
def test_a_past_day_knows_nothing_of_later_ones(beijing: Office, on: dt.date, group: str) -> None:
    row = fact(
        beijing,
        SENT,
        answered=dt.date(2024, 4, 10),
        closed=dt.date(2024, 5, 2),
        outcome=Outcome.NIL,
        due=dt.date(2024, 2, 29),
    )
    Spell.objects.update(superseded_on=dt.date(2024, 6, 1))
    spell(row, number=2, opened=dt.date(2024, 6, 1), closed=dt.date(2024, 8, 1), outcome=Outcome.WITHDRAWN)
    assert counts(only(ask(on=on))) == {"sent": 1, group: 1}


@pytest.mark.parametrize(
    ("on", "label", "group"),
    [
        (dt.date(2024, 4, 9), "Open", "not due"),
        (dt.date(2024, 4, 10), "Open", "answered"),  # one of two items has its answer
        (dt.date(2024, 5, 1), "Open", "answered"),
        (dt.date(2024, 5, 2), "Partly executed", "answered"),
        (DAY, "Partly executed", "answered"),
    ],
)
def test_a_past_day_knows_no_later_outcome(beijing: Office, on: dt.date, label: str, group: str) -> None:
    first, last = dt.date(2024, 4, 10), dt.date(2024, 5, 2)
    row = fact(beijing, SENT, answered=first, completed=last, outcome=Outcome.PARTLY_EXECUTED)
    for number, (outcome, day) in enumerate(((Outcome.EXECUTED, first), (Outcome.REFUSED, last)), start=1):
        Item.objects.create(request=row, number=number, type="DOCS", outcome=outcome.value, decided_on=day)
    found = only(ask(GroupBy.OUTCOME, on=on))
    assert (found.label, counts(found)) == (label, {"sent": 1, group: 1})
    assert read(found) == ("n/a", "", "", "")


@pytest.mark.parametrize(
    ("on", "label"),
    [
        (dt.date(2024, 4, 9), "Open"),
        (dt.date(2024, 4, 10), "Nothing found"),
        (dt.date(2024, 5, 2), "Nothing found"),
        (dt.date(2024, 6, 1), "Open"),
        (dt.date(2024, 8, 1), "Withdrawn"),
    ],
)
def test_a_stretch_that_was_reopened_had_its_outcome_once_all_was_decided(
    beijing: Office, on: dt.date, label: str
) -> None:
    closed, again = dt.date(2024, 5, 2), dt.date(2024, 6, 1)
    row = fact(beijing, SENT, answered=dt.date(2024, 4, 10), closed=closed, outcome=Outcome.NIL)
    Spell.objects.update(superseded_on=again)
    withdrawn = dt.date(2024, 8, 1)
    spell(row, number=2, opened=again, closed=withdrawn, outcome=Outcome.WITHDRAWN)
    Item.objects.create(request=row, number=1, type="DOCS", outcome="withdrawn", decided_on=withdrawn)
    assert only(ask(GroupBy.OUTCOME, on=on)).label == label


def test_outcomes_are_a_partition_in_their_own_order(beijing: Office) -> None:
    for outcome in reversed(Outcome):
        ended = outcome is not Outcome.OPEN
        fact(beijing, SENT, closed=DAY if ended else None, outcome=outcome)
    result = ask(GroupBy.OUTCOME, direction="outgoing")
    assert [row.label for row in result.tables[0].rows] == [
        str(labels.OUTCOME[outcome]) for outcome in Outcome
    ]
    assert (result.charts, result.anomalies) == ((), ())
    assert result.notes == ("Rows by what came of the requests have no rate of their own.",)
    before = ask(GroupBy.OUTCOME, on=DAY - dt.timedelta(days=1))
    assert [(row.label, counts(row)["sent"]) for row in before.tables[0].rows] == [("Open", len(Outcome))]


def test_what_was_sent_later_or_never_is_not_counted(beijing: Office) -> None:
    fact(beijing, SENT)
    Spell.objects.filter(request=fact(beijing, SENT)).update(sent_on=None)
    assert ask(on=SENT - dt.timedelta(days=1)).is_empty
    assert counts(only(ask(on=SENT))) == {"sent": 1, "not due": 1}


def test_the_period_takes_in_both_its_days(beijing: Office) -> None:
    for day in (31, 1, 29, 30):
        fact(beijing, dt.date(2024, 1 if day == 31 else 2, min(day, 29)))
    assert counts(only(ask(sent_from=SENT, sent_until=dt.date(2024, 2, 29))))["sent"] == 3
    assert ask(sent_from=dt.date(2025, 1, 1)).is_empty


def test_medians_count_those_who_wait(beijing: Office) -> None:
    for days in (10, 20, 30):
        fact(beijing, SENT, answered=SENT + dt.timedelta(days=days), outcome=Outcome.EXECUTED)
    fact(beijing, SENT, closed=SENT, outcome=Outcome.WITHDRAWN)
    assert read(only(ask())) == ("75 %", "30.1–95.4 %", "20", "20")
    for _number in range(3):
        fact(beijing, SENT)
    assert read(only(ask())) == ("43 %", "15.8–75.0 %", "not reached", "20")


def test_days_run_over_the_leap_day_and_may_be_none(beijing: Office) -> None:
    fact(beijing, dt.date(2024, 2, 28), answered=dt.date(2024, 3, 1))
    assert read(only(ask()))[2:] == ("2", "2")
    fact(beijing, SENT, answered=SENT)
    assert read(only(ask()))[2:] == ("0", "1")


def test_all_open_and_one_alone(beijing: Office) -> None:
    fact(beijing, SENT)
    assert read(only(ask())) == ("0 %", "0.0–79.3 %", "not reached", "none answered")


def test_no_rate_under_the_minimum_but_its_counts(beijing: Office) -> None:
    for _number in range(4):
        fact(beijing, SENT, answered=DAY)
    result = ask(minimum=5, direction="outgoing")
    assert (counts(only(result)), read(only(result))) == ({"sent": 4, "answered": 4}, ("n < 5", "", "", ""))
    assert (result.headline, result.charts) == ("", ())
    assert result.sentence == "4 answered so far of 4 sent: fewer than 5, too few for a rate."
    assert result.notes == ("1 row has fewer than 5 sent: its counts are shown, a rate is not.",)
    assert ask(minimum=4).headline == "100 %"


def test_rows_come_best_first_and_those_too_few_last(beijing: Office) -> None:
    for code, sent, answered in (("AA", 5, 1), ("BB", 5, 4), ("CC", 6, 4), ("DD", 1, 1)):
        for number in range(sent):
            fact(beijing, SENT, to=factories.jurisdiction(code), answered=DAY if number < answered else None)
    assert [row.code for row in ask(GroupBy.JURISDICTION, minimum=5).tables[0].rows] == [
        "BB",
        "CC",
        "AA",
        "DD",
    ]


def test_a_request_of_two_offences_stands_in_both_rows_and_once_in_the_total(beijing: Office) -> None:
    fraud, laundering = OffenceCategory.FRAUD, OffenceCategory.MONEY_LAUNDERING
    fact(beijing, SENT, offences=(fraud, laundering), answered=DAY)
    fact(beijing, SENT, offences=(fraud, fraud))
    fact(beijing, SENT)
    result = ask(GroupBy.OFFENCE)
    assert not result.anomalies
    rows = {row.label: counts(row)["sent"] for row in (*result.tables[0].rows, *result.tables[0].totals)}
    assert rows == {
        "Fraud": 2, "Money laundering": 1, "No offence recorded": 1, "Sum of the rows": 4, "Requests, each once": 3
    }  # fmt: skip
    assert result.notes[0].endswith("the rows count 4, the requests are 3.")


def test_whose_answers_are_counted_is_said_where_no_direction_is_asked_for(beijing: Office) -> None:
    fact(beijing, SENT)
    assert ask().notes[-1].startswith("Both directions are counted")
    assert not ask(direction="outgoing").notes
    assert not ask(GroupBy.DIRECTION).notes


@pytest.mark.parametrize("by", GroupBy)
def test_each_number_is_the_number_of_its_rows(
    beijing: Office, by: GroupBy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tallinn = factories.office("TLL", host="EE")
    estonia = factories.jurisdiction("EE", region="Europe")
    fact(beijing, SENT, answered=DAY, offences=(OffenceCategory.FRAUD, OffenceCategory.DRUGS))
    fact(beijing, dt.date(2023, 5, 5), due=DAY, channel="no_longer_known")
    fact(tallinn, SENT, to=estonia, closed=DAY, outcome=Outcome.WITHDRAWN, direction=Direction.INCOMING)
    fact(tallinn, SENT, to=estonia, due=SENT, channel="treaty", direction=Direction.TRANSIT)
    named = DIMENSIONS[by].refers in ("jurisdiction", "office")  # authorities: there are none to name
    with django_assert_num_queries(3 + named):
        result = ask(by)
    assert not result.anomalies
    assert each_number_is_its_rows(result, on=DAY) > 8 + len(result.figures)


def test_what_does_not_add_up_is_printed(beijing: Office) -> None:
    row = fact(beijing, SENT, answered=SENT - dt.timedelta(days=1))
    spell(row, number=2, opened=SENT)
    assert ask().anomalies == (
        "1 requests were counted 2 times.",
        "Answers dated before the sending: 1.",
    )


def test_filters_narrow(beijing: Office) -> None:
    fact(beijing, SENT, direction=Direction.INCOMING)
    fact(beijing, SENT, channel="treaty", offences=(OffenceCategory.TAX,))
    assert only(ask(GroupBy.DIRECTION, direction="incoming")).label == "Incoming: they ask"
    assert only(ask(offence="tax")).label != only(ask(direction="incoming")).label
    assert ask(office="KYI").is_empty


def test_a_real_life_through_the_services(beijing: Office) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    row = factories.sent(officer=officer, supervisor=supervisor, office=beijing, on=dt.date(2026, 3, 2))
    factories.sent(officer=officer, supervisor=supervisor, office=beijing, on=dt.date(2026, 3, 3))
    factories.done(row, "execute", by=officer, on=dt.date(2026, 5, 4), items=("1",))
    result = ask(on=dt.date(2026, 5, 4))
    assert counts(only(result)) == {"sent": 2, "answered": 1, "not due": 1}
    assert read(only(result)) == ("50 %", "9.5–90.5 %", "63", "63")
    assert counts(only(ask(on=dt.date(2026, 5, 3)))) == {"sent": 2, "not due": 2}
