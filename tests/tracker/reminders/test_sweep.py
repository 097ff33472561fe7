"""Who is marked at which step, and that nothing is marked twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.crashes import killed
from tests.tracker.reminders.conftest import SENT_ON, Post, day
from tracker.accounts import services as accounts
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.outbox import services as outbox
from tracker.outbox.models import OutboxMessage
from tracker.reminders import services
from tracker.reminders.models import MarkState, ReminderMark
from tracker.reminders.services import sweeping
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineState, Direction, Role, Source

pytestmark = pytest.mark.django_db


def test_nobody_is_reminded_before_the_first_step(post: Post) -> None:
    assert services.sweep(at=day(3, 24)) == 0
    assert not ReminderMark.objects.exists()


def test_the_officer_is_told_before_and_at_the_date_and_the_head_later(post: Post) -> None:
    for at in (day(3, 25), day(4, 1), day(4, 9)):
        services.sweep(at=at)
    assert post.marks() == {
        ("soon", "Ann", "sent"),
        ("due", "Ann", "sent"),
        ("late", "Ann", "sent"),
        ("late", "Sue", "sent"),
    }


def test_a_second_sweep_finds_nothing(post: Post) -> None:
    assert services.sweep(at=day(4, 9)) == 2
    before = OutboxMessage.objects.count()
    assert services.sweep(at=day(4, 9)) == 0
    assert services.sweep(at=day(4, 10)) == 0
    assert OutboxMessage.objects.count() == before


def test_a_late_first_sweep_sends_the_most_severe_step_alone(post: Post) -> None:
    services.sweep(at=day(4, 20))
    assert post.marks() == {
        ("soon", "Ann", "skipped"),
        ("due", "Ann", "skipped"),
        ("late", "Ann", "sent"),
        ("late", "Sue", "sent"),
    }
    assert post.deadline().remind_at is None


def test_a_batch_takes_the_longest_waiting_first(post: Post) -> None:
    assert services.sweep(at=day(4, 20), batch=1) == 1
    assert post.marks()
    assert not post.marks("house.status_enquiry")
    assert services.sweep(at=day(4, 20), batch=1) == 1
    assert post.marks("house.status_enquiry")


def test_an_expiry_warns_before_and_tells_everybody_when_it_is_lost(post: Post) -> None:
    expiry = _expiry(post, lost_on=dt.date(2026, 7, 1))
    for at in (day(6, 1), day(6, 17), day(6, 24), day(6, 28), day(6, 30), day(7, 1, 0)):
        services.sweep(at=at)
    steps = ("thirty_days", "soon", "seven_days", "three_days", "one_day", "lost")
    assert post.marks(expiry.rule) == {
        *((step, "Ann", "sent") for step in steps),
        ("one_day", "Sue", "sent"),
        ("lost", "Sue", "sent"),
    }


def test_nobody_is_reminded_of_what_is_not_open_any_more(post: Post) -> None:
    factories.done(post.letter, "hand_over", by=post.officer, on=SENT_ON)
    post.letter.refresh_from_db()
    factories.done(post.letter, "acknowledge", by=post.officer, on=dt.date(2026, 3, 20))
    services.sweep(at=day(4, 9))
    assert not post.marks()


def test_imported_history_reminds_nobody_until_it_is_adopted(post: Post) -> None:
    imported = _imported(post)
    assert not imported.deadlines.open().exclude(remind_at=None).exists(), "no sweep goes through them"
    services.sweep(at=day(4, 9))
    assert not ReminderMark.objects.filter(deadline__request=imported).exists()
    casework.adopt(imported, by=post.officer, recorded_at=day(4, 10), seen_version=imported.version)
    services.sweep(at=day(4, 10))
    assert set(_readers(imported)) == {"Ann", "Sue"}


def test_the_deputy_is_told_during_an_absence(post: Post) -> None:
    ben = post.colleague()
    accounts.set_deputy(
        post.officer,
        deputy=ben,
        absent_from=dt.date(2026, 3, 20),
        absent_until=None,
        by=post.officer,
        at=day(3, 19),
    )
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Ben", "sent")}


def test_the_head_is_told_where_the_deputy_works_elsewhere(post: Post) -> None:
    ben, elsewhere = post.colleague(), factories.office("TLL")
    factories.membership(post.officer, elsewhere, Role.OFFICER)
    first = dt.date(2026, 3, 20)
    accounts.set_deputy(
        post.officer, deputy=ben, absent_from=first, absent_until=None, by=post.officer, at=day(3, 19)
    )
    ben.memberships.update(office=elsewhere)
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Sue", "sent")}


def test_without_an_officer_the_head_is_told(post: Post) -> None:
    AssistanceRequest.objects.update(officer=None)
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Sue", "sent")}


def test_an_officer_who_left_the_office_is_not_told(post: Post) -> None:
    post.officer.memberships.update(until_on=dt.date(2026, 3, 10))
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Sue", "sent")}


def test_the_head_above_is_told_where_the_office_has_none(post: Post) -> None:
    above = factories.office("HQ")
    accounts.move_office(post.office, parent=above, by=None, at=day(3, 1))
    factories.user("Hal", role=Role.SUPERVISOR, office=above)
    post.head.memberships.update(until_on=dt.date(2026, 3, 10))
    services.sweep(at=day(4, 9))
    assert ("late", "Hal", "sent") in post.marks()


def test_an_office_without_anybody_is_asked_again_the_next_day(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.officer.memberships.update(until_on=dt.date(2026, 3, 10))
    post.head.memberships.update(until_on=dt.date(2026, 3, 10))
    services.sweep(at=day(4, 20))
    assert "nobody is in charge" in caplog.text
    factories.user("Eve", role=Role.SUPERVISOR, office=post.office)
    assert services.sweep(at=day(4, 21, 8)) == 0
    services.sweep(at=day(4, 21, 9))
    assert ("late", "Eve", "sent") in post.marks()


def test_a_moved_date_reminds_again(post: Post) -> None:
    services.sweep(at=day(3, 25))
    _recomputed(post.deadline(), days=10)
    services.sweep(at=day(4, 4))
    assert ReminderMark.objects.filter(deadline=post.deadline(), state=MarkState.SENT).count() == 1


def test_a_date_computed_anew_and_back_again_tells_nobody_twice(post: Post) -> None:
    services.sweep(at=day(3, 25))
    services.deliver(at=day(3, 25))
    moved = _recomputed(post.deadline(), days=10)
    back = _recomputed(moved, days=-10)
    services.sweep(at=day(3, 26))
    marks = ReminderMark.objects.filter(deadline=back)
    assert [(mark.step, mark.state) for mark in marks] == [("soon", MarkState.CARRIED)]


def test_what_was_not_delivered_for_the_old_version_is_sent_for_the_new_one(post: Post) -> None:
    services.sweep(at=day(3, 25))
    back = _recomputed(_recomputed(post.deadline(), days=10), days=-10)
    services.sweep(at=day(3, 26))
    assert ReminderMark.objects.get(deadline=back).state == MarkState.SENT


@pytest.mark.parametrize("place", ["bulk_create", "enqueue"])
def test_a_crash_between_mark_and_mail_leaves_neither_and_the_next_sweep_does_both(
    post: Post, place: str
) -> None:
    target = ReminderMark.objects if place == "bulk_create" else outbox
    with killed(target, place, after=True), transaction.atomic():
        services.sweep(at=day(3, 25))
    assert not ReminderMark.objects.exists()
    assert not OutboxMessage.objects.exists()
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Ann", "sent")}


def test_who_read_the_deadline_before_another_sweep_handled_it_does_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers interleaved at the worst place: between finding the row and claiming it."""
    real = sweeping._claimed
    others: list[int] = []

    def overtaken(pks: Sequence[int], at: dt.datetime) -> list[Deadline]:
        monkeypatch.setattr(sweeping, "_claimed", real)
        others.append(services.sweep(at=day(3, 25)))
        return real(pks, at)

    monkeypatch.setattr(sweeping, "_claimed", overtaken)
    assert services.sweep(at=day(3, 25)) == 0
    assert others == [1]
    assert post.marks() == {("soon", "Ann", "sent")}
    assert OutboxMessage.objects.count() == 1


