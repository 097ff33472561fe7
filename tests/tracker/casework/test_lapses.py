"""How a preservation lapses: once, on its day, after everybody was told; and what takes that back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.casework.preserved import (
    CONFIRMED,
    EXPIRES,
    RECEIVED,
    consistent,
    coverings,
    day,
    done,
    entries,
    expiries,
    fresh,
    lapses,
    preservation,
    production,
    rungs,
    swept,
    swept_daily,
)
from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from tracker.casework.services import lapsing, recording
from tracker.notices.models import Notice
from tracker.reminders import services as reminders
from workflows.errors import ActionNotAllowed
from workflows.messages import message
from workflows.vocabulary import DeadlineState, EventKind

pytestmark = pytest.mark.django_db


def test_it_lapses_once_its_last_day_is_over_on_both_sides(post: Post) -> None:
    kept = preservation(post)
    swept(EXPIRES, 23)
    assert not lapses(kept)
    swept(EXPIRES + dt.timedelta(days=2))
    (entry,) = lapses(kept)
    assert (entry.source, entry.by_id, entry.items) == ("system", None, ["1"])
    assert entry.occurred_on == EXPIRES + dt.timedelta(days=1)
    row = fresh(kept)
    assert (row.stage, row.outcome) == ("lapsed", "lapsed")
    assert expiries(kept) == [(DeadlineState.LAPSED, EXPIRES)]
    swept(EXPIRES + dt.timedelta(days=3))
    assert len(lapses(kept)) == 1
    assert consistent(kept)


def test_nothing_lapses_before_everybody_was_told(post: Post) -> None:
    kept = preservation(post)
    late = factories.moment(EXPIRES + dt.timedelta(days=9))
    lapsing.run(at=late)
    assert not lapses(kept)
    reminders.sweep(at=late)
    lapsing.run(at=late)
    assert len(lapses(kept)) == 1
    assert Notice.objects.filter(request=kept, cause__endswith=f"/{lapses(kept)[0].sequence}/answer").exists()


def test_a_renewal_before_the_lapse_takes_it_back(post: Post) -> None:
    kept = preservation(post)
    swept(EXPIRES + dt.timedelta(days=2))
    done(post, kept, "renew_preservation", dt.date(2026, 5, 4))
    (back,) = entries(kept, EventKind.CORRECTED)
    assert (back.source, back.data) == ("system", {"target": lapses(kept)[0].sequence, "void": True})
    row = fresh(kept)
    assert (row.stage, row.outcome) == ("answered", "executed")
    assert [state for state, _on in expiries(kept)] == [DeadlineState.SUPERSEDED, DeadlineState.OPEN]
    assert consistent(kept)
    swept(dt.date(2026, 7, 10))
    assert len(lapses(kept)) == 2
    assert fresh(kept).stage == "lapsed"


def test_an_earlier_receipt_of_the_production_takes_the_lapse_back(post: Post) -> None:
    kept = preservation(post)
    row = production(post, kept)
    swept(EXPIRES + dt.timedelta(days=2))
    done(post, row, "deliver", dt.date(2026, 5, 8))
    assert [event.source for event in entries(kept, EventKind.CORRECTED)] == ["system"]
    assert [event.occurred_on for event in coverings(kept)] == [dt.date(2026, 5, 8)]
    assert fresh(kept).stage == "answered"
    assert expiries(kept) == [(DeadlineState.MET, EXPIRES)]
    assert consistent(kept)


def test_what_changes_nothing_about_the_lapse_lets_it_stand(post: Post) -> None:
    kept = preservation(post)
    swept(EXPIRES + dt.timedelta(days=2))
    done(post, kept, "note", dt.date(2026, 5, 4), texts={"note": "They called."})
    done(post, kept, "note", dt.date(2026, 5, 12), texts={"note": "They called again."})
    with pytest.raises(ActionNotAllowed):
        done(post, kept, "renew_preservation", dt.date(2026, 5, 12))
    assert not entries(kept, EventKind.CORRECTED)
    assert fresh(kept).stage == "lapsed"


def test_what_was_confirmed_later_than_it_seemed_lapses_later(post: Post) -> None:
    kept = preservation(post)
    swept(EXPIRES + dt.timedelta(days=2))
    post.corrected(fresh(kept), "confirm_preservation", occurred=day(dt.date(2026, 3, 20)))
    assert fresh(kept).stage == "answered"
    swept(dt.date(2026, 5, 21))
    assert [event.occurred_on for event in lapses(kept)] == [dt.date(2026, 5, 10), dt.date(2026, 5, 20)]
    assert consistent(kept)


def test_one_item_lapses_and_the_rest_goes_on(post: Post) -> None:
    kept = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES", "PRES"))
    done(post, kept, "confirm_preservation", CONFIRMED, items=("1",))
    done(post, kept, "confirm_preservation", dt.date(2026, 4, 1), items=("2",))
    swept(EXPIRES + dt.timedelta(days=2))
    row = fresh(kept)
    assert list(row.items.values_list("outcome", flat=True)) == ["lapsed", "executed"]
    assert (row.stage, "preservation_running" in row.flags) == ("answered", True)
    swept(dt.date(2026, 6, 2))
    assert fresh(kept).stage == "lapsed"
    assert consistent(kept)


def test_somebody_is_told_at_each_rung_and_of_the_loss(post: Post) -> None:
    kept = preservation(post)
    swept_daily(CONFIRMED, EXPIRES + dt.timedelta(days=2))
    ladder = [
        ("thirty_days", 30), ("soon", 14), ("seven_days", 7), ("three_days", 3), ("one_day", 1), ("lost", 0),
    ]  # fmt: skip
    assert rungs(kept) == ladder
    assert len(lapses(kept)) == 1


def test_a_request_that_was_sent_but_not_received_goes_on_alarming(post: Post) -> None:
    kept, other = preservation(post), preservation(post)
    production(post, kept)
    done(post, production(post, other), "deliver", RECEIVED)
    swept_daily(RECEIVED, EXPIRES + dt.timedelta(days=2))
    assert [step for step, _days in rungs(kept)][-1] == "lost"
    assert not rungs(other)
    assert fresh(kept).stage == "lapsed"


def test_a_renewal_begins_the_ladder_anew(post: Post) -> None:
    kept = preservation(post)
    swept_daily(CONFIRMED, EXPIRES - dt.timedelta(days=5))
    done(post, kept, "renew_preservation", EXPIRES - dt.timedelta(days=5))
    swept_daily(EXPIRES - dt.timedelta(days=4), EXPIRES + dt.timedelta(days=30))
    assert [days for _step, days in rungs(kept)] == [30, 14, 7, 30]
    assert not lapses(kept)


def test_what_was_imported_and_not_adopted_lapses_by_nobody(post: Post) -> None:
    kept = preservation(post)
    AssistanceRequest.objects.filter(pk=kept.pk).update(is_adopted=False)
    swept(EXPIRES + dt.timedelta(days=9))
    assert not lapses(kept)


def test_a_lapse_that_cannot_be_told_keeps_no_other_from_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, kept = preservation(post), preservation(post)
    record = recording.record

    def refusing(row: AssistanceRequest, *args: Any, **more: Any) -> object:
        if row.pk == broken.pk:
            raise ActionNotAllowed(message("No."))
        return record(row, *args, **more)

    monkeypatch.setattr(lapsing, "record", refusing)
    swept(EXPIRES + dt.timedelta(days=2))
    assert (len(lapses(broken)), len(lapses(kept))) == (0, 1)


def test_very_many_lapse_in_batches_and_what_cannot_be_told_holds_up_none(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [preservation(post) for _number in range(5)]
    at = factories.moment(EXPIRES + dt.timedelta(days=2))
    reminders.sweep(at=at)
    record = recording.record

    def refusing(row: AssistanceRequest, *args: Any, **more: Any) -> object:
        if row.pk == rows[0].pk:
            raise ActionNotAllowed(message("No."))
        return record(row, *args, **more)

    monkeypatch.setattr(lapsing, "record", refusing)
    assert [lapsing.run(at=at, batch=2) for _time in range(3)] == [2, 2, 0]
    assert [len(lapses(row)) for row in rows] == [0, 1, 1, 1, 1]


def test_where_something_was_recorded_since_it_lapses_as_of_now(post: Post) -> None:
    kept = preservation(post)
    after = EXPIRES + dt.timedelta(days=3)
    services.reassign(fresh(kept), post.supervisor, **post.stamp(kept, on=after))
    swept(EXPIRES + dt.timedelta(days=9))
    assert [event.occurred_on for event in lapses(kept)] == [EXPIRES + dt.timedelta(days=9)]
    assert fresh(kept).stage == "lapsed"
    assert consistent(kept)
