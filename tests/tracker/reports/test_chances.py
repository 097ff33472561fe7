"""Our own record by one way, and the chance of an answer to a request so old, over what its reader may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.facts import fact
from tracker.accounts.models import Office
from tracker.casework.case import found_by
from tracker.casework.filters import apply
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.reports.chances import Record, chances_of, record_with
from workflows.vocabulary import Direction, Outcome, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
AT = factories.moment(DAY, 12)


def after(days: int) -> dt.date:
    return SENT + dt.timedelta(days=days)


def record(*, age: int | None = None, minimum: int = 2, channel: str = "letter_exchange") -> Record:
    return record_with(
        AssistanceRequest.objects.all(),
        jurisdiction="CN",
        channel=channel,
        on=DAY,
        at=AT,
        age=age,
        minimum=minimum,
    )


def letters(office: Office, *days: int | None, **more: Any) -> None:
    for number in days:
        fact(office, SENT, answered=None if number is None else after(number), **more)


def test_what_was_sent_what_was_answered_and_by_when(beijing: Office) -> None:
    letters(beijing, 10, 60, 100, None)
    letters(beijing, 20, outcome=Outcome.REFUSED, closed=after(20))
    found = record()
    assert (found.sent, found.answered, found.open) == (5, 4, 1)
    shares = [(one.days, one.share and round(one.share.value, 6)) for one in found.within]
    assert shares == [(30, 0.2), (90, 0.4), (180, 0.6)]
    for rows, number in ((found.rows, 5), (found.answered_rows, 4)):
        assert apply(AssistanceRequest.objects.all(), rows, at=AT).count() == number


def test_only_ours_to_them_by_that_channel(beijing: Office) -> None:
    letters(beijing, 10, 10)
    letters(beijing, 10, direction=Direction.INCOMING)
    letters(beijing, 10, channel="treaty")
    letters(beijing, 10, to=factories.jurisdiction("EE"))
    assert record().sent == 2


def test_where_too_few_went_by_the_channel_all_are_counted(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    letters(beijing, 10)
    letters(beijing, 20, 30, channel="treaty")
    with django_assert_num_queries(4):  # the jurisdiction and the spells, twice
        found = record()
    assert (found.rows.channel, found.sent, bool(found.within)) == ("", 3, True)
    few = record(minimum=4)
    assert (few.sent, few.within) == (3, ())


def test_the_chance_of_those_who_waited_so_long(beijing: Office) -> None:
    letters(beijing, 10, 40, 70, 100, 170, None)
    found = record(age=45).ahead
    assert found is not None
    assert found.answer is not None
    assert (found.at_risk, round(found.answer.value, 9)) == (4, 0.5)
    assert found.refusal is not None
    assert found.refusal.value == 0
    assert 0 < found.answer.interval.low < 0.5 < found.answer.interval.high < 1


def test_undefined_under_the_minimum_and_beyond_what_was_observed(beijing: Office) -> None:
    letters(beijing, 10, 40, None)
    few = record(age=45).ahead
    assert few is not None
    assert (few.at_risk, few.answer, few.refusal, few.ended) == (1, None, None, None)
    letters(beijing, None, None)
    late = record(age=300).ahead
    assert late is not None
    assert (late.at_risk, late.answer) == (3, None)


def case(row: AssistanceRequest, on: dt.date, officer: Any) -> Any:
    return found_by(Viewer(user=officer, at=factories.moment(on, 12)), row.uuid)


def test_only_a_request_that_waits_for_them_has_a_chance(beijing: Office) -> None:
    ann = factories.user("Ann", role=Role.OFFICER, office=beijing)
    sue = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    draft = factories.opened(by=ann, office=beijing, on=SENT)
    row = factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT, items=("SUBS", "TRAF"))
    assert chances_of(case(row, after(50), ann)) is None  # our embassy has it still
    row = factories.done(row, "hand_over_to_stop", by=ann, on=SENT, data={"stop": "ministry"})
    asked = factories.opened(by=ann, office=beijing, channel="treaty", direction=Direction.INCOMING, on=SENT)
    assert chances_of(case(draft, after(50), ann)) is None
    assert chances_of(case(asked, after(50), ann)) is None
    waits = chances_of(case(row, after(50), ann))
    assert waits is not None
    assert waits.ahead is not None
    assert (waits.sent, waits.ahead.age, waits.ahead.at_risk) == (1, 50, 0)
    factories.done(row, "execute", by=ann, on=after(40), items=("1",))
    assert chances_of(case(row, after(50), ann)) is None


def test_nothing_of_what_the_reader_may_not_see_is_counted(beijing: Office) -> None:
    ann = factories.user("Ann", role=Role.OFFICER, office=beijing)
    sue = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    row = factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT)
    row = factories.done(row, "hand_over_to_stop", by=ann, on=SENT, data={"stop": "ministry"})
    letters(factories.office("TLL", host="EE"), *[100] * 20)
    found = chances_of(case(row, after(50), ann))
    assert found is not None
    assert found.sent == 1