def test_one_broken_deadline_does_not_keep_the_others_from_being_reminded_of(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    Deadline.objects.filter(rule="house.acknowledgement").update(explanation=[{"no": "message"}])
    assert services.sweep(at=day(4, 20)) == 2
    assert "could not be reminded of" in caplog.text
    assert not post.marks()
    assert post.marks("house.status_enquiry")
    assert post.deadline().remind_at == day(4, 20, 10)


def test_many_deadlines_ask_no_more_than_few(post: Post) -> None:
    few, many = _queries_of_a_sweep(post, 2, at=day(4, 20)), _queries_of_a_sweep(post, 12, at=day(4, 21))
    assert many <= few
    assert ReminderMark.objects.count() == (2 + 2 + 12) * 4


def test_the_database_refuses_a_second_mark(post: Post) -> None:
    services.sweep(at=day(3, 25))
    mark = ReminderMark.objects.get()
    with pytest.raises(IntegrityError, match=r"reminder_mark_once|deadline_id"), transaction.atomic():
        ReminderMark.objects.create(
            deadline=mark.deadline,
            step=mark.step,
            recipient=mark.recipient,
            state=MarkState.SKIPPED,
            created_at=day(3, 25),
        )


@pytest.mark.parametrize(
    ("state", "constraint"),
    [("lost", "reminder_mark_state_known"), (MarkState.SENT, "reminder_mark_mailed_exactly_when_sent")],
)
def test_the_database_refuses_marks_that_mean_nothing(post: Post, state: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReminderMark.objects.create(
            deadline=post.deadline(), step="due", recipient=post.head, state=state, created_at=day(3, 25)
        )


def _queries_of_a_sweep(post: Post, count: int, *, at: dt.datetime) -> int:
    for number in range(count):
        _copy(post.deadline(), rule=f"test.{count}.{number}", remind_at=at)
    with CaptureQueriesContext(connection) as asked:
        services.sweep(at=at)
    return len(asked)


def _readers(assistance_request: AssistanceRequest) -> list[str]:
    marks = ReminderMark.objects.filter(deadline__request=assistance_request)
    return list(marks.values_list("recipient__name", flat=True))


def _expiry(post: Post, *, lost_on: dt.date) -> Deadline:
    lost = factories.moment(lost_on, 0)
    return _copy(
        post.deadline(),
        rule="test.preservation",
        kind="expiry",
        due_on=lost_on,
        soon_from=lost - dt.timedelta(days=14),
        due_from=lost,
        late_from=lost,
        remind_at=lost - dt.timedelta(days=30),
    )


def _recomputed(deadline: Deadline, *, days: int) -> Deadline:
    """The next revision, as a change of calendar makes it."""
    later = dt.timedelta(days=days)
    Deadline.objects.filter(pk=deadline.pk).update(state=DeadlineState.SUPERSEDED, office=None, officer=None)
    return _copy(
        deadline,
        office=deadline.office,
        officer=deadline.officer,
        revision=deadline.revision + 1,
        supersedes=deadline,
        due_on=deadline.due_on + later,
        soon_from=deadline.soon_from + later,
        due_from=deadline.due_from + later,
        late_from=deadline.late_from + later,
        remind_at=deadline.soon_from + later,
        state=DeadlineState.OPEN,
    )


def _copy(deadline: Deadline, **changes: object) -> Deadline:
    copy = Deadline.objects.get(pk=deadline.pk)
    copy.pk = None
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def _imported(post: Post) -> AssistanceRequest:
    row = casework.open_request(
        office=post.office,
        direction=Direction.OUTGOING,
        channel=post.letter.channel,
        dossier=casework.Dossier(
            columns={
                "jurisdiction": post.letter.jurisdiction,
                "title": "Old letter",
                "legal_basis": "Reciprocity",
            },
            items=(casework.ItemDraft(type="SUBS"),),
        ),
        by=post.officer,
        occurred=Occurred(on=SENT_ON, zone="UTC"),
        recorded_at=day(3, 3),
        source=Source.IMPORT,
    )
    for action, by in (("submit", post.officer), ("approve", post.head), ("send", post.officer)):
        row = casework.perform(
            row,
            action,
            by=by,
            occurred=Occurred(on=SENT_ON, zone="UTC"),
            recorded_at=day(3, 3),
            seen_version=row.version,
            source=Source.IMPORT,
        )
    return row
