"""The main life of a request through the services."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from tracker.accounts.models import Office, User
from tracker.casework import services
from tracker.casework.errors import StaleVersion
from tracker.casework.models import AssistanceRequest, Event
from tracker.casework.queries import history_of, snapshot_of
from tracker.casework.services import log
from workflows.errors import ActionNotAllowed
from workflows.occurrence import Occurred
from workflows.vocabulary import Outcome, Role, Stage

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
Post = tuple[Office, User, User]


@pytest.fixture
def beijing() -> Post:
    office = factories.office("BEJ")
    officer = factories.user("Ann", role=Role.OFFICER, office=office)
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    return office, officer, supervisor


def test_a_letter_is_sent_answered_and_closed(beijing: Post) -> None:
    office, officer, supervisor = beijing
    row = factories.sent(officer=officer, supervisor=supervisor, office=office, items=("SUBS", "TRAF"))
    assert (row.stage, row.holder_party, row.holder_stop) == (Stage.UNDERWAY, "us", "embassy")
    row = factories.done(row, "hand_over", by=officer, on=MARCH)
    assert row.holder_stop == "ministry"
    row = factories.done(row, "execute", by=officer, on=dt.date(2026, 5, 4), items=("1",))
    assert (row.outcome, row.answered_on) == (Outcome.OPEN, dt.date(2026, 5, 4))
    row = factories.done(
        row, "nil_return", by=officer, on=dt.date(2026, 6, 4), items=("2",), data={"ground": "NODATA"}
    )
    assert (row.stage, row.outcome) == (Stage.ANSWERED, Outcome.PARTLY_EXECUTED)
    row = factories.done(row, "close", by=officer, on=dt.date(2026, 6, 5))
    assert (row.stage, row.closed_on, row.late_from) == (Stage.CLOSED, dt.date(2026, 6, 5), None)
    assert not list(log.verify(row))
    assert snapshot_of(row).stage is Stage.CLOSED


def test_nobody_approves_their_own(beijing: Post) -> None:
    office, _officer, supervisor = beijing
    row = factories.opened(by=supervisor, office=office)
    row = factories.done(row, "submit", by=supervisor, on=MARCH)
    with pytest.raises(ActionNotAllowed, match="your own work"):
        factories.done(row, "approve", by=supervisor, on=MARCH)


def test_a_stale_write_is_refused_and_changes_nothing(beijing: Post) -> None:
    office, officer, _supervisor = beijing
    row = factories.opened(by=officer, office=office)
    factories.done(row, "submit", by=officer, on=MARCH)
    with pytest.raises(StaleVersion):
        factories.done(row, "note", by=officer, on=MARCH, texts={"note": "late"})
    assert Event.objects.filter(request=row).count() == 2


def test_the_log_refuses_change_in_the_database(beijing: Post) -> None:
    office, officer, _supervisor = beijing
    row = factories.opened(by=officer, office=office)
    for attempt in (
        lambda: Event.objects.filter(request=row).update(action="forged"),
        lambda: Event.objects.filter(request=row).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_a_correction_replays_the_whole_history(beijing: Post) -> None:
    office, officer, supervisor = beijing
    row = factories.sent(officer=officer, supervisor=supervisor, office=office)
    row = factories.done(row, "execute", by=officer, on=dt.date(2026, 4, 1), items=("1",))
    target = history_of(row)[-1].sequence
    with pytest.raises(ActionNotAllowed, match="before the request began"):
        services.correct(
            row, target=target, reason="typo", by=officer, recorded_at=factories.moment(dt.date(2026, 4, 3)),
            seen_version=row.version, occurred=Occurred(on=dt.date(2026, 2, 1)),
        )  # fmt: skip
    row = AssistanceRequest.objects.get(pk=row.pk)
    row = services.correct(
        row, target=target, reason="not ours", by=officer, recorded_at=factories.moment(dt.date(2026, 4, 3)),
        seen_version=row.version, void=True,
    )  # fmt: skip
    assert (row.stage, row.outcome, row.answered_on) == (Stage.UNDERWAY, Outcome.OPEN, None)
    assert row.late_from is not None
