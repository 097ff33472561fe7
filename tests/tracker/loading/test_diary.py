"""The diary from which invented requests are told."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from tracker.accounts.models import User
from tracker.loading.generate.diary import Diary
from workflows.vocabulary import Source

INTRODUCED = dt.datetime(2026, 3, 30, tzinfo=dt.UTC)


def diary(begun: dt.datetime, *, exact: bool) -> Diary:
    return Diary(
        rng=Random(1),
        now=begun,
        zone="Asia/Shanghai",
        until=INTRODUCED + dt.timedelta(days=240),
        introduced=INTRODUCED,
        officer=User(name="Ann"),
        supervisor=User(name="Sue"),
        exact=exact,
        items=("1",),
    )


@pytest.mark.parametrize("exact", [True, False])
def test_what_was_approved_before_the_program_came_was_sent_before_it_came(exact: bool) -> None:
    begun = INTRODUCED - dt.timedelta(hours=2)
    story = diary(begun, exact=exact)
    story.do("approve")
    story.wait_on_one_side(0.1, 4)
    story.do("send")
    assert [step.source for step in story.steps] == [Source.IMPORT, Source.IMPORT]
    assert begun <= story.now < INTRODUCED


@pytest.mark.parametrize("days", [-30, 30])
def test_far_from_that_day_it_is_a_wait_like_any_other(days: int) -> None:
    begun = INTRODUCED + dt.timedelta(days=days)
    one, other = diary(begun, exact=True), diary(begun, exact=True)
    one.wait(1, 2)
    other.wait_on_one_side(1, 2)
    assert one.now == other.now
