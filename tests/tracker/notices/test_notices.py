"""Who is told of what inside the program: once for each cause, in its transaction, as long as they may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.accounts import services as accounts
from tracker.accounts.models import Membership, Office, User
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Grant
from tracker.casework.notices import COUNTED, notices_of, unread_count
from tracker.casework.viewer import Viewer
from tracker.chain import JSON
from tracker.notices.models import Notice, NoticeKind
from tracker.notices.services import forget, mark_read, tell
from tracker.outbox.models import MailKind, OutboxMessage
from tracker.outbox.services import deliver
from tracker.reminders.services import sweep
from workflows.messages import message
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
NINTH = dt.date(2026, 3, 9)
NOON = factories.moment(NINTH, 12)


@pytest.fixture
def office() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(office: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=office)


@pytest.fixture
def ben(office: Office) -> User:
    return factories.user("Ben", role=Role.OFFICER, office=office)


@pytest.fixture
def sue(office: Office) -> User:
    return factories.user("Sue", role=Role.SUPERVISOR, office=office)


@pytest.fixture
def letter(ann: User, sue: User, office: Office) -> AssistanceRequest:
    return factories.sent(officer=ann, supervisor=sue, office=office, on=MARCH)


def told(user: User) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(user=user).order_by("pk")
    return [(notice.kind, str(notice.message)) for notice in rows]


def viewer(user: User, at: dt.datetime = NOON) -> Viewer:
    return Viewer(user=user, at=at)


def test_what_one_does_oneself_is_no_news(ann: User, sue: User, letter: AssistanceRequest) -> None:
    factories.done(letter, "acknowledge", by=ann, on=NINTH)
    assert told(ann) == told(sue) == []


def test_answers_and_acknowledgements_of_others_are_told(
    ann: User, ben: User, letter: AssistanceRequest
) -> None:
    row = factories.done(letter, "acknowledge", by=ben, on=NINTH)
    row = factories.done(row, "note", by=ben, on=NINTH, texts={"note": "They rang."})
    factories.done(row, "execute", by=ben, on=NINTH, items=("1",))
    assert told(ann) == [("recorded", "Acknowledged"), ("recorded", "Executed")]
    assert told(ben) == []


def test_a_deputy_is_told_during_the_absence(
    ann: User, ben: User, sue: User, letter: AssistanceRequest
) -> None:
    accounts.set_deputy(ann, deputy=ben, absent_from=MARCH, absent_until=None, by=ann, at=NOON)
    factories.done(letter, "acknowledge", by=sue, on=NINTH)
    assert told(ben) == told(ann) == [("recorded", "Acknowledged")]


def test_whoever_becomes_responsible_is_told(ann: User, ben: User, letter: AssistanceRequest) -> None:
    services.reassign(letter, ben, by=ann, recorded_at=NOON, seen_version=letter.version)
    assert told(ben) == [("assigned", "You are responsible for it now.")]
    services.reassign(letter, ann, by=ann, recorded_at=NOON, seen_version=letter.version + 1)
    assert told(ann) == []


def test_a_request_opened_for_somebody_is_told(ann: User, ben: User, office: Office) -> None:
    factories.opened(by=ann, office=office, officer=ben)
    assert told(ben) == [("assigned", "You are responsible for it now.")]


def test_whoever_is_given_sight_is_told_as_long_as_it_lasts(sue: User, letter: AssistanceRequest) -> None:
    tom = factories.user("Tom", role=Role.OFFICER, office=factories.office("PAR"))
    services.grant_access(letter, tom, until_on=None, by=sue, recorded_at=NOON, seen_version=letter.version)
    assert told(tom) == [("granted", "You may read it now.")]
    assert unread_count(viewer(tom)) == 1
    grant = Grant.objects.get()
    services.revoke_access(grant, by=sue, recorded_at=NOON, seen_version=letter.version + 1)
    assert unread_count(viewer(tom)) == 0
    assert not notices_of(viewer(tom)).exists()


def test_a_date_that_somebody_else_moves_is_told(ann: User, ben: User, letter: AssistanceRequest) -> None:
    moved: dict[str, JSON] = {"deadline": "house.acknowledgement", "until": "2026-05-04"}
    factories.done(
        letter, "extend_deadline", by=ben, on=NINTH, data=moved, texts={"reason": "They asked for it."}
    )
    assert told(ann) == [("moved", "Acknowledgement by them: moved from 2026-04-01 to 2026-05-04.")]


def test_a_reminder_is_a_notice_too(ann: User, letter: AssistanceRequest) -> None:
    soon = factories.moment(dt.date(2026, 3, 26))
    sweep(at=soon)
    sweep(at=soon)
    assert told(ann).count(("reminded", "Acknowledgement by them: due soon, 2026-04-01")) == 1
    assert {notice.request for notice in Notice.objects.all()} == {letter}


WANTED = dict.fromkeys(MailKind, lambda _message: True)


def test_a_mail_that_was_given_up_is_told(ann: User, letter: AssistanceRequest, settings: Any) -> None:
    sweep(at=factories.moment(dt.date(2026, 3, 26)))
    OutboxMessage.objects.update(template="mail/there-is-no-such-template", attempts=11)
    for days in (0, 1):
        deliver(
            at=factories.moment(dt.date(2026, 3, 26 + days)),
            prepare=WANTED,
        )
    kinds = [kind for kind, _words in told(ann)]
    assert kinds.count("mail_failed") == OutboxMessage.objects.count() > 0
    assert "reminded" in kinds


def test_a_mail_whose_last_sender_died_is_told(ann: User, letter: AssistanceRequest) -> None:
    sweep(at=factories.moment(dt.date(2026, 3, 26)))
    OutboxMessage.objects.update(attempts=12)
    deliver(at=factories.moment(dt.date(2026, 3, 27)), prepare=WANTED)
    kinds = [kind for kind, _words in told(ann)]
    assert kinds.count("mail_failed") == OutboxMessage.objects.count() > 0
    assert "reminded" in kinds


def test_imported_history_is_no_news(ann: User, ben: User, letter: AssistanceRequest) -> None:
    AssistanceRequest.objects.update(is_adopted=False)
    factories.done(letter, "acknowledge", by=ben, on=NINTH)
    assert told(ann) == []


def test_a_cause_is_told_once_and_not_to_programs(ann: User, office: Office) -> None:
    program = factories.program("Feed", role=Role.OFFICER, office=office)
    for words in ("One", "Two"):
        tell([ann, program], NoticeKind.ASSIGNED, cause="event/1/1", words=message(words), at=NOON)
    assert told(ann) == [("assigned", "One")]
    assert told(program) == []


def test_it_stands_and_falls_with_its_cause(ann: User, ben: User, letter: AssistanceRequest) -> None:
    with transaction.atomic():
        factories.done(letter, "acknowledge", by=ben, on=NINTH)
        assert told(ann)
        transaction.set_rollback(True)
    assert told(ann) == []


def test_what_may_not_be_seen_any_more_is_not_shown(ann: User, ben: User, letter: AssistanceRequest) -> None:
    factories.done(letter, "acknowledge", by=ben, on=NINTH)
    assert unread_count(viewer(ann)) == 1
    Membership.objects.filter(user=ann).update(until_on=NINTH)
    assert unread_count(viewer(ann)) == 0


def test_read_ones_are_dropped_after_a_while(ann: User) -> None:
    for cause in ("a", "b"):
        tell([ann], NoticeKind.MAIL_FAILED, cause=cause, words=message("x"), at=NOON)
    mark_read(notices_of(viewer(ann)).filter(cause="a"), at=NOON)
    forget(at=NOON + dt.timedelta(days=89))
    assert Notice.objects.count() == 2
    forget(at=NOON + dt.timedelta(days=90))
    assert Notice.objects.get().cause == "b"


def test_counting_is_one_query_that_lists_no_requests_and_has_an_end(
    ann: User, letter: AssistanceRequest
) -> None:
    for number in range(COUNTED + 5):
        tell([ann], NoticeKind.RECORDED, cause=f"{number}", words=message("x"), at=NOON, request_id=letter.pk)
    looking = viewer(ann)
    looking.requests.exists()  # what every page asks anyway
    with CaptureQueriesContext(connection) as asked:
        assert unread_count(looking) == COUNTED + 1
    assert len(asked) == 1
    assert "IN (SELECT" not in asked[0]["sql"]
