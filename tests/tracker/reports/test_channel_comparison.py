"""Channels compared: each against the others, also within the same types, and numbers that equal their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import cells, each_number_is_its_rows, table
from tests.tracker.reports.facts import carry, fact, spell
from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Item, Spell
from tracker.reports.base import Question, Result
from tracker.reports.channel_comparison import REPORT
from tracker.reports.channel_comparison.counting import channels_of, strata_of
from tracker.reports.channel_comparison.tables import DIMENSION
from tracker.reports.counting import in_no_group
from workflows.vocabulary import Direction, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 29)
DAY = dt.date(2024, 12, 31)


def ask(*, on: dt.date = DAY, minimum: int = 1, **wanted: Any) -> Result:
    found = REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(
            wanted=CaseFilter(**{"direction": "outgoing", **wanted}),
            on=on,
            at=factories.moment(on, 12),
            minimum=minimum,
        ),
    )
    assert not found.anomalies
    return found


def asked_for(row: AssistanceRequest, *types: str, first: int = 1) -> None:
    for number, kind in enumerate(types, start=first):
        Item.objects.create(request=row, number=number, type=kind)
    carry(row)


def sent(office: Office, channel: str, kind: str, *, answered: int, of: int, **more: Any) -> None:
    for number in range(of):
        day = SENT + dt.timedelta(days=10) if number < answered else None
        outcome = Outcome.EXECUTED if day else Outcome.OPEN
        asked_for(fact(office, SENT, answered=day, outcome=outcome, channel=channel, **more), kind)


def test_nothing_is_empty(beijing: Office) -> None:
    result = ask()
    assert (result.is_empty, result.charts) == (True, ())
    assert result.sentence == "0 of 0 sent by 0 channels were answered, 0 are open."


def test_each_channel_against_the_others_and_within_the_same_types(beijing: Office) -> None:
    """Letters carry what is rarely answered; of the same types they are answered as often."""
    sent(beijing, "letter_exchange", "CONT", answered=2, of=10)
    sent(beijing, "letter_exchange", "SUBS", answered=4, of=5)
    sent(beijing, "treaty", "SUBS", answered=16, of=20)
    sent(beijing, "treaty", "DOCS", answered=1, of=1)
    result = ask()
    treaty, letters = (cells(result, "channels", place) for place in (0, 1))
    assert (letters["sent"], letters["answered"], letters["open"], letters["rate"]) == (15, 6, 9, 0.4)
    assert letters["difference"] == pytest.approx(6 / 15 - 17 / 21)
    assert (letters["compared"], letters["same_types"]) == (5, pytest.approx(0.0))
    assert (treaty["compared"], treaty["same_types"]) == (20, pytest.approx(0.0))
    assert (treaty["median_days"], letters["median_days"]) == (10, None)
    assert [(row.code, row.cells[0].values[0]) for row in table(result, "types").rows] == [
        ("SUBS", 20), ("SUBS", 5), ("CONT", 10), ("DOCS", 1),
    ]  # fmt: skip
    assert each_number_is_its_rows(result, on=DAY)
    few = ask(minimum=6)
    assert [cells(few, "channels", place)["same_types"] for place in (0, 1)] == [None, None]
    assert ask(minimum=16).notes[0].startswith("1 channel has fewer than 16 sent")


def test_each_request_stands_in_the_type_of_its_first_item(beijing: Office) -> None:
    asked_for(fact(beijing, SENT), "TRAF", "CONT")
    asked_for(
        fact(beijing, SENT), "BANK", "DOCS", "BANK", first=4
    )  # those before were taken out of the draft
    fact(beijing, SENT)
    result = ask()
    assert [(row.code, row.cells[0].values[0]) for row in table(result, "types").rows] == [
        ("", 1), ("BANK", 1), ("TRAF", 1),
    ]  # fmt: skip
    assert table(result, "types").rows[0].label.startswith("Nothing recorded, ")
    assert each_number_is_its_rows(result, on=DAY)


def test_no_type_in_common_is_compared_with_nothing(beijing: Office) -> None:
    sent(beijing, "letter_exchange", "CONT", answered=2, of=10)
    sent(beijing, "treaty", "SUBS", answered=4, of=5)
    row = table(ask(), "channels").rows[0]
    assert [cell.text for cell in row.cells[-2:]] == ["0", "no type in common"]


@pytest.mark.parametrize(
    ("on", "answered", "left"),
    [
        (SENT + dt.timedelta(days=9), 0, 1),
        (SENT + dt.timedelta(days=10), 1, 0),
        (dt.date(2024, 6, 1), 0, 1),  # reopened
        (dt.date(2024, 8, 1), 0, 0),
    ],
)
def test_a_past_day_knows_nothing_of_later_ones(
    beijing: Office, on: dt.date, answered: int, left: int
) -> None:
    row = fact(
        beijing, SENT, answered=SENT + dt.timedelta(days=10), closed=dt.date(2024, 5, 2), outcome=Outcome.NIL
    )
    Spell.objects.update(superseded_on=dt.date(2024, 6, 1))
    spell(row, number=2, opened=dt.date(2024, 6, 1), closed=dt.date(2024, 8, 1), outcome=Outcome.WITHDRAWN)
    result = ask(on=on)
    found = cells(result, "channels")
    assert (found["sent"], found["answered"], found["open"]) == (1, answered, left)
    assert each_number_is_its_rows(result, on=on)


def test_directions_are_never_added_up(beijing: Office) -> None:
    fact(beijing, SENT)
    fact(beijing, SENT, direction=Direction.INCOMING, channel="treaty")
    assert len(table(ask(), "channels").rows) == 1
    assert cells(ask(direction="incoming"), "channels")["sent"] == 1
    assert REPORT.fields["direction"].required


def test_filters_narrow_both_tables(beijing: Office) -> None:
    france = factories.jurisdiction("FR")
    sent(beijing, "letter_exchange", "CONT", answered=2, of=4, to=france)
    sent(beijing, "letter_exchange", "SUBS", answered=1, of=3)
    for found in (ask(jurisdiction="FR"), ask(item_type="CONT")):
        assert cells(found, "channels")["sent"] == cells(found, "types")["sent"] == 4
        assert each_number_is_its_rows(found, on=DAY)


def test_what_does_not_add_up_is_printed(beijing: Office) -> None:
    fact(beijing, SENT)
    channels = channels_of(strata_of(Spell.objects.all(), DAY))
    assert not list(in_no_group(channels, DIMENSION))
    channels["letter_exchange",].add("", days=3, number=2)
    (said,) = in_no_group(channels, DIMENSION)
    assert said.endswith(": 3 were sent, but the groups add up to 1.")


def test_it_costs_one_query_whatever_it_counts(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sent(beijing, "letter_exchange", "CONT", answered=0, of=1)
    with django_assert_num_queries(1):
        ask()
    for channel in ("treaty", "network_24_7", "liaison"):
        sent(beijing, channel, "CONT", answered=1, of=2)
    with django_assert_num_queries(1):
        ask()
    for _number in range(3):
        fact(beijing, SENT)
    with django_assert_num_queries(1):
        ask()
