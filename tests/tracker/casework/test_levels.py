"""One definition of late: queries, rows, pages, register and API agree at every moment, in every zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import make_world, program
from tests.tracker.casework.post import Post
from tracker.casework.filters import CaseFilter, State, apply
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.standing import late_words, level_tone, standing
from tracker.casework.viewer import Viewer
from tracker.casework.worklist import sections
from workflows.deadlines import LONG_AFTER
from workflows.vocabulary import DeadlineKind, Level

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
LATE = {Level.OVERDUE, Level.LONG_OVERDUE}
STATES = {
    State.DUE_SOON: {Level.DUE_SOON},
    State.OVERDUE: LATE,
    State.LONG_OVERDUE: {Level.LONG_OVERDUE},
}
MOMENTS = [
    ("soon_from", Level.RUNNING, Level.DUE_SOON),
    ("late_from", Level.DUE_SOON, Level.OVERDUE),
    ("long_from", Level.OVERDUE, Level.LONG_OVERDUE),
]


def at_zone(zone: str, post: Post, **more: object) -> AssistanceRequest:
    factories.jurisdiction("XX", time_zone=zone)
    return post.sent(to="XX", on=dt.date(2026, 2, 26), **more)


def agree(row: AssistanceRequest, at: dt.datetime) -> Level | None:
    """The level that everything gives; fails where one differs."""
    row = AssistanceRequest.objects.select_related("office").get(pk=row.pk)
    level = row.level(at)
    everything = AssistanceRequest.objects.all()
    for state, levels in STATES.items():
        kept = apply(everything, CaseFilter(state=state), at=at).filter(pk=row.pk).exists()
        assert kept == (level in levels), (state, level)
    stands = standing(row, at)
    assert stands.level is level
    assert (stands.tone.value == "overdue") == (level in LATE)
    assert (stands.tone.value == "due-soon") == (level is Level.DUE_SOON)
    for deadline in row.deadlines.all():
        found = deadline.level(at)
        queries = row.deadlines.filter(pk=deadline.pk)
        assert queries.due_soon(at).exists() == (found is Level.DUE_SOON)
        assert queries.overdue(at).exists() == (found in LATE)
        assert queries.long_overdue(at).exists() == (found is Level.LONG_OVERDUE)
    owed = [deadline.level(at) for deadline in row.deadlines.open().filter(is_chore=False)]
    assert level == max((found for found in owed if found), key=list(Level).index, default=None)
    return level


@pytest.mark.parametrize(
    "zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati"]
)
@pytest.mark.parametrize(("column", "before", "after"), MOMENTS)
def test_each_level_begins_with_its_second(
    post: Post, zone: str, column: str, before: Level, after: Level
) -> None:
    row = at_zone(zone, post)
    moment = getattr(AssistanceRequest.objects.get(pk=row.pk), column)
    assert (agree(row, moment - SECOND), agree(row, moment)) == (before, after)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Tokyo"]
)
def test_the_deadline_day_ends_at_its_own_midnight_also_where_the_clock_changes(
    post: Post, zone: str
) -> None:
    """Sent on 26 February for thirty days: due on Saturday 28 March, the day before Europe's clocks change."""
    row = at_zone(zone, post)
    midnight = dt.datetime(2026, 3, 29, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    if zone == "Europe/Berlin":
        assert midnight == dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC)
    deadline = row.deadlines.get(rule="house.acknowledgement")
    assert deadline.due_on == dt.date(2026, 3, 28)
    assert deadline.level(midnight - SECOND) is Level.DUE_SOON
    assert deadline.level(midnight) is Level.OVERDUE
    agree(row, midnight)


def test_an_expiry_is_at_the_last_level_from_the_start_of_its_day(post: Post) -> None:
    factories.jurisdiction("XX", time_zone="Asia/Shanghai")
    row = post.sent(channel="network_24_7", instrument="budapest", items=("PRES",), to="XX")
    row = post.done(row, "confirm_preservation", dt.date(2026, 3, 3), items=("1",))
    deadline = row.deadlines.get(rule="budapest.29_7")
    assert deadline.due_on == dt.date(2026, 5, 2)
    start = dt.datetime(2026, 5, 2, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert deadline.level(start - SECOND) is Level.DUE_SOON
    assert deadline.level(start) is Level.LONG_OVERDUE
    assert agree(row, start) is Level.LONG_OVERDUE


@pytest.mark.parametrize("kind", DeadlineKind)
def test_every_kind_says_when_it_is_long_overdue(kind: DeadlineKind) -> None:
    late = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    at = late + LONG_AFTER[kind]
    words = late_words(kind.value, late, at, level=Level.LONG_OVERDUE)
    assert words == (
        "may be lost from today on"
        if kind is DeadlineKind.EXPIRY
        else f"long overdue by {LONG_AFTER[kind].days} days"
    )


def test_what_ended_has_no_level(post: Post) -> None:
    row = post.done(post.sent(), "withdraw", dt.date(2026, 3, 3), texts={"reason": "Found it"})
    assert agree(row, dt.datetime(2030, 1, 1, tzinfo=dt.UTC)) is None
    assert level_tone(None) is None


LIVES = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@LIVES
@given(
    hours=st.integers(0, 24 * 800),
    zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin"]),
)
def test_all_agree_at_any_moment(post: Post, hours: int, zone: str) -> None:
    factories.jurisdiction("XX")
    type(factories.jurisdiction("XX")).objects.filter(code="XX").update(time_zone=zone)
    row = post.sent(to="XX", on=dt.date(2026, 2, 26))
    row = post.done(row, "acknowledge", dt.date(2026, 3, 5)) if hours % 2 else row
    agree(row, dt.datetime(2026, 2, 26, 12, tzinfo=dt.UTC) + dt.timedelta(hours=hours))


def test_page_register_and_api_say_the_same(clock: MovableClock, client: Client) -> None:
    world = make_world(clock)
    row = world.sent(on=dt.date(2026, 1, 2))
    chased = world.sent(on=dt.date(2026, 2, 1))
    ann = program(world.officer)
    long = ann.get("/api/v1/requests/?state=long_overdue").json()["results"]
    assert [entry["reference"] for entry in long] == [row.reference]
    assert long[0]["standing"]["level"] == "long_overdue"
    late = ann.get("/api/v1/requests/?state=overdue").json()["results"]
    assert {entry["reference"]: entry["standing"]["level"] for entry in late} == {
        row.reference: "long_overdue",
        chased.reference: "overdue",
    }
    told = ann.get(f"/api/v1/requests/{row.uuid}/?expand=deadlines").json()
    assert {entry["rule"]: entry["level"] for entry in told["deadlines"]}[
        "house.acknowledgement"
    ] == "long_overdue"
    client.force_login(world.officer)
    register = client.get(reverse("register") + "?state=long_overdue").content.decode()
    assert row.reference in register
    assert chased.reference not in register
    assert "long overdue by 35 days" in client.get(f"/requests/{row.uuid}/").content.decode()
    seen = {
        task.row.reference: task.late
        for section in sections(Viewer(user=world.officer, at=dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)))
        for task in section.tasks
        if section.key == "overdue"
    }
    assert "long overdue by 35 days" in seen[row.reference]
    assert (
        Deadline.objects.long_overdue(dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)).filter(request=row).exists()
    )
