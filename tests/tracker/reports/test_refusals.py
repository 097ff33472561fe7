"""Refusals by ground: real lives counted by hand, each number with its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, lines, table
from tests.tracker.reports.facts import fact
from tracker.accounts.models import Office, User
from tracker.casework import services as casework
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest, Offence, Stretch
from tracker.chain import JSON
from tracker.reports.base import Question, Result
from tracker.reports.charts.bars import Bars
from tracker.reports.dimensions import GroupBy
from tracker.reports.refusals import answer
from workflows.vocabulary import Direction, OffenceCategory, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)


def ask(on: dt.date = DAY, *, minimum: int = 1, by: GroupBy = GroupBy.CHANNEL, **wanted: Any) -> Result:
    question = Question(
        wanted=CaseFilter(**wanted), by=by, on=on, at=factories.moment(on, 12), minimum=minimum
    )
    return answer(AssistanceRequest.objects.all(), question)


def figures(result: Result) -> dict[str, object]:
    return {figure.key: figure.value for figure in result.figures}


def day(number: int) -> dt.date:
    """So many days after the sending."""
    return SENT + dt.timedelta(days=number)


def refused(
    row: AssistanceRequest, by: User, on: int, ground: str = "DC", items: tuple[str, ...] = ("1",)
) -> AssistanceRequest:
    data: dict[str, JSON] = {"ground": ground}
    return factories.done(row, "refuse", by=by, on=day(on), items=items, data=data)


@pytest.fixture
def lives(beijing: Office, ann: User, sue: User) -> dict[str, AssistanceRequest]:
    """Six that we asked for and one that was asked of us."""

    def letter(**more: Any) -> AssistanceRequest:
        return factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT, **more)

    wholly = factories.done(refused(letter(), ann, 10), "close", by=ann, on=day(20))
    half = letter(items=("SUBS", "TRAF"), channel="treaty")
    half = factories.done(half, "open_consultation", by=ann, on=day(3))
    half = refused(half, ann, 12, ground="POL", items=("2",))
    twice = letter(items=("SUBS", "TRAF"))
    twice = refused(twice, ann, 5, ground="DC", items=("1",))
    twice = factories.done(twice, "open_consultation", by=ann, on=day(6))
    twice = refused(twice, ann, 15, ground="SOV", items=("2",))
    returned = letter()
    factories.done(returned, "return_deficient", by=ann, on=day(8), data={"ground": "LANG"})
    executed = factories.done(letter(), "execute", by=ann, on=day(9), items=("1",))
    executed = factories.done(executed, "close", by=ann, on=day(9))
    waiting = letter(to="EE")
    theirs = factories.opened(by=ann, office=beijing, on=SENT, direction=Direction.INCOMING)
    theirs = factories.done(theirs, "accept", by=ann, on=day(2))
    theirs = refused(theirs, sue, 30, ground="NBI")
    return {
        "wholly": wholly,
        "half": half,
        "twice": twice,
        "returned": returned,
        "executed": executed,
        "waiting": waiting,
        "theirs": theirs,
    }


def test_each_side_has_its_grounds_and_both_totals(lives: dict[str, AssistanceRequest]) -> None:
    result = ask()
    theirs = table(result, "grounds_outgoing")
    assert theirs.title == "They refused, by ground"
    assert lines(theirs.rows) == [
        ("No dual criminality", "2", "67 %", "2", "0", "50 %", "33 %", "0", "2"),
        ("Political offence", "1", "33 %", "0", "1", "0 %", "0 %", "1", "0"),
        ("Sovereignty, security, public order", "1", "33 %", "1", "0", "0 %", "17 %", "1", "0"),
    ]
    assert lines(theirs.totals) == [
        ("Sum of the rows", "4", "n/a", "3", "1", "n/a", "n/a", "2", "2"),
        ("Requests, each once", "3", "100 %", "2", "1", "50 %", "33 %", "2", "2"),
    ]
    assert theirs.notes == ("Of 6: 2 closed, 4 still open.",)
    ours = table(result, "grounds_incoming")
    assert lines(ours.rows) == [
        ("Already tried (ne bis in idem)", "1", "100 %", "1", "0", "n/a", "100 %", "0", "1")
    ]
    assert lines(table(result, "returns").rows) == [("Language or translation missing", "1", "0")]
    bars = [chart for chart in result.charts if isinstance(chart, Bars)]
    assert [[bar.value for bar in chart.bars] for chart in bars] == [[2, 1, 1], [1]]


def test_both_rates_stand_beside_what_is_open(lives: dict[str, AssistanceRequest]) -> None:
    result = ask(by=GroupBy.DIRECTION, minimum=2)
    assert [line[1:9] for line in lines(table(result, "rows").rows)] == [
        ("6", "2", "4", "3", "2", "1", "50 %", "9.5–90.5 %"),
        ("1", "0", "1", "1", "1", "0", "n/a", ""),
    ]
    assert result.headline == "50 %"
    assert result.sentence == (
        "of the closed were refused wholly, 1 of 2 (95 % interval 9.5–90.5 %); of all 7, 43 %. Refused in part: 1;"
        " still open: 5."
    )
    assert figures(result) == {
        "sent": 7,
        "closed": 2,
        "open": 5,
        "wholly": 3,
        "in_part": 1,
        "consulted": 2,
        "postponed": 0,
    }
    assert result.anomalies == ()
    assert table(result, "rows").notes == (
        "1 row has fewer than 2 closed: its counts are shown, a rate of the closed is not.",
    )
    assert result.notes == (
        "1 request was refused with and without a consultation before: it stands in both columns.",
    )


def test_a_past_day_knows_nothing_of_later_ones(lives: dict[str, AssistanceRequest]) -> None:
    assert ask(on=day(-1)).is_empty
    early = ask(on=day(4))
    assert {key: value for key, value in figures(early).items() if value} == {"sent": 7, "open": 7}
    assert (early.headline, early.charts) == ("", ())
    assert early.sentence.startswith("0 of 0 closed were refused wholly: fewer than 1, too few for a rate.")
    assert figures(ask(on=day(14))) == {
        "sent": 7,
        "closed": 1,
        "open": 6,
        "wholly": 1,
        "in_part": 2,
        "consulted": 1,
        "postponed": 0,
    }


def test_one_that_is_reopened_was_refused_and_may_be_granted(
    beijing: Office, sue: User, lives: dict[str, AssistanceRequest]
) -> None:
    row = factories.done(
        lives["wholly"], "reopen", by=sue, on=day(40), items=("1",), texts={"reason": "A new treaty"}
    )
    before, after = ask(on=day(39)), ask(on=day(41))
    assert (figures(before)["wholly"], figures(before)["in_part"]) == (3, 1)
    assert (figures(after)["wholly"], figures(after)["in_part"], figures(after)["open"]) == (2, 2, 6)
    factories.done(row, "execute", by=sue, on=day(50), items=("1",))
    assert figures(ask(on=day(60)))["in_part"] == 2


def test_a_refusal_that_is_taken_back_goes(
    beijing: Office, ann: User, lives: dict[str, AssistanceRequest]
) -> None:
    row = lives["half"]
    casework.correct(
        row,
        target=row.events.get(kind="refused").sequence,
        void=True,
        reason="Another request",
        by=ann,
        recorded_at=factories.moment(day(20)),
        seen_version=row.version,
    )
    assert figures(ask())["in_part"] == 0
    assert [row.label for row in table(ask(), "grounds_outgoing").rows] == [
        "No dual criminality",
        "Sovereignty, security, public order",
    ]


@pytest.mark.parametrize(
    "by", [GroupBy.CHANNEL, GroupBy.INSTRUMENT, GroupBy.URGENCY, GroupBy.OFFENCE, GroupBy.ITEM_TYPE]
)
def test_each_number_is_the_number_of_its_rows(
    lives: dict[str, AssistanceRequest], by: GroupBy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in (OffenceCategory.FRAUD, OffenceCategory.TAX, OffenceCategory.TAX):
        Offence.objects.create(request=lives["twice"], category=kind.value)
    with django_assert_num_queries(7 if by in (GroupBy.OFFENCE, GroupBy.ITEM_TYPE) else 5):
        result = ask(by=by)
    for on in (DAY, day(13)):
        result = ask(on=on, by=by)
        at = factories.moment(on, 12)
        assert each_number_is_its_rows(result, on=on) > 25 + len(result.figures)
        for chart in result.charts:
            for bar in chart.bars if isinstance(chart, Bars) else ():
                assert bar.rows
                assert apply(AssistanceRequest.objects.all(), bar.rows, at=at).count() == bar.value


def test_a_ground_given_for_something_else_is_no_row_of_its_refusals(
    lives: dict[str, AssistanceRequest], ann: User
) -> None:
    """As other tables may let it be: returned on a ground on which others are refused, and refused on another."""
    returned = AssistanceRequest.objects.get(pk=lives["returned"].pk)
    again = factories.done(returned, "send_again", by=ann, on=day(10))
    refused(again, ann, 20, ground="SOV")
    Stretch.objects.filter(request=again, kind="return").update(ground="DC")
    result = ask()
    assert [row.label for row in table(result, "returns").rows] == ["No dual criminality"]
    assert each_number_is_its_rows(result, on=DAY) > 25


def test_several_offences_print_both_totals(lives: dict[str, AssistanceRequest]) -> None:
    for kind in (OffenceCategory.FRAUD, OffenceCategory.TAX, OffenceCategory.TAX):
        Offence.objects.create(request=lives["twice"], category=kind.value)
    totals = table(ask(by=GroupBy.OFFENCE), "rows").totals
    assert [line[:7] for line in lines(totals)] == [
        ("Sum of the rows", "8", "2", "6", "5", "4", "1"),
        ("Requests, each once", "7", "2", "5", "4", "3", "1"),
    ]


def test_filters_narrow(lives: dict[str, AssistanceRequest]) -> None:
    assert figures(ask(direction="incoming"))["sent"] == 1
    assert [one.key for one in ask(direction="incoming").tables] == [
        "grounds_incoming",
        "rows",
        "articles",
        "returns",
    ]
    assert figures(ask(channel="treaty"))["in_part"] == 1
    assert ask(sent_from=day(1)).is_empty


def test_what_does_not_add_up_is_printed(beijing: Office) -> None:
    fact(beijing, SENT, answered=day(3), outcome=Outcome.REFUSED)
    assert ask().anomalies == ("1 ended with a refusal, but of 0 of them a refusal is recorded.",)


def test_nothing_is_given_of_too_few(lives: dict[str, AssistanceRequest]) -> None:
    result = ask(minimum=8)
    assert result.headline == ""
    assert lines(table(result, "grounds_outgoing").rows)[0][1:7] == ("2", "n < 8", "2", "0", "n < 8", "n < 8")
    assert [chart for chart in result.charts if not isinstance(chart, Bars)] == []
