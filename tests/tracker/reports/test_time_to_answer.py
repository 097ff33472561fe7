"""Time to answer, asked over rows written as awkward as they come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, table
from tests.tracker.reports.facts import fact, spell
from tests.tracker.reports.oracles import ten_letters
from tracker.accounts.models import Office
from tracker.casework import services
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Event, Spell
from tracker.reports.base import Question, Result, Row, Table
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from tracker.reports.time_to_answer import REPORT, answer
from workflows.occurrence import Occurred
from workflows.vocabulary import OffenceCategory, Outcome, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)


def ask(
    by: GroupBy = GroupBy.CHANNEL,
    *,
    on: dt.date = DAY,
    minimum: int = 1,
    age: int | None = None,
    **wanted: Any,
) -> Result:
    return answer(
        AssistanceRequest.objects.all(),
        Question(
            wanted=CaseFilter(**wanted),
            by=by,
            on=on,
            at=factories.moment(on, 12),
            minimum=minimum,
            more={"age": age},
        ),
    )


def after(days: int) -> dt.date:
    return SENT + dt.timedelta(days=days)


def values(row: Row, column: str, of: Table) -> tuple[Any, ...]:
    return next(cell.values for cell, one in zip(row.cells, of.columns, strict=True) if one.keys[0] == column)


def median(result: Result) -> Any:
    rows = table(result, "rows")
    return values(rows.totals[0], "median_days", rows)[0]


def shares(result: Result, column: str) -> dict[str, float]:
    of = table(result, "curve")
    return {row.label: round(values(row, column, of)[0], 6) for row in of.rows}


def figures(result: Result) -> dict[str, int]:
    return {figure.key: figure.value for figure in result.figures if figure.value}


def test_each_ending_is_its_own_cause(beijing: Office) -> None:
    fact(beijing, SENT, answered=after(20), outcome=Outcome.EXECUTED)
    fact(beijing, SENT, answered=after(20), outcome=Outcome.NIL)
    fact(beijing, SENT, answered=after(40), closed=after(40), outcome=Outcome.REFUSED)
    fact(beijing, SENT, closed=after(50), outcome=Outcome.WITHDRAWN)
    fact(beijing, SENT, closed=after(50), outcome=Outcome.LAPSED)
    fact(beijing, SENT, due=DAY)
    fact(beijing, SENT, due=SENT)
    result = ask()
    assert figures(result) == {
        "sent": 7, "answered": 3, "refused": 1, "withdrawn": 1, "ended_without_answer": 1, "open_not_due": 1,
        "open_overdue": 1,
    }  # fmt: skip
    assert shares(result, "answer")["Within 60 days"] == round(2 / 7, 6)
    assert shares(result, "refusal") == {
        "On the day itself": 0, "Within 30 days": 0, **dict.fromkeys(
            ["Within 60 days", "Within 90 days", "Within 180 days"], round(1 / 7, 6))
    }  # fmt: skip
    assert shares(result, "ended")["Within 90 days"] == round(2 / 7, 6)
    assert shares(result, "waiting")["Within 90 days"] == round(2 / 7, 6)
    assert (median(result), result.headline) == (None, "longer than observed")


@pytest.mark.parametrize(("days", "read"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_one_day_is_one_day(beijing: Office, days: int, read: str) -> None:
    fact(beijing, SENT, answered=after(days), outcome=Outcome.EXECUTED)
    assert ask().headline == read


def test_a_line_that_was_not_observed_for_long_is_told_until_then(beijing: Office) -> None:
    for channel in ("treaty", "police"):
        fact(beijing, SENT, answered=after(1), outcome=Outcome.EXECUTED, channel=channel)
        fact(beijing, SENT, channel=channel)
    for days, told in (
        (40, "within 30 days 50 %"),
        (20, "not observed so long"),
        (100, "within 90 days 50 %"),
    ):
        _causes, rows = ask(on=after(days)).charts
        assert rows.said.count(f": {told}.") == 2, days


def test_what_has_ended_is_not_taken_for_still_waiting(beijing: Office) -> None:
    """Censored instead, the ended ones would be counted as if they might still be answered: the median would be 10."""
    for _number in range(4):
        fact(beijing, SENT, answered=after(10))
        fact(beijing, SENT, closed=after(5), outcome=Outcome.NO_ANSWER)
    fact(beijing, SENT)
    result = ask()
    assert shares(result, "answer")["Within 30 days"] == round(4 / 9, 6)
    assert median(result) is None


def test_a_part_refused_is_an_answer_and_a_later_day_knows_more(beijing: Office) -> None:
    row = fact(beijing, SENT, answered=after(10), closed=after(60), outcome=Outcome.REFUSED)
    assert figures(ask(on=after(9))) == {"sent": 1, "open_not_due": 1}
    assert figures(ask(on=after(60))) == {"sent": 1, "answered": 1, "refused": 1}
    Spell.objects.filter(request=row).update(outcome=Outcome.PARTLY_EXECUTED)
    assert figures(ask()) == {"sent": 1, "answered": 1}


def test_all_open(beijing: Office) -> None:
    for _number in range(5):
        fact(beijing, SENT)
    result = ask()
    assert (median(result), set(shares(result, "answer").values())) == (None, {0.0})
    assert "0 of 5 have one, and 5 still open" in result.sentence


def test_all_answered_without_waiting_is_the_plain_share(beijing: Office) -> None:
    for days in (10, 20, 30, 40):
        fact(beijing, SENT, answered=after(days))
    result = ask()
    rows = table(result, "rows")
    (row,) = rows.rows
    found = [
        values(row, key, rows)[0] for key in ("median_days", "median_days_answered", "mean_days_answered")
    ]
    assert found == [20, 25.0, 25.0]
    assert values(row, "p90_days_answered", rows) == (40,)
    within = table(result, "within")
    assert values(within.rows[0], "within_30", within)[0] == pytest.approx(0.75)


def test_the_mean_of_the_answered_flatters(beijing: Office) -> None:
    for _number in range(3):
        fact(beijing, SENT, answered=after(10))
        fact(beijing, SENT)
    fact(beijing, SENT, answered=after(300))
    result = ask()
    rows = table(result, "rows")
    assert (values(rows.rows[0], "mean_days_answered", rows)[0], median(result)) == (82.5, 300)


@pytest.mark.parametrize(
    ("sent", "answered", "days"),
    [
        (SENT, SENT, 0),
        (dt.date(2024, 2, 28), dt.date(2024, 3, 1), 2),
        (dt.date(2023, 2, 28), dt.date(2023, 3, 1), 1),
        (dt.date(2024, 2, 29), dt.date(2024, 2, 29), 0),
    ],
)
def test_one_alone_on_awkward_days(beijing: Office, sent: dt.date, answered: dt.date, days: int) -> None:
    fact(beijing, sent, answered=answered)
    assert median(ask()) == days


def test_a_reopened_request_waits_from_its_sending_until_its_next_answer(beijing: Office) -> None:
    row = fact(beijing, SENT, answered=after(10), closed=after(11), outcome=Outcome.EXECUTED)
    again = after(100)
    Spell.objects.update(superseded_on=again)
    spell(row, number=2, opened=again, answered=after(150), outcome=Outcome.EXECUTED)
    assert median(ask(on=after(99))) == 10
    assert figures(ask(on=after(120))) == {"sent": 1, "open_not_due": 1}
    assert median(ask(on=after(150))) == 150


def test_what_is_dated_before_the_sending_is_told(beijing: Office) -> None:
    fact(beijing, SENT, answered=after(-3))
    result = ask()
    assert result.anomalies == ("Answers or endings dated before the sending: 1. They count as on its day.",)
    assert median(result) == 0


def test_a_corrected_date_moves_the_curve(beijing: Office) -> None:
    """Through the services: the correction is an event, the figures follow from the history as corrected."""
    officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    row = factories.sent(officer=officer, supervisor=supervisor, office=beijing, on=dt.date(2026, 3, 2))
    row = factories.done(row, "execute", by=officer, on=dt.date(2026, 5, 4), items=("1",))
    assert median(ask(on=dt.date(2026, 6, 1))) == 63
    services.correct(
        row,
        target=Event.objects.filter(request=row).count(),
        reason="The stamp was read wrongly.",
        by=officer,
        recorded_at=factories.moment(dt.date(2026, 6, 2)),
        seen_version=row.version,
        occurred=Occurred(on=dt.date(2026, 5, 2), zone=beijing.time_zone),
    )
    assert median(ask(on=dt.date(2026, 6, 2))) == 61


def test_too_few_are_counts_only(beijing: Office) -> None:
    for _number in range(4):
        fact(beijing, SENT, answered=after(10))
    result = ask(minimum=5)
    assert [one.key for one in result.tables] == ["within", "rows"]
    assert (result.headline, result.charts) == ("", ())
    assert result.sentence == "4 with an answer of 4 sent, 0 open: fewer than 5, too few for a median."
    rows = table(result, "rows")
    assert [cell.text for cell in rows.rows[0].cells] == ["4", "4", "0", "0", "0", "n < 5", "", "", ""]


def test_what_is_ahead_of_a_request_so_old(beijing: Office) -> None:
    for days in (10, 50, 70, 100):
        fact(beijing, SENT, answered=after(days))
    fact(beijing, SENT, closed=after(80), outcome=Outcome.WITHDRAWN)
    fact(beijing, SENT)
    result = ask(minimum=2, age=45)
    ahead = table(result, "ahead")
    found = {
        row.label: (values(row, "at_risk", ahead)[0], values(row, "answer", ahead)[0]) for row in ahead.rows
    }
    assert found["45 days"] == (5, pytest.approx(3 / 5))  # by day 105: 50, 70 and 100
    assert found["90 days"] == (2, pytest.approx(1 / 2))
    assert found["180 days"] == (1, None)
    assert [row.label for row in ahead.rows] == [f"{age} days" for age in (0, 30, 45, 60, 90, 180, 365)]
    late = next(row for row in ahead.rows if row.label == "180 days")
    assert [cell.text for cell in late.cells] == ["1", "1", *["n < 2"] * 3]
    assert [values(row, "open", ahead) for row in ahead.rows] == [*[(1,)] * 6, (0,)]


def test_channels_that_differ_are_told_apart(beijing: Office) -> None:
    for number in range(20):
        fact(beijing, SENT, answered=after(5 + number), channel="treaty")
        fact(beijing, SENT, answered=after(100 + number), channel="letter_exchange")
    (note,) = table(ask(), "within").notes
    assert note.startswith("Comparison of the 2 rows with enough requests (Gray's test): chi-squared ")
    assert note.endswith("with 1 degree of freedom, p under 0.001.")
    (chart,) = ask().charts[1:]
    assert "Treaty" in chart.said


def test_a_channel_that_ends_half_of_its_requests_unanswered_differs(beijing: Office) -> None:
    """Of those that still wait both answer as fast."""
    for number in range(20):
        fact(beijing, SENT, answered=after(10 + number), channel="treaty")
        fact(beijing, SENT, answered=after(10 + number), channel="letter_exchange")
        fact(beijing, SENT, closed=after(5), outcome=Outcome.WITHDRAWN, channel="letter_exchange")
    (note,) = table(ask(), "within").notes
    assert note.endswith("p under 0.001.")


def test_curves_say_of_how_many_they_are(beijing: Office) -> None:
    for number in range(6):
        fact(beijing, SENT, answered=after(5 + number), channel="treaty")
        fact(beijing, SENT, channel="letter_exchange")
    everything, channels = ask().charts
    assert everything.title == "What had come of those sent (12), by days since sending, with 95 % intervals"
    assert (
        "Treaty, central authority to central authority, n = 6: within 90 days 100 %, within" in channels.said
    )


def test_rows_that_overlap_are_not_compared(beijing: Office) -> None:
    for _number in range(3):
        fact(beijing, SENT, answered=after(5), offences=(OffenceCategory.FRAUD, OffenceCategory.DRUGS))
    result = ask(GroupBy.OFFENCE)
    within = table(result, "within")
    assert within.notes == ("A request may stand in several rows: they are not compared by a test.",)
    assert [row.cells[0].values for row in (*within.rows, *within.totals)] == [(3,), (3,), (3,)]


@pytest.mark.parametrize("by", [one.key for one in REPORT.dimensions])
def test_each_number_is_the_number_of_its_rows(
    beijing: Office, by: GroupBy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tallinn = factories.office("TLL", host="EE")
    fact(beijing, SENT, answered=after(9), offences=(OffenceCategory.FRAUD, OffenceCategory.DRUGS))
    fact(beijing, SENT, answered=after(9), closed=after(12), outcome=Outcome.REFUSED)
    fact(tallinn, dt.date(2023, 5, 5), to=factories.jurisdiction("EE", region="Europe"), channel="treaty")
    named = DIMENSIONS[by].refers in ("jurisdiction", "office")  # authorities: there are none to name
    with django_assert_num_queries(1 + named):
        result = ask(by)
    assert each_number_is_its_rows(result, on=DAY) > 5 + len(result.figures)


def test_the_ten_letters(beijing: Office) -> None:
    ten_letters(beijing)
    result = ask(on=dt.date(2011, 12, 31))
    assert figures(result) == {"sent": 10, "answered": 2, "open_not_due": 8}
    assert shares(result, "answer")["Within 180 days"] == 0.2
    assert median(result) is None
