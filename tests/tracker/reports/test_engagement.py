"""Before and after engagements: both sides watched equally long, dates known in part, only the reader's requests."""

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
from tracker.casework.models import AssistanceRequest, Spell
from tracker.directory.models import Engagement, Jurisdiction
from tracker.reports.base import Question, Result
from tracker.reports.engagement import REPORT
from tracker.reports.statistics import difference
from workflows.vocabulary import Direction, Outcome

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 12, 31)
ONE = dt.timedelta(days=1)
TRAINED = dt.date(2024, 2, 29)


@pytest.fixture
def estonia() -> Jurisdiction:
    return factories.jurisdiction("EE", region="Europe")


def engaged(place: Jurisdiction, title: str = "Training", **dates: Any) -> Engagement:
    return Engagement.objects.create(
        code=f"{place.code}-{title}".lower().replace(" ", "-"), jurisdiction=place, kind="training", title=title,
        source="test", as_of=DAY, **dates,
    )  # fmt: skip


def ask(*, days: int = 30, on: dt.date = DAY, minimum: int = 1, **wanted: Any) -> Result:
    found = REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(
            wanted=CaseFilter(**wanted),
            on=on,
            at=factories.moment(on, 12),
            minimum=minimum,
            more={"window": days},
        ),
    )
    each_number_is_its_rows(found, on=on)
    return found


def days_of(result: Result, row: int) -> tuple[str | None, str | None]:
    found = cells(result, "engagements", row)
    return found["sent_from"], found["sent_until"]


def counts(result: Result, row: int) -> tuple[int, ...]:
    found = cells(result, "engagements", row)
    return tuple(found[name] for name in ("sent", "open", "too_recent", "answered_in_time"))


def test_an_empty_directory_says_so(beijing: Office) -> None:
    fact(beijing, TRAINED)
    result = REPORT.answer(
        AssistanceRequest.objects.all(), Question(wanted=CaseFilter(), on=DAY, at=factories.moment(DAY))
    )
    assert result.is_empty
    assert result.sentence.startswith("0 engagements, of which 0 can be compared")
    assert "no proof of cause" in result.sentence


def test_the_day_itself_is_on_neither_side(beijing: Office, estonia: Jurisdiction) -> None:
    engaged(estonia, from_on=TRAINED, until_on=TRAINED)
    for day in (TRAINED - 31 * ONE, TRAINED - 30 * ONE, TRAINED - ONE, TRAINED, TRAINED + ONE, TRAINED + 30 * ONE,
                TRAINED + 31 * ONE):  # fmt: skip
        fact(beijing, day, to=estonia)
    result = ask()
    assert days_of(result, 0) == ("2024-01-30", "2024-02-28")
    assert days_of(result, 1) == ("2024-03-01", "2024-03-30")
    assert (counts(result, 0), counts(result, 1)) == ((2, 2, 0, 0), (2, 2, 0, 0))
    assert [row.label for row in table(result, "engagements").rows] == [
        "Jurisdiction EE: Training: before", "Jurisdiction EE: Training: after",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dates", "before", "after"),
    [
        ({"from_on": dt.date(2009, 1, 1), "from_precision": "year"}, "2008-12-31", "2010-01-01"),
        ({"from_on": dt.date(2024, 2, 1), "from_precision": "month"}, "2024-01-31", "2024-03-01"),
        (
            {"from_on": dt.date(2009, 5, 1), "from_precision": "month", "until_on": dt.date(2011, 1, 1),
             "until_precision": "year"},
            "2009-04-30", "2012-01-01",
        ),
        ({"from_on": dt.date(2009, 5, 4), "until_by": dt.date(2013, 12, 31)}, "2009-05-03", "2014-01-01"),
        ({"until_by": dt.date(2013, 12, 31)}, None, "2014-01-01"),
        ({"until_on": dt.date(2013, 6, 30)}, None, "2013-07-01"),
        ({}, None, None),
    ],
)  # fmt: skip
def test_what_a_date_leaves_open_is_left_out(
    estonia: Jurisdiction, dates: dict[str, Any], before: str | None, after: str | None
) -> None:
    engaged(estonia, **dates)
    result = ask()
    assert (days_of(result, 0)[1], days_of(result, 1)[0]) == (before, after)
    if before is None:
        assert table(result, "engagements").rows[0].cells[0].text == "day not known"


def test_both_sides_are_watched_equally_long(beijing: Office, estonia: Jurisdiction) -> None:
    """An answer that came later than so many days counts on neither side, however long it was waited for."""
    engaged(estonia, from_on=TRAINED)
    earlier, later = TRAINED - 10 * ONE, TRAINED + 10 * ONE
    for sent, took in ((earlier, 30), (earlier, 31), (earlier, None), (later, 30), (later, 0), (later, 200)):
        answered = sent + took * ONE if took is not None else None
        fact(beijing, sent, answered=answered, outcome=Outcome.NIL if answered else Outcome.OPEN, to=estonia)
    result = ask()
    assert (counts(result, 0), counts(result, 1)) == ((3, 1, 0, 1), (3, 0, 0, 2))
    before, after = cells(result, "engagements", 0), cells(result, "engagements", 1)
    assert (before["rate"], after["rate"]) == (1 / 3, 2 / 3)
    assert (before["median_days"], after["median_days"]) == (None, 30)
    between = difference(2, 3, 1, 3)
    assert [after[name] for name in ("difference", "difference_from", "difference_to")] == [
        pytest.approx(1 / 3), pytest.approx(between.low), pytest.approx(between.high),
    ]  # fmt: skip
    assert before["difference"] is None
    assert "1 engagement, of which 1 can be compared: each side needs 1 requests" in result.sentence


