"""Whose an open deadline is, and how late each sort of what is owed: columns that tell what the deadlines tell."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests import factories
from tests.tracker.casework.post import MARCH, Post, made_post
from tracker.casework import services
from tracker.casework.lateness import OWING_KINDS, Owing, late_column
from tracker.casework.models import AssistanceRequest, Deadline
from workflows.vocabulary import Direction, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return made_post()


def kept_by_network(post: Post) -> AssistanceRequest:
    """Preserved, and an answer still owed."""
    row = post.sent(items=("PRES",), channel="network_24_7", instrument="budapest", to="EE")
    return post.done(row, "confirm_preservation", MARCH, items=("1",))


def told(row: AssistanceRequest) -> dict[Owing, dt.datetime | None]:
    """The columns."""
    row.refresh_from_db()
    return {what: getattr(row, late_column(what)) for what in Owing}


def of_deadlines(row: AssistanceRequest) -> dict[Owing, dt.datetime | None]:
    """The same off the deadlines."""
    owed = Deadline.objects.owed().filter(request=row)
    return {
        what: min((one.late_from for one in owed if one.kind in kinds), default=None)
        for what, kinds in OWING_KINDS.items()
    }


def test_each_sort_has_the_moment_of_its_first_deadline(post: Post) -> None:
    letter, theirs = post.sent(), post.opened(direction=Direction.INCOMING)
    kept = kept_by_network(post)
    for row, sorts in (
        (letter, {Owing.ANSWERS}),
        (theirs, {Owing.OURS}),
        (kept, {Owing.EXPIRIES}),
    ):
        assert told(row) == of_deadlines(row)
        assert sorts <= {what for what, moment in told(row).items() if moment}
        assert row.late_from == min(moment for moment in told(row).values() if moment)


def test_an_open_deadline_is_whoevers_the_request_is_and_an_ended_one_nobodys(post: Post) -> None:
    row = post.sent()
    other = factories.user("Bob", role=Role.OFFICER, office=post.office)
    services.reassign(row, other, **post.stamp(row, by=post.supervisor))
    running = Deadline.objects.open().filter(request=row)
    assert {(one.office_id, one.officer_id) for one in running} == {(post.office.pk, other.pk)}
    row.refresh_from_db()
    post.done(row, "withdraw", dt.date(2026, 4, 1), texts={"reason": "x"})
    ended = Deadline.objects.filter(request=row)
    assert {(one.office_id, one.officer_id) for one in ended} == {(None, None)}
    assert told(row) == dict.fromkeys(Owing)


def test_the_upgrade_writes_what_the_projection_would(post: Post) -> None:
    post.sent()
    post.opened(direction=Direction.INCOMING)
    kept_by_network(post)
    post.done(post.sent(), "withdraw", dt.date(2026, 4, 1), texts={"reason": "x"})
    assert {*Deadline.objects.values_list("state", flat=True)} > {"open"}
    nothing = {late_column(what): None for what in Owing}
    AssistanceRequest.objects.update(**nothing)
    Deadline.objects.open().update(office=factories.office("ELSE"), officer=None)
    import_module("tracker.migrations.0034_whose_and_how_late").fill(
        apps, SimpleNamespace(connection=connection)
    )
    call_command("check_projections", stdout=StringIO())
