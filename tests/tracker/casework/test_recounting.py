"""Another calendar, another rule: every moved date is an entry, each a next revision, once for all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.tracker.casework.post import Post
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Deadline, Event, Recount
from tracker.casework.services import log, recounting
from tracker.directory import services as directory
from tracker.directory.models import HolidayChange, Jurisdiction
from tracker.notices.models import Notice, NoticeKind
from tracker.reminders import services as reminders
from tracker.reminders.models import ReminderMark
from workflows import registry
from workflows.instruments import eio
from workflows.vocabulary import DeadlineState, EventKind

pytestmark = pytest.mark.django_db
DECIDE = "eio.12_3"
AT = factories.moment(dt.date(2026, 3, 20))


def order(post: Post, **more: object) -> AssistanceRequest:
    """An investigation order to Germany that is to be decided on until Wednesday, 8 April 2026."""
    row = post.sent(channel="direct_judicial", instrument="eio", to="DE", **more)
    return post.done(row, "deliver", dt.date(2026, 3, 9))


def holiday(on: dt.date, *, code: str = "DE", change: HolidayChange = HolidayChange.ADDED) -> None:
    """Edit the calendar as the edges do: save, and ask for the recount."""
    saved = directory.save_holiday(
        factories.jurisdiction(code), on, by=None, recorded_at=AT,
        name="Day of mourning", change=change, reason="Decree", source="Gazette", as_of=on,
    )  # fmt: skip
    services.after_edit(saved, at=AT)


def dates(row: AssistanceRequest, rule: str = DECIDE) -> list[tuple[int, int, str, dt.date]]:
    rows = Deadline.objects.filter(request=row, rule=rule).order_by("version", "revision")
    return list(rows.values_list("version", "revision", "state", "due_on"))


def entries(row: AssistanceRequest) -> list[Event]:
    return list(Event.objects.filter(request=row, kind=EventKind.DEADLINE_RECOUNTED).order_by("sequence"))


def consistent(row: AssistanceRequest) -> bool:
    call_command("check_projections", row.reference, stdout=StringIO())
    return not list(log.verify(AssistanceRequest.objects.get(pk=row.pk)))


def test_a_new_holiday_moves_open_dates_and_says_from_to_and_why(post: Post) -> None:
    row, other = order(post), post.sent()
    holiday(dt.date(2026, 4, 8))
    assert recounting.run(at=AT) == 1
    assert dates(row) == [
        (1, 0, DeadlineState.SUPERSEDED, dt.date(2026, 4, 8)),
        (1, 1, DeadlineState.OPEN, dt.date(2026, 4, 9)),
    ]
    (entry,) = entries(row)
    assert (entry.source, entry.by_id) == ("system", None)
    assert entry.data == {
        "deadline": DECIDE,
        "from": "2026-04-08",
        "to": "2026-04-09",
        "from_moment": "2026-04-09T00:00:00+00:00",
        "to_moment": "2026-04-10T00:00:00+00:00",
        "cause": "calendar",
        "holidays": ["DE 2026-04-08"],
    }
    fresh = AssistanceRequest.objects.get(pk=row.pk)
    assert fresh.version == row.version + 1
    assert fresh.last_event_on == row.last_event_on  # nothing happened to the request itself
    assert not entries(other)
    assert consistent(row)


def test_whoever_is_in_charge_is_told_once(post: Post) -> None:
    row = order(post)
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=AT)
    recounting.run(at=AT)
    (told,) = Notice.objects.filter(kind=NoticeKind.MOVED.value)
    assert (told.user, told.request) == (post.officer, row)


def test_a_second_run_and_an_interrupted_one_change_nothing_more(post: Post) -> None:
    rows = [order(post) for _ in range(3)]
    holiday(dt.date(2026, 4, 8))
    assert recounting.run(at=AT, batch=2) == 2
    assert [len(entries(row)) for row in rows] == [1, 1, 0]
    assert recounting.run(at=AT, batch=2) == 1
    assert recounting.run(at=AT) == 0
    assert [len(entries(row)) for row in rows] == [1, 1, 1]
    recounting.ask(None, at=AT)
    recounting.run(at=AT)
    assert [len(entries(row)) for row in rows] == [1, 1, 1]
    assert [(job.looked_at, job.moved) for job in Recount.objects.order_by("pk")] == [(3, 3), (3, 0)]


def test_an_edit_in_the_middle_begins_again(post: Post) -> None:
    rows = [order(post) for _ in range(2)]
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=AT, batch=1)
    holiday(dt.date(2026, 4, 9))
    while recounting.run(at=AT, batch=1):
        pass
    assert [dates(row)[-1][3] for row in rows] == [dt.date(2026, 4, 10)] * 2
    assert [len(entries(row)) for row in rows] == [2, 1]


def test_a_worker_that_was_overtaken_by_an_edit_does_not_end_the_job(post: Post) -> None:
    order(post)
    holiday(dt.date(2026, 4, 8))
    job = Recount.objects.get()
    holiday(dt.date(2026, 4, 9))
    recounting._continued(job, at=AT, batch=5)
    assert Recount.objects.get().finished_at is None


def test_who_writes_before_the_worker_comes_finds_the_dates_counted_anew(post: Post) -> None:
    row = order(post)
    holiday(dt.date(2026, 4, 8))
    row = post.done(row, "note", dt.date(2026, 3, 21), texts={"note": "They rang."})
    assert [entry.sequence for entry in entries(row)] == [row.version - 1]
    assert dates(row)[-1][3] == dt.date(2026, 4, 9)
    recounting.run(at=AT)
    assert len(entries(row)) == 1
    assert consistent(row)


def test_what_is_over_stays_as_it_ended(post: Post) -> None:
    row = post.done(order(post), "accept", dt.date(2026, 3, 16))
    closed = post.done(
        post.done(order(post), "execute", dt.date(2026, 3, 17), items=("1",)), "close", dt.date(2026, 3, 18)
    )
    before = dates(row), dates(closed)
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=AT)
    row = post.done(row, "note", dt.date(2026, 3, 21), texts={"note": "They rang."})
    closed = post.done(closed, "note", dt.date(2026, 3, 21), texts={"note": "Thanks."})
    assert (dates(row), dates(closed)) == before
    assert not entries(closed)
    assert consistent(row)
    assert consistent(closed)


def test_a_date_set_by_hand_stays_where_it_was_set(post: Post) -> None:
    data = {"deadline": DECIDE, "until": "2026-05-01"}
    row = post.done(
        order(post), "extend_deadline", dt.date(2026, 3, 16), data=data, texts={"reason": "Asked"}
    )
    holiday(dt.date(2026, 4, 8))
    holiday(dt.date(2026, 5, 1))
    recounting.run(at=AT)
    assert not entries(row)
    assert consistent(row)


def test_a_holiday_taken_away_brings_the_first_date_back_on_its_own_row(post: Post) -> None:
    row = order(post)
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=AT)
    holiday(dt.date(2026, 4, 8), change=HolidayChange.REMOVED)
    recounting.run(at=AT)
    assert dates(row) == [
        (1, 0, DeadlineState.OPEN, dt.date(2026, 4, 8)),
        (1, 1, DeadlineState.SUPERSEDED, dt.date(2026, 4, 9)),
    ]
    assert [entry.data["to"] for entry in entries(row)] == ["2026-04-09", "2026-04-08"]
    assert consistent(row)


def test_another_zone_moves_moments(post: Post) -> None:
    row = order(post)
    saved = directory.save_jurisdiction("DE", by=None, recorded_at=AT, time_zone="Europe/Berlin")
    services.after_edit(saved, at=AT)
    recounting.run(at=AT)
    told = {entry.data["deadline"]: entry.data for entry in entries(row)}
    assert told[DECIDE]["from"] == told[DECIDE]["to"] == "2026-04-08"
    assert told[DECIDE]["to_moment"] == "2026-04-08T22:00:00+00:00"
    assert consistent(row)
    saved = directory.save_jurisdiction("DE", by=None, recorded_at=AT, languages="German")
    services.after_edit(saved, at=AT)
    assert not Recount.objects.filter(finished_at=None).exists()


def test_a_new_version_of_a_rule_moves_what_was_counted_by_the_old_one(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order(post)
    longer = replace(eio.DECIDE, version=2, period=replace(eio.DECIDE.period, count=40))
    same = replace(eio.ACKNOWLEDGE, version=2)
    law = replace(eio.INSTRUMENT, rules=(same, longer, eio.EXECUTE))
    monkeypatch.setattr(registry, "INSTRUMENTS", {**registry.INSTRUMENTS, "eio": law})
    monkeypatch.setattr(
        registry,
        "RULE_VERSIONS",
        registry.RULE_VERSIONS - {(DECIDE, 1), ("eio.16_1", 1)} | {(DECIDE, 2), ("eio.16_1", 2)},
    )
    assert recounting.run(at=AT) == 1
    (entry,) = entries(row)
    assert (entry.data["from"], entry.data["to"], entry.data["cause"]) == ("2026-04-08", "2026-04-20", "rule")
    versions = set(
        Deadline.objects.filter(request=row, rule="eio.16_1").values_list("rule_version", flat=True)
    )
    assert versions == {2}
    assert recounting.run(at=AT) == 0
    assert consistent(row)


def test_reminders_follow_the_new_date_and_never_repeat_for_the_same(post: Post) -> None:
    row = order(post)
    soon = factories.moment(dt.date(2026, 4, 2))
    reminders.sweep(at=soon)
    marks = ReminderMark.objects.filter(deadline__rule=DECIDE, state="sent")
    assert [mark.deadline.due_on for mark in marks] == [dt.date(2026, 4, 8)]
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=soon)
    reminders.sweep(at=soon)
    reminders.sweep(at=soon)
    assert [mark.deadline.due_on for mark in marks.all()] == [dt.date(2026, 4, 8), dt.date(2026, 4, 9)]
    recounting.ask(factories.jurisdiction("DE"), at=soon)
    recounting.run(at=soon)
    reminders.sweep(at=soon)
    assert marks.all().count() == 2
    assert row.is_adopted


def test_imported_history_is_counted_anew_without_a_word(post: Post) -> None:
    row = order(post)
    AssistanceRequest.objects.filter(pk=row.pk).update(is_adopted=False)
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=AT)
    assert dates(row)[-1][3] == dt.date(2026, 4, 9)
    assert not entries(row)
    assert consistent(row)


def test_a_history_that_cannot_be_told_does_not_hold_up_the_others(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    broken, row = order(post), order(post)
    AssistanceRequest.objects.filter(pk=broken.pk).update(channel="gone")
    holiday(dt.date(2026, 4, 8))
    recounting.run(at=AT)
    assert len(entries(row)) == 1
    assert f"request {broken.pk}: its deadlines could not be counted anew" in caplog.text


def test_the_command_counts_to_the_end(post: Post) -> None:
    row, out = order(post), StringIO()
    factories.jurisdiction("FR")
    holiday(dt.date(2026, 4, 8))
    call_command("recount_deadlines", "FR", "--all", stdout=out)
    assert "Jurisdiction DE: 1 requests looked at, 1 dates moved" in out.getvalue()
    assert "all jurisdictions: 1 requests looked at, 0 dates moved" in out.getvalue()
    assert len(entries(row)) == 1
    with pytest.raises(CommandError, match="no jurisdiction ZZ"):
        call_command("recount_deadlines", "ZZ")


def test_queries_of_a_run_do_not_grow_with_what_is_not_concerned(
    post: Post, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(3):
        post.sent()
    holiday(dt.date(2026, 4, 8))
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # a fixture that is a context
        recounting.run(at=AT)


LIVES = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DAYS = st.integers(0, 60).map(lambda days: dt.date(2026, 3, 10) + dt.timedelta(days=days))
EDITS = st.lists(st.tuples(DAYS, st.sampled_from(HolidayChange), st.sampled_from(["DE", "US"])), max_size=5)


@LIVES
@given(edits=EDITS, batch=st.integers(1, 3), runs=st.integers(0, 4))
def test_after_any_edits_the_rows_equal_the_replay_and_the_log_tells_every_move(
    post: Post, edits: list[tuple[dt.date, HolidayChange, str]], batch: int, runs: int
) -> None:
    rows = [order(post), order(post)]
    shown = {row.pk: dates(row)[-1][3] for row in rows}
    for on, change, code in edits:
        holiday(on, change=change, code=code)
        for _ in range(runs):
            recounting.run(at=AT, batch=batch)
    while recounting.run(at=AT, batch=batch):
        pass
    for row in rows:
        assert consistent(row)
        moves = [entry.data for entry in entries(row) if entry.data["deadline"] == DECIDE]
        for move in moves:
            assert move["from"] == shown[row.pk].isoformat()
            shown[row.pk] = dt.date.fromisoformat(move["to"])
        assert Deadline.objects.get(request=row, rule=DECIDE, state="open").due_on == shown[row.pk]
    Jurisdiction.objects.get(code="DE").holidays.all().delete()
    Jurisdiction.objects.get(code="US").holidays.all().delete()
    recounting.ask(None, at=AT)
    recounting.run(at=AT)
