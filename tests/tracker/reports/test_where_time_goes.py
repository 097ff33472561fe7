"""Where time goes: the days of real lives, each counted by hand, and each number with its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, lines, table
from tracker.accounts.models import Office, User
from tracker.casework import services as casework
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Stretch
from tracker.chain import JSON
from tracker.reports.base import Question, Result
from tracker.reports.charts.drawing import drawn
from tracker.reports.charts.route_lines import RouteLine, RouteLines, StopMark
from tracker.reports.where_time_goes import answer
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Party

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
NOTED: dict[str, JSON] = {"note": "By telephone."}


def ask(on: dt.date = DAY, *, minimum: int = 1, **wanted: Any) -> Result:
    question = Question(wanted=CaseFilter(**wanted), on=on, at=factories.moment(on, 12), minimum=minimum)
    return answer(AssistanceRequest.objects.all(), question)


def letter(ann: User, sue: User, office: Office, on: dt.date = SENT, **more: Any) -> AssistanceRequest:
    return factories.sent(officer=ann, supervisor=sue, office=office, on=on, **more)


def day(number: int) -> dt.date:
    """So many days after the sending."""
    return SENT + dt.timedelta(days=number)


def test_each_holder_and_each_side_has_its_days(beijing: Office, ann: User, sue: User) -> None:
    row = letter(ann, sue, beijing)  # at the embassy from here
    row = factories.done(row, "hand_over", by=ann, on=day(4))
    row = factories.done(row, "hand_over", by=ann, on=day(10))
    row = factories.done(row, "execute", by=ann, on=day(40), items=("1",))
    factories.done(row, "close", by=ann, on=day(45))
    letter(ann, sue, beijing, on=day(30))
    result = ask(on=day(50))
    assert lines(table(result, "stops").rows) == [
        ("Liaison office", "us", "2", "0", "0", "0 %", "0.0"),
        ("Own embassy", "us", "2", "1", "24", "37 %", "12.0"),
        ("Ministry of Foreign Affairs", "them", "1", "0", "6", "9 %", "6.0"),
        ("Police or prosecutor", "them", "1", "0", "30", "46 %", "30.0"),
        ("Liaison office, on the way back", "us", "1", "0", "5", "8 %", "5.0"),
    ]
    (way,) = table(result, "ways").rows
    assert lines((way,))[0][1:] == ("2", "1", "29", "36", "0", "55 %", "14.5", "18.0")
    assert (
        table(result, "ways").totals[0].cells == way.cells
        or lines(table(result, "ways").totals)[0][1:] == (lines((way,))[0][1:])
    )
    assert result.headline == "55 %"
    assert result.sentence == (
        "of 65 days were spent with them, 29 days with us, over 2 requests. Most days: Police or prosecutor (30);"
        " Own embassy (24); Ministry of Foreign Affairs (6); Liaison office, on the way"
        " back (5)."
    )


def test_a_past_day_knows_nothing_of_later_ones(beijing: Office, ann: User, sue: User) -> None:
    row = letter(ann, sue, beijing)
    row = factories.done(row, "hand_over", by=ann, on=day(4))
    factories.done(row, "hand_over", by=ann, on=day(10))
    assert ask(on=day(-1)).is_empty
    assert [line[:5] for line in lines(table(ask(on=day(7)), "stops").rows)] == [
        ("Liaison office", "us", "1", "0", "0"),
        ("Own embassy", "us", "1", "0", "4"),
        ("Ministry of Foreign Affairs", "them", "1", "1", "3"),
    ]


def test_a_paper_that_comes_back_to_a_stop_was_one_request_there(
    beijing: Office, ann: User, sue: User
) -> None:
    row = letter(ann, sue, beijing)
    row = factories.done(row, "hand_over", by=ann, on=day(1))
    row = factories.done(row, "return_deficient", by=ann, on=day(11), data={"ground": "LANG"})
    row = factories.done(row, "send_again", by=ann, on=day(31))
    row = factories.done(row, "hand_over", by=ann, on=day(33))
    factories.done(row, "return_deficient", by=ann, on=day(43), data={"ground": "INSUF"})
    stops = {line[0]: line[2:5] for line in lines(table(ask(on=day(42)), "stops").rows)}
    assert stops["Ministry of Foreign Affairs"] == ("1", "1", "19")
    returns = table(ask(on=day(42)), "returns").rows
    assert lines(returns) == [("Office BEJ", "1", "1", "100 %", "20.7–100.0 %", "0", "20")]
    twice = table(ask(on=day(53)), "returns").rows
    assert lines(twice) == [("Office BEJ", "1", "1", "100 %", "20.7–100.0 %", "1", "30")]
    assert lines(table(ask(on=day(21)), "returns").rows)[0][5:] == ("1", "10")
    assert lines(table(ask(on=day(10)), "returns").rows)[0][1:4] == ("1", "0", "0 %")


def test_a_reopened_request_is_sent_once_and_nobody_is_charged_in_between(
    beijing: Office, ann: User, sue: User
) -> None:
    row = letter(ann, sue, beijing)
    row = factories.done(row, "withdraw", by=ann, on=day(10), texts={"reason": "No longer needed"})
    factories.done(row, "reopen", by=sue, on=day(110), items=("1",), texts={"reason": "Needed after all"})
    (way,) = lines(table(ask(on=day(115)), "ways").rows)
    assert way[1:6] == ("1", "1", "15", "0", "0")
    assert lines(table(ask(on=day(60)), "ways").rows)[0][1:6] == ("1", "0", "10", "0", "0")


def test_questions_are_counted_by_request(beijing: Office, ann: User, sue: User) -> None:
    letter(ann, sue, beijing)
    for often in (1, 1, 4):
        row = letter(ann, sue, beijing)
        for number in range(often):
            row = factories.done(row, "ask_information", by=ann, on=day(10 * number + 1), texts=NOTED)
            row = factories.done(row, "give_information", by=ann, on=day(10 * number + 4), texts=NOTED)
    factories.done(row, "ask_information", by=ann, on=day(100), texts=NOTED)
    questions = table(ask(on=day(105)), "questions")
    assert lines(questions.rows) == [
        ("0", "1", "25 %", "0"),
        ("1", "2", "50 %", "0"),
        ("2", "0", "0 %", "0"),
        ("3 or more", "1", "25 %", "1"),
    ]
    assert questions.notes == ("Questions and answers to them took 23 days in all.",)


def test_a_corrected_entry_takes_its_days_with_it(beijing: Office, ann: User, sue: User) -> None:
    row = letter(ann, sue, beijing)
    row = factories.done(row, "hand_over", by=ann, on=day(4))
    assert lines(table(ask(on=day(20)), "ways").rows)[0][3:5] == ("4", "16")
    target = row.events.get(kind="handed_over").sequence
    casework.correct(
        row,
        target=target,
        occurred=Occurred(on=day(14), zone="UTC"),
        reason="Read again",
        by=ann,
        recorded_at=factories.moment(day(20)),
        seen_version=row.version,
    )
    assert lines(table(ask(on=day(20)), "ways").rows)[0][3:5] == ("14", "6")


def test_nothing_is_given_of_too_few(beijing: Office, ann: User, sue: User) -> None:
    letter(ann, sue, beijing)
    result = ask(minimum=5)
    assert result.headline == ""
    assert result.sentence == (
        "0 days with them, 334 days with us, over 1 request: fewer than 5, too few for a share. Most days: Own embassy"
        " (334)."
    )
    assert ask().sentence.startswith(
        "of 334 days were spent with them, 334 days with us, over 1 request. Most"
    )
    assert {cell.text for row in table(result, "stops").rows for cell in row.cells[4:]} == {"n < 5"}
    assert [cell.text for cell in table(result, "ways").rows[0].cells[5:]] == ["n < 5"] * 3
    assert lines(table(result, "returns").rows)[0][3:5] == ("n < 5", "")
    assert lines(table(result, "questions").rows)[0] == ("0", "1", "n < 5", "0")


def test_each_number_is_the_number_of_its_rows(
    beijing: Office, ann: User, sue: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = letter(ann, sue, beijing)
    row = factories.done(row, "return_deficient", by=ann, on=day(2), data={"ground": "LANG"})
    row = letter(ann, sue, beijing, channel="treaty")
    row = factories.done(row, "ask_information", by=ann, on=day(3), texts=NOTED)
    letter(ann, sue, beijing, on=day(5), channel="treaty", to="EE")
    factories.opened(by=ann, office=beijing, on=SENT)
    asked = factories.opened(by=ann, office=beijing, on=SENT, direction=Direction.INCOMING)
    factories.done(asked, "accept", by=ann, on=day(3))
    with django_assert_num_queries(3):
        result = ask()
    assert each_number_is_its_rows(result, on=DAY) > 20 + len(result.figures)


def test_filters_and_periods_narrow(beijing: Office, ann: User, sue: User) -> None:
    letter(ann, sue, beijing)
    letter(ann, sue, beijing, on=day(100), channel="treaty")
    assert len(table(ask(), "ways").rows) == 2
    assert [row.label for row in table(ask(channel="treaty"), "ways").rows] == [
        row.label for row in table(ask(sent_from=day(100)), "ways").rows
    ]
    assert ask(direction="incoming").is_empty
    assert "Own embassy · Exchange of letters" in " ".join(row.label for row in table(ask(), "stops").rows)


def test_the_picture_shows_every_stop_of_the_most_travelled_ways() -> None:
    stop = StopMark(label="Ministry of Foreign Affairs", party=Party.THEM, requests=7, days=3.0)
    few = StopMark(label="Embassy", party=Party.US, requests=1, days=None)
    lines = tuple(RouteLine(label=f"Way {number}", stops=(few, stop) * 7) for number in range(7))
    chart = RouteLines(title="Days", table="stops", lines=lines)
    assert chart.said.endswith("The chart shows the 6 most travelled of 7 ways.")
    for spec in (chart.wide(lambda _rows: "/register/?a=1"), chart.narrow(lambda _rows: "")):
        svg = drawn(spec)
        assert svg.count("Ministry of Foreign Affairs (them): 3.0 d, n = 7") == 42
        assert svg.count("Embassy (us): too few, n = 1") == 42
        assert "Way 5" in svg
        assert "Way 6" not in svg


def test_a_way_takes_no_more_room_than_its_names() -> None:
    """On paper six ways are one picture: each empty line makes its words smaller."""

    def height(label: str) -> float:
        stops = (StopMark(label=label, party=Party.THEM, requests=7, days=3.0),) * 7
        lines = (RouteLine(label="Way", stops=stops),)
        return float(RouteLines(title="Days", table="stops", lines=lines).wide(lambda _rows: "")["height"])

    assert height("Embassy") + 14 == height("Ministry of Foreign Affairs")


def test_stretches_are_of_requests_that_were_sent(beijing: Office, ann: User) -> None:
    factories.opened(by=ann, office=beijing, on=SENT)
    assert Stretch.objects.get().sent_on is None
    assert ask().is_empty
