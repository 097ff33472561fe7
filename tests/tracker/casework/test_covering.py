"""What covers a preservation: the receipt of its production request, recorded before or after the link."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.casework.preserved import (
    AUGUST,
    EXPIRES,
    RECEIVED,
    consistent,
    coverings,
    day,
    done,
    entries,
    expiries,
    fresh,
    linked,
    preservation,
    production,
    rungs,
    swept_daily,
)
from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.errors import Refused
from tracker.casework.models import PreservationSpell
from tracker.casework.services import covering
from tracker.casework.viewer import Viewer
from tracker.notices.models import Notice
from workflows.errors import ActionNotAllowed
from workflows.messages import message
from workflows.vocabulary import DeadlineState, EventKind, LinkKind, Role

pytestmark = pytest.mark.django_db


def test_the_receipt_of_the_production_covers_each_preservation(post: Post) -> None:
    one, other = preservation(post), preservation(post)
    row = production(post, one, other)
    assert [state for state, _on in expiries(one)] == [DeadlineState.OPEN]  # sent, not received
    done(post, row, "deliver", RECEIVED)
    for kept in (one, other):
        (entry,) = coverings(kept)
        assert (entry.source, entry.by_id, entry.occurred_on) == ("system", None, RECEIVED)
        assert entry.data == {"production": row.pk, "received": "2026-04-01"}
        assert expiries(kept) == [(DeadlineState.MET, EXPIRES)]
        assert fresh(kept).due_on is None
    done(post, row, "acknowledge", dt.date(2026, 4, 2))
    assert len(coverings(one)) == 1
    assert consistent(row, one, other)


def test_a_link_made_after_the_receipt_covers_at_once(post: Post) -> None:
    kept, row = preservation(post), production(post)
    done(post, row, "acknowledge", RECEIVED)
    assert not coverings(kept)
    linked(post, row, kept)
    assert [entry.occurred_on for entry in coverings(kept)] == [RECEIVED]
    assert consistent(kept)


def test_what_is_preserved_or_renewed_after_the_receipt_is_covered_from_then_on(post: Post) -> None:
    kept = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES",))
    row = production(post, kept)
    done(post, row, "deliver", RECEIVED)
    done(post, kept, "confirm_preservation", dt.date(2026, 4, 7), items=("1",))
    (entry,) = coverings(kept)
    assert (entry.occurred_on, entry.data["received"]) == (dt.date(2026, 4, 7), "2026-04-01")

    renewed = preservation(post)
    linked(post, row, renewed)
    assert coverings(renewed)[0].occurred_on == RECEIVED
    late = preservation(post)
    done(post, late, "renew_preservation", dt.date(2026, 4, 10))
    linked(post, row, late)
    assert coverings(late)[0].occurred_on == dt.date(2026, 4, 10)
    assert consistent(kept, renewed, late)


def test_a_receipt_that_was_taken_back_covers_nothing(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    post.corrected(row, "deliver", void=True)
    assert expiries(kept) == [(DeadlineState.OPEN, EXPIRES)]
    done(post, row, "acknowledge", dt.date(2026, 4, 3))
    assert [state for state, _on in expiries(kept)] == [DeadlineState.MET]
    assert consistent(kept)


def test_a_receipt_on_another_day_covers_from_that_day(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    other = day(dt.date(2026, 4, 3))
    post.corrected(row, "deliver", occurred=other)
    assert [entry.data["received"] for entry in coverings(kept)] == ["2026-04-01", "2026-04-03"]
    assert consistent(kept)


@pytest.mark.parametrize(
    "way",
    [
        {"to": "FR"},  # another State
        {"channel": "direct_provider", "instrument": "", "legal_basis": "voluntary"},  # not who keeps it
    ],
)
def test_only_who_keeps_the_data_is_told_by_the_receipt(post: Post, way: dict[str, Any]) -> None:
    kept = preservation(post)
    row = production(post, kept, **way)
    done(post, row, "deliver", RECEIVED)
    assert not coverings(kept)
    assert expiries(kept) == [(DeadlineState.OPEN, EXPIRES)]


def test_a_receipt_after_the_last_day_covers_nothing(post: Post) -> None:
    kept = preservation(post)
    row = production(post, kept)
    done(post, row, "deliver", EXPIRES + dt.timedelta(days=1))
    assert not coverings(kept)


def test_what_one_may_not_see_is_covered_too(post: Post) -> None:
    kept = preservation(post)
    row = production(post, kept)
    elsewhere = factories.office("PAR", host="FR")
    reader = factories.user("Olga", role=Role.OFFICER, office=elsewhere)
    services.grant_access(
        fresh(row), reader, until_on=None, **post.stamp(row, by=post.supervisor, on=dt.date(2026, 4, 20))
    )
    done(post, row, "deliver", RECEIVED)
    assert coverings(kept)
    case = Case(row=fresh(row), viewer=Viewer(user=reader, at=factories.moment(dt.date(2026, 4, 21))))
    assert not case.links
    assert kept.pk not in {event.number("production") for event in case.history}


def test_who_only_reads_a_preservation_ends_none_of_its_dates(post: Post) -> None:
    kept = preservation(post)
    elsewhere = factories.office("PAR", host="FR")
    reader = factories.user("Olga", role=Role.OFFICER, office=elsewhere)
    head = factories.user("Odo", role=Role.SUPERVISOR, office=elsewhere)
    on = dt.date(2026, 4, 20)
    services.grant_access(kept, reader, until_on=None, **post.stamp(kept, by=post.supervisor, on=on))
    way: dict[str, Any] = {"channel": "treaty", "instrument": "budapest", "to": "DE"}
    theirs = factories.sent(officer=reader, supervisor=head, office=elsewhere, **way)
    with pytest.raises(Refused, match="on which you do not work"):
        services.link(theirs, kept, LinkKind.PRODUCTION_OF, **post.stamp(theirs, by=reader, on=on))
    services.link(theirs, kept, LinkKind.PARALLEL_TO, **post.stamp(theirs, by=reader, on=on))
    factories.done(fresh(theirs), "deliver", by=reader, on=RECEIVED, recorded_at=factories.moment(on, 16))
    assert expiries(kept) == [(DeadlineState.OPEN, EXPIRES)]


def test_what_cannot_be_covered_does_not_keep_the_receipt_from_being_recorded(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = preservation(post)
    row = production(post, kept)

    def refusing(*_args: Any, **_more: Any) -> object:
        raise ActionNotAllowed(message("No."))

    monkeypatch.setattr(covering, "record", refusing)
    done(post, row, "deliver", RECEIVED)
    assert entries(row, EventKind.DELIVERED)
    assert expiries(kept) == [(DeadlineState.OPEN, EXPIRES)]


REFUSED_ON = dt.date(2026, 4, 20)
GIVEN_BACK = [
    ("refuse", {"items": ("1",), "data": {"ground": "SOV"}}),
    ("nil_return", {"items": ("1",), "data": {"ground": "NODATA"}}),
    ("return_deficient", {"data": {"ground": "LANG"}}),
    ("withdraw", {"texts": {"reason": "Settled"}}),
]


@pytest.mark.parametrize(("action", "how"), GIVEN_BACK)
def test_what_a_production_holds_no_longer_alarms_again(post: Post, action: str, how: dict[str, Any]) -> None:
    kept = preservation(post)
    known = factories.moment(REFUSED_ON, 16)
    row = done(post, production(post, kept), "deliver", RECEIVED, recorded_at=known)
    done(post, row, action, REFUSED_ON, recorded_at=known, **how)
    assert expiries(kept) == [(DeadlineState.OPEN, EXPIRES)]
    assert "preservation_running" in fresh(kept).flags
    assert PreservationSpell.objects.get(request=kept, superseded_on=None).production_received_on == RECEIVED
    swept_daily(REFUSED_ON, EXPIRES + dt.timedelta(days=2))
    assert [step for step, _days in rungs(kept)][-3:] == ["three_days", "one_day", "lost"]
    assert fresh(kept).stage == "lapsed"
    assert consistent(kept, row)


def test_who_is_in_charge_is_told_once_that_nothing_holds_it(post: Post) -> None:
    kept, over = preservation(post), preservation(post)
    row = done(post, production(post, kept, over), "deliver", RECEIVED)
    services.reassign(fresh(kept), post.supervisor, **post.stamp(kept, on=AUGUST))
    row = done(post, row, "return_deficient", REFUSED_ON, data={"ground": "LANG"})
    done(post, row, "note", REFUSED_ON, texts={"note": "They called."})
    told = Notice.objects.filter(cause__startswith="production/")
    assert [(notice.user, notice.request_id) for notice in told] == [(post.supervisor, kept.pk)]


def test_what_was_over_before_the_production_ended_stays_covered_and_is_told(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    services.reassign(fresh(kept), post.supervisor, **post.stamp(kept, on=AUGUST))
    done(post, row, "return_deficient", EXPIRES + dt.timedelta(days=1), data={"ground": "LANG"})
    assert expiries(kept) == [(DeadlineState.MET, EXPIRES)]
    assert len(coverings(kept)) == 1
    assert Notice.objects.get(cause__startswith="production/").user == post.supervisor
    assert consistent(kept, row)


def test_what_is_received_again_is_covered_again(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    row = done(post, row, "return_deficient", REFUSED_ON, data={"ground": "LANG"})
    row = done(post, row, "send_again", dt.date(2026, 4, 22))
    assert expiries(kept) == [(DeadlineState.OPEN, EXPIRES)]
    row = done(post, row, "acknowledge", dt.date(2026, 4, 25))
    assert [entry.data["received"] for entry in coverings(kept)] == ["2026-04-01", "2026-04-25"]
    assert expiries(kept) == [(DeadlineState.MET, EXPIRES)]
    before = len(entries(kept, *EventKind))
    done(post, row, "note", dt.date(2026, 4, 26), texts={"note": "They called."})
    assert len(entries(kept, *EventKind)) == before
    assert consistent(kept, row)


def test_a_return_and_a_receipt_on_one_day_are_recorded_once(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    row = done(post, row, "return_deficient", RECEIVED, data={"ground": "LANG"})
    row = done(post, row, "send_again", RECEIVED)
    row = done(post, row, "acknowledge", RECEIVED)
    before = len(entries(kept, *EventKind))
    done(post, row, "note", dt.date(2026, 4, 26), texts={"note": "They called."})
    assert len(entries(kept, *EventKind)) == before
    assert expiries(kept) == [(DeadlineState.MET, EXPIRES)]


def test_a_refusal_that_is_taken_back_lets_the_receipt_cover_again(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    row = done(post, row, "return_deficient", REFUSED_ON, data={"ground": "LANG"})
    post.corrected(row, "return_deficient", void=True)
    assert expiries(kept) == [(DeadlineState.MET, EXPIRES)]
    assert consistent(kept, row)


def test_a_preservation_that_has_ended_is_left_as_it_is(post: Post) -> None:
    kept = preservation(post)
    row = done(post, production(post, kept), "deliver", RECEIVED)
    factories.done(
        fresh(kept),
        "close",
        by=post.supervisor,
        on=dt.date(2026, 4, 10),
        recorded_at=factories.moment(REFUSED_ON),
    )
    done(post, row, "return_deficient", REFUSED_ON, data={"ground": "LANG"})
    assert fresh(kept).stage == "closed"
    assert not entries(kept, EventKind.CORRECTED)
    assert consistent(kept, row)
