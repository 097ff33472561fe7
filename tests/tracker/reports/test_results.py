"""Results: kinds and currencies apart and exact, periods, what is not recorded, and numbers that equal their rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, read
from tests.tracker.reports.facts import fact
from tests.tracker.reports.things import asks, led
from tracker.accounts.models import Office
from tracker.casework import services
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.periods import Period
from tracker.reports.results import REPORT
from workflows.vocabulary import Direction, ItemOutcome, ItemType, ResultKind, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
ONE = dt.timedelta(days=1)


def ask(
    by: GroupBy = GroupBy.JURISDICTION,
    *,
    on: dt.date = DAY,
    first: dt.date | None = None,
    last: dt.date | None = None,
    **wanted: Any,
) -> Result:
    return REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(
            wanted=CaseFilter(result_from=first, result_until=last, **wanted),
            by=by,
            on=on,
            at=factories.moment(DAY, 12),
            period=Period(first=first, last=last),
        ),
    )


def test_kinds_are_added_up_within_themselves(beijing: Office) -> None:
    one, other = fact(beijing, SENT), fact(beijing, SENT)
    led(one, ResultKind.ARRESTS, "2")
    led(one, ResultKind.ARRESTS, "3")
    led(other, ResultKind.ARRESTS, "1")
    led(other, ResultKind.DEVICES, "4000000", at_least=True)
    result = ask()
    kinds = read(result, "kinds")
    assert kinds["Arrests"] == {"requests": 2, "entries": 3, "number": 6, "at_least": 0}
    assert kinds["Devices"] == {"requests": 1, "entries": 1, "number": 4000000, "at_least": 1}
    assert kinds["Convictions"] == {"requests": 0, "entries": 0, "number": 0, "at_least": 0}
    assert result.headline == "2"
    assert "Arrests 6; Convictions 0; Victims identified 0; Devices at least 4,000,000" in result.sentence
    assert each_number_is_its_rows(result, on=DAY) >= 6


def test_currencies_are_never_added_and_every_decimal_is_kept(beijing: Office) -> None:
    row = fact(beijing, SENT)
    for quantity in ("0.10", "0.20", "123456789012.35"):
        led(row, ResultKind.AMOUNT, quantity, "USD")
    led(row, ResultKind.AMOUNT, "14000000", "EUR", at_least=True)
    result = ask()
    assert read(result, "amounts") == {
        "EUR": {"requests": 1, "entries": 1, "amount": "14000000.00", "at_least": 1},
        "USD": {"requests": 1, "entries": 3, "amount": "123456789012.65", "at_least": 0},
    }  # fmt: skip
    amounts = next(table for table in result.tables if table.key == "amounts")
    assert amounts.totals == ()
    assert [row.cells[2].text for row in amounts.rows] == ["at least 14,000,000.00", "123,456,789,012.65"]
    assert "at least 14,000,000.00 EUR; 123,456,789,012.65 USD" in result.sentence
    assert [(label, row["amount"]) for label, row in read(result, "row_amounts").items()] == [
        ("Jurisdiction CN · EUR", "14000000.00"),
        ("Jurisdiction CN · USD", "123456789012.65"),
    ]
    assert each_number_is_its_rows(result, on=DAY) >= 6


def test_the_period_takes_in_both_its_days_and_nothing_after_the_as_of_day(beijing: Office) -> None:
    row = fact(beijing, SENT)
    for day in (dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1)):
        led(row, ResultKind.ARRESTS, "1", on=day)
    leap = dt.date(2024, 2, 29)
    assert read(ask(first=leap, last=leap), "kinds")["Arrests"]["number"] == 1
    assert read(ask(on=leap), "kinds")["Arrests"]["number"] == 2
    assert read(ask(first=leap, last=DAY, on=leap), "kinds")["Arrests"]["number"] == 1
    assert ask(first=DAY, on=leap).sentence == "The period begins later."
    assert ask(first=dt.date(2024, 3, 2)).is_empty
    assert each_number_is_its_rows(ask(first=leap, last=leap), on=DAY) >= 3


def test_evidence_assets_and_information_without_a_request(beijing: Office) -> None:
    ours = fact(beijing, SENT)
    asks(ours, ItemType.CONTENT, None, ItemOutcome.EXECUTED, SENT + ONE)
    asks(ours, ItemType.BANK, None, ItemOutcome.PARTLY_EXECUTED, SENT + ONE)
    asks(ours, ItemType.FREEZE, None, ItemOutcome.REFUSED, SENT + ONE)
    theirs = fact(beijing, SENT, direction=Direction.INCOMING)
    asks(theirs, ItemType.FREEZE, None, ItemOutcome.EXECUTED, SENT + ONE)
    asks(theirs, ItemType.CONFISCATION)
    asks(fact(beijing, SENT, direction=Direction.INCOMING), ItemType.SPONTANEOUS)
    found = read(ask(), "beyond")
    assert {label: row["requests"] for label, row in found.items()} == {
        "Evidence received": 1, "Evidence given": 1, "Assets frozen": 1, "Assets confiscated": 0,
        "Assets shared or returned": 0, "Spontaneous information sent": 0, "Spontaneous information received": 1,
        "Value of assets frozen, confiscated, shared or returned, by currency": None, "Evidence used in court": None,
        "Outcome of the case, beyond convictions": None, "Feedback given on usefulness": None,
    }  # fmt: skip
    assert found["Evidence received"]["items"] == 2
    assert each_number_is_its_rows(ask(), on=DAY) >= 4
    before = read(ask(on=SENT), "beyond")
    assert (
        before["Evidence received"]["requests"],
        before["Spontaneous information received"]["requests"],
    ) == (0, 1)
    assert each_number_is_its_rows(ask(first=SENT + ONE, last=SENT + ONE), on=DAY) >= 3
    assert read(ask(direction="incoming"), "beyond")["Evidence received"]["requests"] == 0


@pytest.mark.parametrize(
    ("first", "last", "received", "items"),
    [
        (None, None, 2, 3),
        (0, 4, 0, 0),
        (0, 5, 2, 2),
        (5, 5, 2, 2),
        (6, None, 1, 1),
        (9, 9, 1, 1),
        (10, None, 0, 0),
    ],
)
def test_what_was_granted_bit_by_bit_counts_on_its_own_days(
    beijing: Office, first: int | None, last: int | None, received: int, items: int
) -> None:
    row = fact(beijing, SENT)
    asks(row, ItemType.CONTENT, None, ItemOutcome.EXECUTED, SENT + 5 * ONE)
    asks(row, ItemType.BANK, None, ItemOutcome.PARTLY_EXECUTED, SENT + 9 * ONE)
    asks(row, ItemType.FREEZE, None, ItemOutcome.REFUSED, SENT + 5 * ONE)
    at_once = fact(beijing, SENT)
    asks(at_once, ItemType.CONTENT, None, ItemOutcome.EXECUTED, SENT + 5 * ONE)
    asks(at_once, ItemType.CONTENT)
    begin, end = (None if days is None else SENT + days * ONE for days in (first, last))
    result = ask(first=begin, last=end)
    row_of = read(result, "beyond")["Evidence received"] if received else {"requests": 0, "items": 0}
    assert (row_of["requests"], row_of["items"]) == (received, items)
    assert each_number_is_its_rows(result, on=DAY) >= bool(received)


def test_what_is_not_recorded_is_said_and_is_no_zero(beijing: Office) -> None:
    led(fact(beijing, SENT), ResultKind.ARRESTS, "1")
    table = next(one for one in ask().tables if one.key == "beyond")
    unknown = [row for row in table.rows if not row.cells[0].is_known]
    assert [row.cells[0].text for row in unknown] == ["not available"] * 4
    assert all(row.cells[0].values == (None,) for row in unknown)


@pytest.mark.parametrize("by", [one.key for one in REPORT.dimensions])
def test_rows_by_anything_equal_their_rows_in_the_register(
    beijing: Office, by: GroupBy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tallinn = factories.office("TLL", host="EE")
    first = fact(beijing, SENT)
    led(first, ResultKind.ARRESTS, "1")
    led(first, ResultKind.AMOUNT, "5", "EUR")
    estonia = factories.jurisdiction("EE", region="Europe")
    second = fact(tallinn, SENT, to=estonia, channel="treaty", direction=Direction.INCOMING)
    led(second, ResultKind.ARRESTS, "2")
    fact(tallinn, SENT, to=estonia)
    with django_assert_num_queries(3):
        result = ask(by)
    rows = read(result, "rows")
    assert sum(row["arrests"] for label, row in rows.items() if label != "All") == rows["All"]["arrests"] == 3
    assert rows["All"]["requests"] == 2
    assert each_number_is_its_rows(result, on=DAY) >= 6


def test_it_costs_three_queries_whatever_it_counts(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(6):
        row = fact(beijing, SENT, to=factories.jurisdiction(f"X{place}"))
        led(row, ResultKind.AMOUNT, "5", f"CU{place}")
    with django_assert_num_queries(3):
        ask()


def test_nothing_at_all(beijing: Office) -> None:
    fact(beijing, SENT)
    assert (ask().is_empty, ask().headline, ask().charts) == (True, "", ())


def test_filters_narrow(beijing: Office) -> None:
    led(fact(beijing, SENT), ResultKind.VICTIMS, "7")
    led(fact(beijing, SENT, channel="treaty"), ResultKind.VICTIMS, "1")
    assert read(ask(channel="treaty"), "kinds")["Victims identified"]["number"] == 1
    assert ask(office="KYI").is_empty
    assert "item_type" not in REPORT.fields
    assert each_number_is_its_rows(ask(channel="treaty"), on=DAY) >= 3


def test_a_result_recorded_through_the_services(beijing: Office) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
    row = factories.sent(officer=officer, supervisor=supervisor, office=beijing, on=SENT)
    services.record_result(
        row,
        services.ResultDraft(kind="amount", quantity=Decimal("70.05"), currency="USD", occurred_on=DAY),
        by=officer,
        recorded_at=factories.moment(DAY),
        seen_version=row.version,
    )
    assert read(ask(), "amounts")["USD"]["amount"] == "70.05"
