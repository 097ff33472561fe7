"""Types of data: each type and group, requests once and items each, past days, and numbers that equal their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, read
from tests.tracker.reports.facts import fact, spell
from tests.tracker.reports.things import asks
from tracker.accounts.models import Office
from tracker.casework.filtering.asked import became, of_type
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Item, Spell
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.types_of_data import REPORT
from workflows.vocabulary import DataCategory, DataType, Direction, ItemGroup, ItemOutcome, ItemType, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
ONE = dt.timedelta(days=1)
SUBSCRIBER, TRAFFIC, CONTENT = ItemType.SUBSCRIBER, ItemType.TRAFFIC, ItemType.CONTENT


def ask(by: GroupBy = GroupBy.DIRECTION, *, on: dt.date = DAY, minimum: int = 1, **wanted: Any) -> Result:
    return REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(wanted=CaseFilter(**wanted), by=by, on=on, at=factories.moment(DAY, 12), minimum=minimum),
    )


def types(result: Result) -> dict[str, tuple[int, int]]:
    """Requests and items of each type that somebody asks for."""
    assert not result.anomalies
    rows = read(result, "types")
    return {label: (row["requests"], row["items"]) for label, row in rows.items() if row["requests"]}


def test_requests_stand_in_each_of_their_types_and_once_in_the_total(beijing: Office) -> None:
    both = fact(beijing, SENT)
    asks(both, SUBSCRIBER)
    asks(both, SUBSCRIBER)
    asks(both, TRAFFIC)
    asks(fact(beijing, SENT), SUBSCRIBER)
    asks(fact(beijing, SENT), ItemType.WITNESS)
    asks(fact(beijing, SENT), ItemType.PRESERVATION)
    fact(beijing, SENT)
    result = ask()
    assert types(result) == {
        "Subscriber data": (2, 3), "Traffic data": (1, 1), "Data, type not stated": (1, 1),
        "No data: not applicable": (1, 1), "Nothing recorded": (1, 0), "Sum of the rows": (6, 6),
        "Requests, each once": (5, 6),
    }  # fmt: skip
    assert read(result, "types")["Subscriber data"]["share"] == 2 / 5
    assert result.headline == "40 %"
    assert "2 of 5 requests sent; 20 % for traffic data (1), 0 % for content data (0)" in result.sentence
    told = {table.key: table.notes for table in result.tables}
    assert told["types"] == ("A request may stand in several rows: the rows count 6, the requests are 5.",)
    assert told["assistance"] == told["rows"] == ()
    kinds = read(result, "assistance")
    assert (kinds["Subscriber information"]["requests"], kinds["Subscriber information"]["items"]) == (2, 3)
    assert (kinds["Sum of the rows"]["requests"], kinds["Sum of the rows"]["items"]) == (5, 6)


@pytest.mark.parametrize(
    ("kind", "category", "expected"),
    [
        (ItemType.PRESERVATION, DataCategory.CONTENT, DataType.CONTENT),
        (ItemType.SUBSCRIBER, DataCategory.TRAFFIC, DataType.TRAFFIC),
        (ItemType.SUBSCRIBER, None, DataType.SUBSCRIBER),
        (ItemType.PARTIAL_DISCLOSURE, None, DataType.TRAFFIC),
        (ItemType.REAL_TIME_TRAFFIC, None, DataType.TRAFFIC),
        (ItemType.INTERCEPTION, None, DataType.CONTENT),
        (ItemType.DOMAIN_REGISTRATION, None, DataType.UNSTATED),
        (ItemType.EMERGENCY_DISCLOSURE, DataCategory.SUBSCRIBER, DataType.SUBSCRIBER),
        (ItemType.BANK, None, DataType.NONE),
        (ItemType.OTHER, DataCategory.CONTENT, DataType.CONTENT),
    ],
)
def test_the_category_counts_before_the_kind(
    beijing: Office, kind: ItemType, category: DataCategory | None, expected: DataType
) -> None:
    asks(fact(beijing, SENT), kind, category)
    result = ask()
    assert {figure.key: figure.value for figure in result.figures if figure.value} == {expected.value: 1}
    assert each_number_is_its_rows(result, on=DAY) >= 8


def test_types_and_groups_are_partitions(beijing: Office) -> None:
    row = fact(beijing, SENT)
    for kind in ItemType:
        for category in (None, *DataCategory):
            asks(row, kind, category)
    for outcome in ItemOutcome:
        for decided in (DAY - ONE, DAY, DAY + ONE):
            asks(row, SUBSCRIBER, None, outcome, None if outcome is ItemOutcome.OPEN else decided)
    for conditions in (
        [of_type(one) for one in DataType],
        [became(one, DAY) for one in ItemGroup],
    ):
        found = [set(Item.objects.filter(one).values_list("pk", flat=True)) for one in conditions]
        assert sum(map(len, found)) == len(set.union(*found)) == Item.objects.count()


@pytest.mark.parametrize(
    ("on", "group"),
    [
        (SENT, "pending"),
        (dt.date(2024, 2, 28), "pending"),
        (dt.date(2024, 2, 29), "refused"),
        (DAY, "refused"),
    ],
)
def test_a_past_day_knows_nothing_of_later_ones(beijing: Office, on: dt.date, group: str) -> None:
    asks(fact(beijing, SENT), CONTENT, None, ItemOutcome.REFUSED, dt.date(2024, 2, 29))
    result = ask(on=on)
    assert read(result, "types")["Content data"][group] == 1
    assert each_number_is_its_rows(result, on=DAY) >= 8
    assert ask(on=SENT - ONE).is_empty


def test_each_group_and_the_rate_of_all_items(beijing: Office) -> None:
    for outcome in ItemOutcome:
        decided = None if outcome is ItemOutcome.OPEN else SENT + 10 * ONE
        asks(fact(beijing, SENT), SUBSCRIBER, None, outcome, decided)
    row = read(ask(), "types")["Subscriber data"]
    assert {group.value: row[group.value] for group in ItemGroup} == {
        "granted": 1, "partly_granted": 1, "nothing_found": 1, "refused": 1, "ended_without_answer": 5, "pending": 1,
    }  # fmt: skip
    assert row["rate"] == 2 / 10
    assert row["median_days"] is None  # four of ten were answered
    assert each_number_is_its_rows(ask(), on=DAY) >= 12


def test_median_days_count_those_that_wait(beijing: Office) -> None:
    for days in (2, 4, 6):
        asks(
            fact(beijing, dt.date(2024, 2, 28)),
            TRAFFIC,
            None,
            ItemOutcome.NIL,
            dt.date(2024, 2, 28) + days * ONE,
        )
    asks(fact(beijing, SENT), TRAFFIC)
    assert read(ask(), "types")["Traffic data"]["median_days"] == 4


def test_too_few_have_counts_only(beijing: Office) -> None:
    for _number in range(4):
        asks(fact(beijing, SENT), SUBSCRIBER, None, ItemOutcome.EXECUTED, SENT)
    result = ask(minimum=5)
    row = read(result, "types")["Subscriber data"]
    assert (row["requests"], row["granted"]) == (4, 4)
    for key in ("share", "rate", "rate_from", "median_days"):
        assert row[key] is None
    assert result.headline == ""
    assert "too few for shares" in result.sentence
    assert ask(minimum=4).headline == "100 %"


@pytest.mark.parametrize("days", [-1, 0, 9, 10, 20, 30])
def test_several_items_decided_on_different_days_count_by_their_own(beijing: Office, days: int) -> None:
    """As of each day, whether the spell has one day for all of them or one for each."""
    row = fact(beijing, SENT)
    asks(row, SUBSCRIBER, None, ItemOutcome.EXECUTED, SENT + 10 * ONE)
    asks(row, SUBSCRIBER, DataCategory.CONTENT, ItemOutcome.WITHDRAWN, SENT + 20 * ONE)
    asks(row, ItemType.BANK)
    asks(fact(beijing, SENT), SUBSCRIBER, None, ItemOutcome.LAPSED, SENT)
    asks(fact(beijing, SENT), ItemType.BANK)
    result = ask(on=SENT + days * ONE)
    if days < 0:
        assert result.is_empty
        return
    rows = read(result, "types")
    assert not result.anomalies
    labels = ("Subscriber data", "Content data", "Requests, each once")
    assert [rows[label]["requests"] for label in labels] == [2, 1, 3]
    assert rows["Subscriber data"]["ended_without_answer"] == 1
    assert rows["Subscriber data"]["granted"] == (days >= 10)
    assert rows["Content data"]["ended_without_answer"] == (days >= 20)
    assert read(result, "assistance")["Subscriber information"]["requests"] == 2
    assert (rows["Subscriber data"]["median_days"] is not None) == (days >= 10)


def test_the_same_item_has_type_and_outcome(beijing: Office) -> None:
    row = fact(beijing, SENT)
    asks(row, SUBSCRIBER, None, ItemOutcome.EXECUTED, SENT)
    asks(row, CONTENT, None, ItemOutcome.REFUSED, SENT)
    result = ask()
    found = read(result, "types")
    assert (found["Subscriber data"]["refused"], found["Content data"]["refused"]) == (0, 1)
    assert each_number_is_its_rows(result, on=DAY) >= 10


def test_narrowed_to_one_kind_of_item_nothing_else_is_counted(beijing: Office) -> None:
    row = fact(beijing, SENT)
    asks(row, CONTENT)
    asks(row, ItemType.BANK)
    asks(fact(beijing, SENT), CONTENT)
    result = ask(item_type="BANK")
    assert types(result) == {
        "No data: not applicable": (1, 1), "Sum of the rows": (1, 1), "Requests, each once": (1, 1),
    }  # fmt: skip
    assert each_number_is_its_rows(result, on=DAY) >= 8


@pytest.mark.parametrize("by", [one.key for one in REPORT.dimensions])
def test_rows_by_anything_equal_their_rows_in_the_register(
    beijing: Office, by: GroupBy, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    tallinn = factories.office("TLL", host="EE")
    estonia = factories.jurisdiction("EE", region="Europe")
    first = fact(beijing, SENT)
    asks(first, SUBSCRIBER, None, ItemOutcome.EXECUTED, SENT + ONE)
    asks(first, CONTENT)
    asks(fact(tallinn, SENT, to=estonia, direction=Direction.INCOMING, channel="treaty"), ItemType.SERVICE)
    fact(tallinn, dt.date(2023, 3, 1), to=estonia)
    with django_assert_max_num_queries(4):
        result = ask(by)
    assert not result.anomalies
    rows = read(result, "rows")
    assert rows.pop("All")["requests"] == sum(row["requests"] for row in rows.values()) == 3
    assert each_number_is_its_rows(result, on=DAY) >= 20


def test_a_reopened_request_counts_once(beijing: Office) -> None:
    row = fact(beijing, SENT, answered=SENT, closed=SENT)
    Spell.objects.update(superseded_on=SENT + 5 * ONE)
    spell(row, number=2, opened=SENT + 5 * ONE)
    asks(row, SUBSCRIBER)
    for on in (SENT + 4 * ONE, DAY):
        assert types(ask(on=on))["Requests, each once"] == (1, 1)


def test_answers_before_the_sending_are_printed(beijing: Office) -> None:
    asks(fact(beijing, SENT), SUBSCRIBER, None, ItemOutcome.EXECUTED, SENT - ONE)
    assert ask().anomalies == ("Answers dated before the sending: 1.",)


def test_nothing_at_all() -> None:
    result = ask()
    assert (result.is_empty, result.headline, result.charts) == (True, "", ())


def test_a_real_life_through_the_services(beijing: Office) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    row = factories.sent(officer=officer, supervisor=supervisor, office=beijing, on=dt.date(2024, 3, 1))
    factories.done(row, "execute", by=officer, on=dt.date(2024, 5, 2), items=("1",))
    (label, found), *_others = [
        (label, one) for label, one in read(ask(), "assistance").items() if one["requests"]
    ]
    assert (found["granted"], found["items"], label != "Sum of the rows") == (1, 1, True)
    before = read(ask(on=dt.date(2024, 5, 1)), "assistance")[label]
    assert (before["granted"], before["pending"]) == (0, 1)
