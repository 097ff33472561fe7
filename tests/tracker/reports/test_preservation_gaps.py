"""Preservation coverage and gaps: each group, each edge of a day, past days, and numbers that equal their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.casework.post import Post, made_post
from tests.tracker.casework.preserved import RECEIVED, done, linked, preservation, production, swept
from tests.tracker.reports.asked import cells, each_number_is_its_rows
from tests.tracker.reports.kept import CONFIRMED, EXPIRES, kept, stretch
from tracker.accounts.models import Office
from tracker.casework.filtering.preserved import groups_on
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, PreservationSpell
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.preservation_gaps import REPORT
from workflows.vocabulary import Direction

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 30)
ONE = dt.timedelta(days=1)


def ask(on: dt.date = DAY, *, minimum: int = 1, by: GroupBy = GroupBy.CHANNEL, **wanted: Any) -> Result:
    return REPORT.answer(
        AssistanceRequest.objects.all(),
        Question(wanted=CaseFilter(**wanted), by=by, on=on, at=factories.moment(DAY, 12), minimum=minimum),
    )


def groups(on: dt.date = DAY, **wanted: Any) -> dict[str, int]:
    result = ask(on, **wanted)
    assert not result.anomalies
    return {one.key: one.value for one in result.figures if one.value}


@pytest.mark.parametrize(
    ("columns", "group"),
    [
        ({"production_sent_on": CONFIRMED, "production_received_on": EXPIRES}, "received_in_time"),
        ({"production_sent_on": EXPIRES, "production_received_on": EXPIRES + ONE}, "sent_in_time"),
        ({"production_sent_on": EXPIRES}, "sent_in_time"),
        ({"production_sent_on": EXPIRES + ONE}, "asked_for_late"),
        ({"production_sent_on": DAY + ONE, "production_received_on": DAY + ONE}, "not_asked_for"),
        ({"lapsed_on": EXPIRES + ONE}, "not_asked_for"),
        ({"ended_on": EXPIRES}, "ended_before"),
        ({"ended_on": EXPIRES + ONE}, "not_asked_for"),
        ({"until_on": DAY}, "not_asked_for"),
        ({"until_on": DAY + ONE}, "running"),
        ({"until_on": None}, "running"),
        ({"until_on": None, "production_sent_on": DAY, "production_received_on": DAY}, "covered"),
        ({"until_on": None, "ended_on": DAY}, "ended_before"),
        ({"production_received_on": CONFIRMED, "ended_on": EXPIRES}, "received_in_time"),
    ],
)  # fmt: skip
def test_each_group(beijing: Office, columns: dict[str, Any], group: str) -> None:
    kept(beijing, **{"until": EXPIRES, **columns} if "until_on" not in columns else columns)
    assert groups() == {group: 1}
    due = 0 if group in ("running", "covered", "ended_before") else 1
    assert cells(ask(), "coverage")["due"] == due
    assert each_number_is_its_rows(ask(), on=DAY) > 8


@pytest.mark.parametrize("on", [CONFIRMED, EXPIRES - ONE, EXPIRES, EXPIRES + ONE, DAY])
def test_groups_are_a_partition_on_every_day(beijing: Office, on: dt.date) -> None:
    days = (None, EXPIRES - ONE, EXPIRES, EXPIRES + ONE)
    for until in (None, EXPIRES):
        for sent in days:
            for received in days:
                for ended in days:
                    kept(
                        beijing,
                        until,
                        production_sent_on=sent or received,
                        production_received_on=received,
                        ended_on=ended,
                    )
    everything = PreservationSpell.objects.all()
    found = [set(everything.filter(one).values_list("pk", flat=True)) for one in groups_on(on).values()]
    assert sum(map(len, found)) == len(set.union(*found)) == everything.count()
    assert each_number_is_its_rows(ask(on), on=DAY) > 8


def test_a_past_day_knows_the_day_that_was_known_then(beijing: Office) -> None:
    row = kept(beijing, superseded_on=dt.date(2026, 3, 5))
    later = dt.date(2026, 5, 10)
    stretch(row, later, number=2, stated_on=dt.date(2026, 3, 5), renewals=1)
    assert groups(CONFIRMED - ONE) == {}
    assert groups(dt.date(2026, 3, 4)) == {"running": 1}
    assert groups(dt.date(2026, 3, 4), expiry_until=EXPIRES) == {"running": 1}
    assert groups(EXPIRES) == {"running": 1}
    assert groups(EXPIRES, expiry_until=EXPIRES) == {}
    assert groups(later) == {"not_asked_for": 1}
    assert cells(ask(later), "renewals") == {
        "preserved": 1, "due": 1, "received": 0, "rate_received": 0.0, "rate_received_from": 0.0,
        "rate_received_to": pytest.approx(0.793, abs=0.001), "running": 0,
        "covered": 0, "ended_before": 0,
    }  # fmt: skip


def test_days_of_gap_count_those_that_go_on(beijing: Office) -> None:
    for days in (0, 1, 10):
        day = EXPIRES + dt.timedelta(days=days)
        kept(beijing, production_sent_on=CONFIRMED, production_received_on=day)
    kept(beijing)
    kept(beijing, DAY)  # due today: no gap yet
    assert cells(ask(), "gaps") == {
        "due": 5, "gaps": 3, "open_gaps": 1, "days": 1 + 10 + 111, "median_days": 10, "median_days_ended": 5.5,
        "longest_days": 111,
    }  # fmt: skip
    few = ask(minimum=4).tables[1].rows[0].cells
    assert [cell.text for cell in few] == ["5", "3", "1", "n < 4", "", "", ""]
    assert each_number_is_its_rows(ask(), on=DAY) > 8


def test_both_rates_stand_beside_each_other_with_their_numbers(beijing: Office) -> None:
    kept(beijing, production_sent_on=CONFIRMED, production_received_on=EXPIRES)
    kept(beijing, production_sent_on=CONFIRMED)
    kept(beijing)
    kept(beijing, DAY + ONE)
    found = cells(ask(), "coverage")
    assert {name: found[name] for name in ("due", "sent", "received", "running", "not_asked_for")} == {
        "due": 3, "sent": 2, "received": 1, "running": 1, "not_asked_for": 1,
    }  # fmt: skip
    assert (found["rate_sent"], found["rate_received"]) == (2 / 3, 1 / 3)
    result = ask(minimum=3)
    assert (result.headline, "1 of 3 expired or due; 67 % had one sent" in result.sentence) == ("33 %", True)
    assert "1 still run without one." in result.sentence
    few = ask(minimum=4)
    assert (few.headline, few.charts) == ("", ())
    assert "fewer than 4, too few for a rate" in few.sentence
    assert cells(few, "coverage")["rate_sent"] is None


def test_items_of_one_request_count_each_and_the_lists_are_explained(beijing: Office) -> None:
    row = kept(beijing, production_sent_on=CONFIRMED, production_received_on=EXPIRES)
    assert not ask().notes
    stretch(row, EXPIRES, item=2)
    assert groups() == {"received_in_time": 1, "not_asked_for": 1}
    assert ask().notes[-1].startswith("2 preserved items of 1 request:")


@pytest.mark.parametrize("by", [one.key for one in REPORT.dimensions])
def test_rows_by_anything_equal_their_rows_in_the_register(beijing: Office, by: GroupBy) -> None:
    kept(beijing)
    kept(
        factories.office("PAR"),
        to=factories.jurisdiction("FR", region="Europe"),
        direction=Direction.INCOMING,
    )
    result = ask(by=by)
    assert not result.anomalies
    assert each_number_is_its_rows(result, on=DAY) > 8


def test_incoming_ones_are_told_apart(beijing: Office) -> None:
    kept(beijing, direction=Direction.INCOMING, production_sent_on=EXPIRES, production_received_on=EXPIRES)
    kept(beijing)
    result = ask(by=GroupBy.DIRECTION)
    assert [(row.label[:8], row.cells[0].values, row.cells[4].values) for row in result.tables[0].rows] == [
        ("Incoming", (1,), (1,)),
        ("Outgoing", (1,), (0,)),
    ]


def test_it_costs_two_queries_and_one_for_names_whatever_it_counts(
    beijing: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept(beijing)
    with django_assert_num_queries(2):
        ask()
    for place in range(5):
        kept(beijing, renewals=place, to=factories.jurisdiction(f"X{place}"))
    with django_assert_num_queries(3):
        ask(by=GroupBy.JURISDICTION)


def test_the_figures_follow_the_events() -> None:
    """Two preservations with one production, one renewed, one that lapsed, one taken back, one sent only."""
    post: Post = made_post()
    one, other, renewed, lost, back, only_sent = (preservation(post) for _ in range(6))
    done(post, production(post, one, other), "deliver", RECEIVED)
    done(post, renewed, "renew_preservation", dt.date(2026, 5, 4))
    production(post, only_sent)
    arriving = production(post, back)
    swept(dt.date(2026, 5, 12))
    assert groups(dt.date(2026, 5, 12)) == {
        "received_in_time": 2, "sent_in_time": 2, "not_asked_for": 1, "running": 1,
    }  # fmt: skip
    done(post, arriving, "deliver", dt.date(2026, 5, 8))
    late = production(post)
    linked(post, late, lost)
    assert groups() == {"received_in_time": 3, "sent_in_time": 2, "running": 1}
    assert groups(dt.date(2026, 4, 30)) == {"covered": 2, "running": 4}
    assert each_number_is_its_rows(ask(), on=DAY) > 8
