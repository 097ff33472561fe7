"""What was known on a day: late entries and corrections are left out, and rows and rebuilt stretches judge alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.casework.test_filters import bounded
from tests.tracker.reports.facts import fact, spell
from tracker.casework.filtering.flow import Flow, flowed
from tracker.casework.filtering.knowing import Stretch
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest, Spell
from tracker.reports.base import Question, Result
from tracker.reports.flow import answer
from tracker.reports.periods import Period
from workflows.occurrence import Occurred
from workflows.vocabulary import Outcome

pytestmark = pytest.mark.django_db

D = dt.date
FIRST, LAST = D(2026, 1, 1), D(2026, 12, 31)
TODAY = D(2026, 9, 1)
AT = factories.moment(TODAY, 12)


def ask(**wanted: Any) -> Result:
    period = Period(first=FIRST, last=LAST)
    question = Question(wanted=CaseFilter(**wanted), on=TODAY, at=AT, minimum=1, period=period)
    return answer(AssistanceRequest.objects.all(), question)


def balance(**wanted: Any) -> dict[str, int]:
    found = {figure.key: figure.value for figure in ask(**wanted).figures}
    return {key: value for key, value in found.items() if value}


def opens(flow: Flow, **wanted: Any) -> int:
    rows = CaseFilter(flow=flow, flow_from=FIRST, flow_until=LAST, **wanted)
    return apply(AssistanceRequest.objects.all(), rows, at=AT).count()


def test_a_late_entry_was_not_known_before(post: Post) -> None:
    row = post.sent(on=D(2026, 3, 2))
    post.done(
        row, "withdraw", D(2026, 4, 1), texts={"reason": "x"}, recorded_at=factories.moment(D(2026, 6, 1))
    )
    assert balance() == {"new": 1, "closed": 1}
    for day, expected in (
        (D(2026, 3, 1), {}),
        (D(2026, 3, 2), {"new": 1, "pending": 1}),
        (D(2026, 5, 31), {"new": 1, "pending": 1}),
        (D(2026, 6, 1), {"new": 1, "closed": 1}),
    ):
        assert balance(known_on=day) == expected, day
        assert {flow: number for flow in Flow if (number := opens(flow, known_on=day))} == expected, day
    different, particulars = ask(known_on=D(2026, 5, 31)).notes[-2:]
    assert "1 request looks different by now" in different
    assert particulars.startswith("Rows and filters go by the channel, office, offences")


def test_a_correction_was_not_known_before(post: Post) -> None:
    row = post.sent(on=D(2026, 3, 2))
    row = post.done(row, "withdraw", D(2026, 4, 1), texts={"reason": "x"})
    moved = Occurred(on=D(2026, 5, 5), zone="UTC")
    row = post.corrected(row, "withdraw", on=D(2026, 7, 1), occurred=moved)
    assert balance(known_on=D(2026, 4, 30)) == {"new": 1, "closed": 1}
    assert opens(Flow.CLOSED, known_on=D(2026, 4, 30)) == 1
    then = CaseFilter(flow=Flow.CLOSED, flow_from=FIRST, flow_until=D(2026, 4, 30))
    assert apply(AssistanceRequest.objects.all(), then, at=AT).count() == 0
    post.corrected(row, "withdraw", on=D(2026, 8, 1), void=True)
    assert balance() == {"new": 1, "pending": 1}
    assert balance(known_on=D(2026, 7, 15)) == {"new": 1, "closed": 1}


def test_a_reopening_was_not_known_before(post: Post) -> None:
    row = post.sent(on=D(2025, 3, 2))
    row = post.done(row, "withdraw", D(2026, 2, 1), texts={"reason": "x"})
    row = factories.done(
        row, "reopen", by=post.supervisor, on=D(2026, 3, 1), items=("1",), texts={"reason": "y"}
    )
    assert balance() == {"carried": 1, "reopened": 1, "closed": 1, "pending": 1}
    assert balance(known_on=D(2026, 2, 28)) == {"carried": 1, "closed": 1}


def test_known_by_today_is_what_is_known_now(post: Post) -> None:
    row = post.sent(on=D(2026, 3, 2))
    row = post.done(row, "withdraw", D(2026, 4, 1), texts={"reason": "x"})
    post.sent(on=D(2025, 3, 2))
    post.opened(on=D(2026, 3, 2))
    assert opens(Flow.PENDING, known_on=D.max) == 1
    assert balance(known_on=TODAY) == balance() == {"carried": 1, "new": 1, "closed": 1, "pending": 1}


def test_rows_by_dimension_hold_what_is_rebuilt(post: Post) -> None:
    row = post.sent(on=D(2026, 3, 2))
    post.done(
        row, "withdraw", D(2026, 4, 1), texts={"reason": "x"}, recorded_at=factories.moment(D(2026, 6, 1))
    )
    post.sent(on=D(2026, 3, 3))
    rows = next(one for one in ask(known_on=D(2026, 5, 1)).tables if one.key == "rows").rows
    assert [[cell.values[0] for cell in row.cells[:6]] for row in rows] == [[0, 2, 0, 2, 0, 2]]


def test_rebuilding_costs_the_same_number_of_queries(
    post: Post, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def withdrawn() -> None:
        row = post.sent(on=D(2026, 3, 2))
        late = factories.moment(D(2026, 6, 1))
        post.done(row, "withdraw", D(2026, 4, 1), texts={"reason": "x"}, recorded_at=late)

    withdrawn()
    with django_assert_num_queries(5):
        ask(known_on=D(2026, 5, 1))
    withdrawn()
    with django_assert_num_queries(5):
        assert balance(known_on=D(2026, 5, 1)) == {"new": 2, "pending": 2}


days = st.dates(D(2025, 11, 1), D(2027, 2, 1))


@bounded
@given(
    sent=days, opened=days, closed=st.none() | days, superseded=st.none() | days, number=st.integers(1, 2),
    outcome=st.sampled_from([Outcome.EXECUTED, Outcome.REFUSED]),
)  # fmt: skip
def test_rows_and_rebuilt_stretches_judge_alike(
    sent: D, opened: D, closed: D | None, superseded: D | None, number: int, outcome: Outcome
) -> None:
    Spell.objects.all().delete()
    row = fact(factories.office("BEJ"), sent)
    Spell.objects.all().delete()
    spell(row, number=number, opened=opened, closed=closed, superseded=superseded, outcome=outcome)
    stretch = Stretch(
        entered=max(opened, sent),
        left=closed or superseded,
        is_closed=closed is not None,
        is_again=number > 1 and sent <= opened,
        outcome=outcome,
    )
    for flow in Flow:
        for wanted in (None, Outcome.REFUSED) if flow is Flow.CLOSED else (None,):
            asked = flow, FIRST, LAST, wanted
            assert Spell.objects.filter(flowed(*asked)).exists() is stretch.flowed(*asked), asked
