"""The bell in the head of every page, and the page of notices."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, text, world
from tracker.casework.models import AssistanceRequest
from tracker.notices.models import Notice, NoticeKind
from tracker.notices.services import tell
from workflows.messages import message

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


@pytest.fixture
def row(place: World) -> AssistanceRequest:
    """A letter whose acknowledgement somebody else recorded."""
    return factories.done(place.sent(), "acknowledge", by=place.supervisor, on=dt.date(2026, 3, 9))


def test_the_bell_counts_what_is_unread(place: World, row: AssistanceRequest) -> None:
    page = text(place.get("worklist"))
    assert "Notices, 1 unread" in page
    assert "unread" not in text(place.get("worklist", as_=place.supervisor)).partition("</section>")[0]
    assert "1 unread" in text(place.get("bell"))
    assert Client().get(reverse("bell")).status_code == 286


def test_they_are_listed_with_their_request_and_marked(place: World, row: AssistanceRequest) -> None:
    page = text(place.get("notices"))
    assert row.reference in page
    assert "Acknowledged" in page
    notice = Notice.objects.get()
    assert place.post("notice_read", notice.uuid).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "Nothing is unread" in text(place.client.get(reverse("notices") + "?show=unread"))
    assert row.reference in text(place.get("notices"))


def test_all_that_were_shown_are_marked_at_once(place: World, row: AssistanceRequest) -> None:
    shown = place.get("notices").context["newest"]
    tell(
        [place.officer],
        NoticeKind.MAIL_FAILED,
        cause="later",
        words=message("Later"),
        at=factories.RECORDED_AT,
    )
    place.post("notices_read", data={"newest": str(shown)})
    assert list(Notice.objects.unread().values_list("cause", flat=True)) == ["later"]
    for wrong in ("", "x", "9" * 30, "-1", "²"):
        assert place.post("notices_read", data={"newest": wrong}).status_code == 400


def test_those_of_others_do_not_exist(place: World, row: AssistanceRequest) -> None:
    notice = Notice.objects.get()
    for who in (place.supervisor, place.stranger):
        assert place.post("notice_read", notice.uuid, as_=who).status_code == 404
        place.post("notices_read", as_=who, data={"newest": str(notice.pk)})
    assert place.post("notice_read", uuid4()).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
    assert Client().get(reverse("notices")).status_code == 302


def test_the_number_of_queries_does_not_grow(place: World, row: AssistanceRequest) -> None:
    place.get("notices")
    with CaptureQueriesContext(connection) as few:
        place.client.get(reverse("notices"))
    for _ in range(3):
        factories.done(place.sent(), "acknowledge", by=place.supervisor, on=dt.date(2026, 3, 9))
    with CaptureQueriesContext(connection) as many:
        place.client.get(reverse("notices"))
    assert len(many) == len(few)
