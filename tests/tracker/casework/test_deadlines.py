"""Deadlines as rows: a date is never overwritten, and the same date is never a second row."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests import factories
from tests.tracker.casework.post import Post
from tracker import migrations
from tracker.casework.models import AssistanceRequest, Deadline, Spell
from tracker.casework.queries import snapshot_of
from tracker.casework.services import projection, timetable
from workflows.messages import from_data
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineState, Direction

RULE = "house.acknowledgement"
OPEN, SUPERSEDED, CANCELLED = DeadlineState.OPEN, DeadlineState.SUPERSEDED, DeadlineState.CANCELLED


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def versions(row: AssistanceRequest, rule: str = RULE) -> list[tuple[int, int, str, dt.date]]:
    rows = Deadline.objects.filter(request=row, rule=rule).order_by("version", "revision")
    return list(rows.values_list("version", "revision", "state", "due_on"))


def test_a_corrected_start_gives_a_new_revision_and_says_why(post: Post) -> None:
    row = post.sent()
    assert versions(row) == [(1, 0, OPEN, day(4, 1))]
    row = post.corrected(row, "send", occurred=Occurred(on=day(3, 5)))
    assert versions(row) == [(1, 0, SUPERSEDED, day(4, 1)), (1, 1, OPEN, day(4, 4))]
    fresh = Deadline.objects.get(request=row, rule=RULE, revision=1)
    assert fresh.supersedes is not None
    assert fresh.supersedes.closed_by == row.version
    assert from_data(fresh.reason) == timetable.RECOMPUTED
    assert row.due_on == day(4, 4)


def test_a_date_that_comes_back_is_the_row_that_it_was(post: Post) -> None:
    row = post.sent()
    first = Deadline.objects.get(request=row, rule=RULE)
    Deadline.objects.filter(pk=first.pk).update(remind_at=None)
    row = post.corrected(row, "send", occurred=Occurred(on=day(3, 5)))
    row = post.corrected(row, "correct", void=True)
    assert versions(row) == [(1, 0, OPEN, day(4, 1)), (1, 1, SUPERSEDED, day(4, 4))]
    first.refresh_from_db()
    assert first.closed_by is None
    assert first.remind_at is None  # its reminders went out: nobody is told twice


def test_another_start_of_the_same_date_is_explained_on_the_same_row(post: Post) -> None:
    row = post.sent()
    row = post.done(row, "note", day(3, 4), texts={"note": "They rang."})
    before = versions(row)
    row = post.corrected(row, "note", occurred=Occurred(on=day(3, 5)))
    assert versions(row) == before
    stored = Deadline.objects.get(request=row, rule=RULE)
    Deadline.objects.filter(pk=stored.pk).update(start_on=day(3, 1), explanation=[])
    projection.project(row, snapshot_of(row), at=factories.moment(day(8, 3)))
    stored.refresh_from_db()
    assert stored.start_on == day(3, 2)
    assert stored.explanation


def test_what_never_started_is_cancelled(post: Post) -> None:
    row = post.corrected(post.sent(), "send", void=True)
    assert {state for _version, _revision, state, _due in versions(row)} == {CANCELLED}
    assert (row.late_from, row.soon_from, row.due_on, row.due_kind) == (None, None, None, "")
    ended = set(row.deadlines.values_list("closed_by", flat=True))
    row = post.done(row, "note", day(8, 4), texts={"note": "Still nothing."})
    assert set(row.deadlines.values_list("closed_by", flat=True)) == ended == {row.version - 1}


def test_a_date_moved_by_hand_is_a_version_and_taken_back_the_first_runs_again(post: Post) -> None:
    row = post.sent()
    data = {"deadline": RULE, "until": "2026-05-04"}
    row = post.done(row, "extend_deadline", day(3, 20), data=data, texts={"reason": "Holidays there"})
    assert versions(row) == [(1, 0, SUPERSEDED, day(4, 1)), (2, 0, OPEN, day(5, 4))]
    second = Deadline.objects.get(request=row, rule=RULE, version=2)
    assert second.supersedes is not None
    assert second.supersedes.version == 1
    assert str(from_data(second.reason)) == "set by hand to a date that no law gives"
    row = post.corrected(row, "extend_deadline", changes={"until": "2026-05-11"})
    assert versions(row)[1:] == [(2, 0, SUPERSEDED, day(5, 4)), (2, 1, OPEN, day(5, 11))]
    row = post.corrected(row, "extend_deadline", void=True)
    assert versions(row) == [
        (1, 0, OPEN, day(4, 1)), (2, 0, SUPERSEDED, day(5, 4)), (2, 1, CANCELLED, day(5, 11)),
    ]  # fmt: skip
    assert row.due_on == day(4, 1)


def test_a_late_entry_in_the_middle_takes_its_place(post: Post) -> None:
    row = post.sent()
    row = post.done(row, "execute", day(5, 4), items=("1",))
    row = post.done(row, "acknowledge", day(3, 10), recorded_at=factories.moment(day(5, 5)))
    assert row.acknowledged_on == day(3, 10)
    assert row.stage == "answered"
    assert row.last_event_on == day(5, 4)
    assert versions(row) == [(1, 0, DeadlineState.MET, day(4, 1))]
    assert row.deadlines.get(rule=RULE).closed_by == row.version


def test_our_own_chores_make_nobody_late(post: Post) -> None:
    row = post.sent()
    chore = row.deadlines.get(rule="house.status_enquiry")
    assert chore.is_chore
    assert row.late_from == row.deadlines.filter(is_chore=False).earliest("late_from").late_from
    received = post.opened(direction=Direction.INCOMING)
    assert not received.deadlines.filter(is_chore=True).exists()
    assert received.deadlines.get(rule="house.acknowledge").kind == "obligation"


def test_the_answer_is_measured_by_the_date_that_only_an_answer_ends(post: Post) -> None:
    row = post.sent()
    custom = row.deadlines.get(rule="custom.answer").due_on
    assert Spell.objects.get(request=row).answer_due_on == custom
    row = post.done(row, "return_deficient", day(4, 1), data={"ground": "LANG"})
    assert Spell.objects.get(request=row).answer_due_on is None
    row = post.done(row, "withdraw", day(4, 2), texts={"reason": "Not needed"})
    assert Spell.objects.get(request=row).answer_due_on == custom


def test_each_stretch_of_being_open_keeps_its_own_dates(post: Post) -> None:
    row = post.sent()
    custom = row.deadlines.get(rule="custom.answer").due_on
    row = post.done(row, "execute", day(5, 4), items=("1",))
    row = post.done(row, "close", day(5, 5))
    row = factories.done(
        row,
        "reopen",
        by=post.supervisor,
        on=day(6, 1),
        items=("1",),
        texts={"reason": "Half of it is missing"},
    )
    first, second = Spell.objects.filter(request=row)
    assert (first.closed_on, first.superseded_on, first.answer_due_on) == (day(5, 5), day(6, 1), custom)
    assert (second.opened_on, second.sent_on, second.closed_on) == (day(6, 1), day(3, 2), None)
    assert second.answer_due_on == row.deadlines.get(rule="custom.answer", version=2).due_on
    row = post.corrected(row, "reopen", void=True)
    assert [spell.superseded_on for spell in Spell.objects.filter(request=row)] == [None]
    assert row.closed_on == day(5, 5)


def test_a_question_stops_the_clock_of_custom_until_its_answer(post: Post) -> None:
    row = post.sent()
    custom = row.deadlines.get(rule="custom.answer")
    row = post.done(row, "ask_information", day(3, 10), texts={"note": "Which account?"})
    assert versions(row, "custom.answer") == [(1, 0, DeadlineState.PAUSED, custom.due_on)]
    assert row.due_on == day(4, 1)  # of the acknowledgement, whose clock runs on
    assert Spell.objects.get(request=row).answer_due_on is None
    row = post.done(row, "give_information", day(3, 30), texts={"note": "This one."})
    assert versions(row, "custom.answer") == [
        (1, 0, SUPERSEDED, custom.due_on),
        (2, 0, OPEN, custom.due_on + dt.timedelta(days=20)),
    ]
    assert custom.lower_on is not None
    assert row.deadlines.get(rule="custom.answer", version=2).lower_on == custom.lower_on + dt.timedelta(
        days=20
    )
    assert Spell.objects.get(request=row).answer_due_on == custom.due_on + dt.timedelta(days=20)
    call_command("check_projections", row.reference, stdout=StringIO())


def test_an_answer_while_the_clock_stands_still_meets_it(post: Post) -> None:
    row = post.done(post.sent(), "ask_information", day(3, 10), texts={"note": "Which account?"})
    row = post.done(row, "execute", day(3, 20), items=("1",))
    assert [state for _version, _revision, state, _due in versions(row, "custom.answer")] == [
        DeadlineState.MET
    ]
    call_command("check_projections", row.reference, stdout=StringIO())


def test_a_date_that_was_moved_is_no_movement_of_the_request(post: Post) -> None:
    row = post.sent()
    data = {"deadline": RULE, "until": "2026-05-04"}
    row = post.done(row, "extend_deadline", day(3, 20), data=data, texts={"reason": "Holidays there"})
    assert row.last_event_on == day(3, 2)
    AssistanceRequest.objects.filter(pk=row.pk).update(last_event_on=day(3, 20))
    name = next(path.stem for path in Path(migrations.__path__[0]).glob("*_notices_and_movements.py"))
    import_module(f"tracker.migrations.{name}").stand_still(apps, SimpleNamespace(connection=connection))
    row.refresh_from_db()
    assert row.last_event_on == day(3, 2)
    call_command("check_projections", row.reference, stdout=StringIO())
