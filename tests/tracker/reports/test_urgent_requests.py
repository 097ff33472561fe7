"""Urgent requests: hours of real lives counted by hand, each number with its rows, as of any day."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.reports.asked import each_number_is_its_rows, lines, table
from tracker import migrations
from tracker.accounts.models import Office, User
from tracker.casework import services as casework
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Offence, Spell
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.periods import Period
from tracker.reports.registry import REPORTS
from tracker.reports.urgent_requests import answer
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Urgency

pytestmark = pytest.mark.django_db

SENT = dt.datetime(2024, 2, 28, 10, tzinfo=dt.UTC)
"""The day before the leap day."""
DAY = dt.date(2024, 3, 4)
REASON = "The logs are kept for two days."


def later(hours: float) -> dt.datetime:
    """So many hours after the sending."""
    return SENT + dt.timedelta(hours=hours)


def done(row: AssistanceRequest, action: str, by: User, hours: float, **more: Any) -> AssistanceRequest:
    """One action whose hour is recorded."""
    moment = later(hours)
    return casework.perform(
        row,
        action,
        by=by,
        occurred=Occurred.at_moment(moment, "UTC"),
        recorded_at=moment,
        seen_version=row.version,
        **more,
    )


def letter(ann: User, sue: User, office: Office, urgency: Urgency = Urgency.URGENT, **more: Any) -> Any:
    reason = "" if urgency is Urgency.ROUTINE else REASON
    row = factories.opened(
        by=ann, office=office, on=SENT.date(), urgency=urgency.value, urgency_reason=reason, **more
    )
    row = factories.done(row, "submit", by=ann, on=SENT.date())
    row = factories.done(row, "approve", by=sue, on=SENT.date())
    return done(row, "send", ann, 0)


@pytest.fixture
def lives(beijing: Office, ann: User, sue: User) -> dict[str, AssistanceRequest]:
    """Seven that we sent, one of them routine, one without hours, and an emergency that was asked of us."""
    quick = done(letter(ann, sue, beijing), "acknowledge", ann, 0.75)
    slow = done(letter(ann, sue, beijing), "acknowledge", ann, 30)
    gone = letter(ann, sue, beijing, Urgency.EMERGENCY)
    gone = factories.done(gone, "withdraw", by=ann, on=later(24).date(), texts={"reason": "No longer needed"})
    answered = done(letter(ann, sue, beijing), "execute", ann, 5.25, items=("1",))
    waiting = letter(ann, sue, beijing, to="EE")
    routine = done(letter(ann, sue, beijing, Urgency.ROUTINE), "acknowledge", ann, 1)
    untimed = factories.done(letter(ann, sue, beijing), "acknowledge", by=ann, on=later(24).date())
    theirs = factories.opened(
        by=ann,
        office=beijing,
        on=SENT.date(),
        direction=Direction.INCOMING,
        urgency=Urgency.EMERGENCY.value,
        urgency_reason=REASON,
    )
    theirs = factories.done(theirs, "accept", by=ann, on=SENT.date())
    return {
        "quick": quick,
        "slow": slow,
        "gone": gone,
        "answered": answered,
        "waiting": waiting,
        "routine": routine,
        "untimed": untimed,
        "theirs": theirs,
    }


def ask(on: dt.date = DAY, *, minimum: int = 1, by: GroupBy = GroupBy.DIRECTION, **wanted: Any) -> Result:
    at = factories.moment(max(on, DAY), 12)
    question = Question(wanted=CaseFilter(**wanted), by=by, on=on, at=at, minimum=minimum)
    return answer(AssistanceRequest.objects.all(), question)


def figures(result: Result) -> dict[str, object]:
    return {figure.key: figure.value for figure in result.figures}


def test_each_class_has_its_share_and_its_hours(lives: dict[str, AssistanceRequest]) -> None:
    result = ask()
    routine, urgent, emergency = lines(table(result, "classes").rows)
    assert routine == ("Routine", "1", "13 %", *["n/a"] * 7)
    assert urgent[:8] == ("Urgent", "5", "63 %", "4", "1", "0", "4", "5.2 (0.7 or more)")
    assert emergency[:8] == (
        "Emergency: life or safety",
        "2",
        "25 %",
        "1",
        "0",
        "1",
        "1",
        "not reached (24.0 or more)",
    )
    (whole,) = lines(table(result, "classes").totals)
    assert whole[:7] == ("Urgent and emergencies", "7", "88 %", "5", "1", "1", "5")
    assert [cell.values[0] for cell in table(result, "classes").rows[1].cells[7:9]] == [0.25, 0.5]
    assert result.headline == "88 %"
    assert result.sentence == (
        "were urgent, 7 of 8 sent; 2 of them emergencies. 1 wait for a first act. Half were acted on within 30.0 hours"
        " (of 5 with hours)."
    )
    assert result.notes == (
        "2 urgent requests have no recorded hours: they are in the counts, not in medians and shares.",
    )
    assert result.anomalies == ()


def test_both_directions_stand_apart(lives: dict[str, AssistanceRequest]) -> None:
    ours, theirs = lines(table(ask(), "rows").rows)
    assert ours == ("Outgoing: we ask", "7", "6", "86 %", "1", "4", "1", "1")
    assert theirs == ("Incoming: they ask", "1", "1", "100 %", "1", "1", "0", "0")
    assert lines(table(ask(), "hours").rows)[1] == ("Incoming: they ask", "1", "0", "0", "n/a", "", "")


def test_a_past_day_knows_nothing_of_later_ones(lives: dict[str, AssistanceRequest]) -> None:
    assert ask(on=SENT.date() - dt.timedelta(days=1)).is_empty
    result = ask(on=SENT.date())
    assert figures(result) == {
        "sent": 8,
        "urgent": 7,
        "emergencies": 2,
        "acted": 3,
        "waiting": 4,
        "ended": 0,
    }
    assert result.sentence.endswith("Less than half were acted on (of 6 with hours).")


def test_what_goes_on_for_longer_than_is_observed_was_not_acted_on(
    beijing: Office, ann: User, sue: User
) -> None:
    for _number in range(2):
        done(letter(ann, sue, beijing), "acknowledge", ann, 91 * 24)
    done(letter(ann, sue, beijing), "acknowledge", ann, 2)
    result = ask(on=dt.date(2025, 1, 1))
    assert figures(result)["acted"] == 3
    assert lines(table(result, "classes").rows)[1][7] == "not reached (2.0 or more)"


def test_what_is_reopened_stays_acted_on(
    beijing: Office, ann: User, sue: User, lives: dict[str, AssistanceRequest]
) -> None:
    row = done(lives["quick"], "withdraw", ann, 40, texts={"reason": "No longer needed"})
    row = done(row, "reopen", sue, 50, items=("1",), texts={"reason": "Needed after all"})
    assert figures(ask())["acted"] == 5
    assert [(one.acted_at, one.sent_at) for one in Spell.objects.filter(request=row)] == [
        (later(0.75), SENT)
    ] * 2


def test_a_corrected_hour_is_counted_as_corrected(ann: User, lives: dict[str, AssistanceRequest]) -> None:
    row = lives["slow"]
    casework.correct(
        row,
        target=row.events.get(kind="acknowledged").sequence,
        occurred=Occurred.at_moment(later(3), "UTC"),
        reason="Read again",
        by=ann,
        recorded_at=later(60),
        seen_version=row.version,
    )
    assert lines(table(ask(), "classes").rows)[1][7] == "3.0 (0.7 or more)"


def test_hours_are_kept_of_urgent_ones_alone(lives: dict[str, AssistanceRequest]) -> None:
    routine, untimed = (Spell.objects.get(request=lives[name]) for name in ("routine", "untimed"))
    assert (routine.sent_at, routine.acted_on, routine.acted_at) == (None, None, None)
    assert (untimed.sent_at, untimed.acted_on, untimed.acted_at) == (SENT, later(24).date(), None)


def test_the_migration_reads_the_same_off_the_histories(lives: dict[str, AssistanceRequest]) -> None:
    names = ("request", "number", "sent_at", "acted_on", "acted_at")
    before = set(Spell.objects.values_list(*names))
    assert len(before) == 8
    Spell.objects.update(sent_at=None, acted_on=None, acted_at=None)
    name = next(path.stem for path in Path(migrations.__path__[0]).glob("*_hours_of_urgent_requests.py"))
    import_module(f"tracker.migrations.{name}").fill(apps, SimpleNamespace(connection=connection))
    assert set(Spell.objects.values_list(*names)) == before


@pytest.mark.parametrize(
    ("by", "queries"),
    [
        (GroupBy.DIRECTION, 1),
        (GroupBy.JURISDICTION, 2),
        (GroupBy.YEAR, 1),
        (GroupBy.OFFENCE, 1),
        (GroupBy.ITEM_TYPE, 1),
    ],
)
def test_each_number_is_the_number_of_its_rows(
    lives: dict[str, AssistanceRequest],
    by: GroupBy,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for on in (DAY, SENT.date()):
        with django_assert_num_queries(queries):
            result = ask(on=on, by=by)
        assert each_number_is_its_rows(result, on=on) > 15 + len(result.figures)


def test_nothing_is_given_of_too_few(lives: dict[str, AssistanceRequest]) -> None:
    result = ask(minimum=9)
    assert (result.headline, result.charts) == ("", ())
    assert result.sentence == ("7 of 8 sent were urgent, 2 of them emergencies. 1 wait for a first act.")
    assert lines(table(result, "rows").rows)[0][3] == "n < 9"
    assert len(ask(minimum=1).charts) == 1


def test_a_request_stands_in_the_row_of_each_kind_and_is_counted_once(
    beijing: Office, ann: User, sue: User
) -> None:
    done(letter(ann, sue, beijing, items=("PRES", "SUBS", "PRES")), "acknowledge", ann, 2)
    letter(ann, sue, beijing, items=("SUBS",))
    result = ask(by=GroupBy.ITEM_TYPE)
    assert lines(table(result, "rows").rows) == [
        ("Preservation of data", "1", "1", "100 %", "0", "1", "0", "0"),
        ("Subscriber information", "2", "2", "100 %", "0", "1", "1", "0"),
    ]
    assert lines(table(result, "rows").totals) == [
        ("Requests, each once", "2", "2", "100 %", "0", "1", "1", "0")
    ]
    assert "A request may stand in several rows: the rows count 3, the requests are 2." in result.notes
    assert [[cell.text for cell in row.cells[1:3]] for row in table(result, "hours").rows] == [
        ["0", "1"],
        ["1", "2"],
    ]
    assert each_number_is_its_rows(result, on=DAY) > 20


@pytest.mark.parametrize(
    ("by", "wanted"),
    [(GroupBy.ITEM_TYPE, {"item_type": "SUBS"}), (GroupBy.OFFENCE, {"offence": "fraud"})],
)
def test_narrowed_to_one_of_several_its_row_alone_stands(
    beijing: Office, ann: User, sue: User, by: GroupBy, wanted: dict[str, Any]
) -> None:
    for _number in range(2):
        row = letter(ann, sue, beijing, items=("PRES", "SUBS"))
        for category in ("fraud", "drugs"):
            Offence.objects.create(request=row, category=category)
        row.spells.update(offences="drugs,fraud")
    letter(ann, sue, beijing, items=("PRES",))
    for report in ("urgent-requests", "response-rate", "time-to-answer", "flow", "refusals"):
        asked = Question(
            wanted=CaseFilter(**wanted),
            by=by,
            on=DAY,
            at=factories.moment(DAY, 12),
            minimum=1,
            period=Period(first=SENT.date(), last=DAY),
            more={"each": "year"},
        )
        result = REPORTS[report].answer(AssistanceRequest.objects.all(), asked)
        assert len(table(result, "rows").rows) == 1, report
        assert each_number_is_its_rows(result, on=DAY)
