"""What covers a preservation: the receipt of its production request, recorded before or after the link."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.casework.preserved import (
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
)
from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.errors import Refused
from tracker.casework.services import covering
from tracker.casework.viewer import Viewer
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
