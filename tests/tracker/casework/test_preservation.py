"""A preservation: what is kept from when until when, what covers it, and how it lapses."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests import factories
from tests.tracker.casework.post import Post
from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest, Deadline, Event
from tracker.casework.services import lapsing, log
from tracker.casework.viewer import Viewer
from tracker.notices.models import Notice
from tracker.reminders import services as reminders
from workflows.errors import ActionNotAllowed
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineState, EventKind, LinkKind, Role

pytestmark = pytest.mark.django_db

CONFIRMED = dt.date(2026, 3, 10)
EXPIRES = dt.date(2026, 5, 9)  # sixty days
RECEIVED = dt.date(2026, 4, 1)
AUGUST = dt.date(2026, 8, 3)


def preservation(post: Post, **more: Any) -> AssistanceRequest:
    """Kept since 10 March by contact points under the Budapest Convention."""
    row = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES",), **more)
    return post.done(row, "confirm_preservation", CONFIRMED, items=("1",))


def production(post: Post, *of: AssistanceRequest, **more: Any) -> AssistanceRequest:
    row = post.sent(**{"channel": "treaty", "instrument": "budapest", "to": "DE", "items": ("SUBS",), **more})
    for target in of:
        linked(post, row, target)
    return row


def linked(post: Post, row: AssistanceRequest, target: AssistanceRequest) -> None:
    services.link(row, target, LinkKind.PRODUCTION_OF, **post.stamp(row, on=dt.date(2026, 4, 20)))


def day(on: dt.date) -> Occurred:
    return Occurred(on=on, zone="UTC")


def done(post: Post, row: AssistanceRequest, action: str, on: dt.date, **more: Any) -> AssistanceRequest:
    """What happened on that day, recorded in August."""
    return post.done(fresh(row), action, on, **{"recorded_at": factories.moment(AUGUST), **more})


def fresh(row: AssistanceRequest) -> AssistanceRequest:
    return AssistanceRequest.objects.get(pk=row.pk)


def entries(row: AssistanceRequest, *kinds: EventKind) -> list[Event]:
    return list(Event.objects.filter(request=row, kind__in=kinds).order_by("sequence"))


def coverings(row: AssistanceRequest) -> list[Event]:
    return entries(row, EventKind.PRODUCTION_REQUESTED)


def lapses(row: AssistanceRequest) -> list[Event]:
    return entries(row, EventKind.LAPSED)


def expiries(row: AssistanceRequest) -> list[tuple[str, dt.date]]:
    rows = Deadline.objects.filter(request=row, kind="expiry").order_by("version", "revision")
    return list(rows.values_list("state", "due_on"))


def consistent(*rows: AssistanceRequest) -> bool:
    call_command("check_projections", *(row.reference for row in rows), stdout=StringIO())
    return not any(list(log.verify(fresh(row))) for row in rows)


def swept(on: dt.date, hour: int = 12) -> None:
    """Everybody is reminded, then what is over lapses."""
    at = factories.moment(on, hour)
    reminders.sweep(at=at)
    lapsing.run(at=at)


# What covers


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


# How it lapses


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