@pytest.mark.parametrize(
    ("on", "recent", "in_time"),
    [
        (TRAINED + 20 * ONE, 2, 0),
        (TRAINED + 40 * ONE, 1, 1),  # the one of the tenth day has had its thirty days
        (TRAINED + 50 * ONE, 0, 2),
    ],
)
def test_what_is_too_recent_stands_in_no_rate_and_is_said(
    beijing: Office, estonia: Jurisdiction, on: dt.date, recent: int, in_time: int
) -> None:
    engaged(estonia, from_on=TRAINED)
    for place in (10, 20):
        sent = TRAINED + place * ONE
        fact(beijing, sent, answered=sent + ONE, outcome=Outcome.NIL, to=estonia)
    result = ask(on=on)
    assert counts(result, 1) == (2, 1 if on == TRAINED + 20 * ONE else 0, recent, in_time)
    assert cells(result, "engagements", 1)["rate"] == (1.0 if in_time else None)
    said = " ".join(result.notes)
    assert ("has been watched for less than 30 days" in said) == (recent == 1)
    assert ("have been watched for less than 30 days" in said) == (recent == 2)


def test_a_past_day_knows_nothing_of_later_ones(beijing: Office, estonia: Jurisdiction) -> None:
    engaged(estonia, from_on=TRAINED)
    sent, again = TRAINED + ONE, TRAINED + 50 * ONE
    row = fact(beijing, sent, answered=sent + 9 * ONE, closed=sent + 9 * ONE, outcome=Outcome.NIL, to=estonia)
    Spell.objects.update(superseded_on=again)
    spell(row, number=2, opened=again)
    assert counts(ask(on=again - ONE), 1) == (1, 0, 0, 1)
    assert counts(ask(on=again), 1) == (1, 1, 0, 0)  # reopened: it waits for the next answer
    assert not ask(on=TRAINED - ONE).tables[0].rows


def test_windows_of_one_jurisdiction_overlap(beijing: Office, estonia: Jurisdiction) -> None:
    engaged(estonia, "First", from_on=TRAINED)
    engaged(estonia, "Second", from_on=TRAINED + 20 * ONE)
    fact(beijing, TRAINED + 10 * ONE, to=estonia)
    fact(beijing, TRAINED + 25 * ONE, to=estonia)
    result = ask()
    assert [counts(result, row)[0] for row in range(4)] == [0, 2, 1, 1]


def test_only_what_was_sent_there_and_fits_is_counted(beijing: Office, estonia: Jurisdiction) -> None:
    engaged(estonia, from_on=TRAINED)
    engaged(factories.jurisdiction("KE", region="Africa"), from_on=TRAINED)
    fact(beijing, TRAINED + ONE, to=estonia)
    fact(beijing, TRAINED + ONE, to=estonia, channel="treaty")
    fact(beijing, TRAINED + ONE, to=estonia, direction=Direction.INCOMING)
    fact(beijing, TRAINED + ONE)
    assert [row.code for row in table(ask(), "engagements").rows] == ["EE", "EE", "KE", "KE"]
    assert [counts(ask(), row)[0] for row in range(4)] == [0, 2, 0, 0]
    assert counts(ask(channel="treaty"), 1)[0] == 1
    for narrowed in (ask(region="Europe"), ask(jurisdiction="EE")):
        assert [row.code for row in table(narrowed, "engagements").rows] == ["EE", "EE"]
        assert counts(narrowed, 1)[0] == 2


def test_few_are_counted_but_not_rated(beijing: Office, estonia: Jurisdiction) -> None:
    engaged(estonia, from_on=TRAINED)
    for _number in range(3):
        fact(beijing, TRAINED + ONE, answered=TRAINED + 2 * ONE, outcome=Outcome.NIL, to=estonia)
    result = ask(minimum=3)
    assert [cell.text for cell in table(result, "engagements").rows[1].cells[5:]] == [
        "100 % (44–100)",
        "1",
        "n/a",
    ]
    assert result.charts[0].said == "Round: Before; square: After."
    few = ask(minimum=4)
    assert few.charts == ()
    assert [cell.text for cell in table(few, "engagements").rows[1].cells[5:]] == ["n < 4", "", "n/a"]
    assert few.notes[0].startswith("1 engagement has fewer than 4 on one side")
    engaged(estonia, "Programme", until_by=TRAINED)
    assert ask(minimum=4).notes[0] == few.notes[0]


def test_the_ends_of_the_calendar_are_no_error(estonia: Jurisdiction) -> None:
    engaged(estonia, from_on=dt.date(1, 3, 1), until_by=dt.date(9999, 12, 31))
    assert days_of(ask(days=3650), 0) == ("0001-01-01", "0001-02-28")


def test_it_costs_two_queries_whatever_it_counts(
    beijing: Office, estonia: Jurisdiction, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = Question(wanted=CaseFilter(), on=DAY, at=factories.moment(DAY), more={"window": 30})
    engaged(estonia, from_on=TRAINED)
    fact(beijing, TRAINED + ONE, to=estonia)
    with django_assert_num_queries(2):
        REPORT.answer(AssistanceRequest.objects.all(), question)
    for number in range(30):
        engaged(
            factories.jurisdiction(f"X{number % 7}"), f"Training {number}", from_on=TRAINED + number * ONE
        )
    with django_assert_num_queries(2):
        REPORT.answer(AssistanceRequest.objects.all(), question)
