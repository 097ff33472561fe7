"""The pages of status enquiries."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import MARCH, TODAY, World, fresh, text, world
from tracker.casework.models import AssistanceRequest, Event
from tracker.enquiries.models import EnquiryRun, RunState
from tracker.enquiries.services import forget_letters, write_waiting
from workflows.vocabulary import EventKind, Role

pytestmark = pytest.mark.django_db

NOW = factories.moment(TODAY)


@pytest.fixture
def place(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


@pytest.fixture
def row(place: World) -> AssistanceRequest:
    return place.sent(their_reference="MFA/1", title="Accounts of John Doe")


def asked(place: World, *rows: AssistanceRequest, **more: Any) -> Any:
    data = {"request": [str(row.uuid) for row in rows], "identity": str(uuid4()), **more}
    return place.post("enquiries", data=data)


def written(place: World, *rows: AssistanceRequest) -> EnquiryRun:
    asked(place, *rows)
    write_waiting(at=NOW)
    return EnquiryRun.objects.get()


def sent(place: World, run: EnquiryRun, *rows: AssistanceRequest, **more: Any) -> Any:
    ticks = [f"{row.uuid}.{row.version}" for row in rows]
    return place.post(
        "enquiry_run", run.uuid, data={"line": ticks, "sent_on": TODAY.isoformat(), "mode": "bag", **more}
    )


def test_what_is_due_is_listed_by_jurisdiction(place: World, row: AssistanceRequest) -> None:
    other = place.sent(to="EE")
    place.sent(on=TODAY)
    page = place.get("enquiries")
    groups = {group.jurisdiction.code: group.lines for group in page.context["groups"]}
    assert {code: [line.row for line in lines] for code, lines in groups.items()} == {
        "CN": [row],
        "EE": [other],
    }
    [line] = groups["CN"]
    assert line.still_days == (TODAY - MARCH).days
    assert line.late
    assert "MFA/1" in text(page)
    assert "John" not in text(page)


def test_the_first_of_many_are_those_of_the_first_jurisdiction_longest_without_movement(
    place: World, row: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.sent(to="EE")
    later = place.sent()
    monkeypatch.setattr("tracker.enquiries.services.MOST", 2)
    [group] = place.get("enquiries").context["groups"]
    assert (group.jurisdiction.code, [line.row for line in group.lines]) == ("CN", [row, later])


def test_the_list_is_narrowed_to_one_jurisdiction(place: World, row: AssistanceRequest) -> None:
    place.sent(to="EE")
    address = reverse("enquiries")
    assert '<a href="?jurisdiction=CN">' in place.get("enquiries").content.decode()
    only = place.client.get(f"{address}?jurisdiction=CN")
    assert [[line.row for line in group.lines] for group in only.context["groups"]] == [[row]]
    assert f'<a class="chip" href="{address}">' in only.content.decode()
    assert place.client.get(f"{address}?jurisdiction=XX").context["groups"] == []
    assert len(place.client.get(f"{address}?jurisdiction=a%00b").context["groups"]) == 2


def test_a_moved_date_is_no_movement(place: World, row: AssistanceRequest) -> None:
    factories.done(
        row, "extend_deadline", by=place.officer, on=TODAY,
        data={"deadline": "house.acknowledgement", "until": "2026-09-01"}, texts={"reason": "Summer"},
    )  # fmt: skip
    [group] = place.get("enquiries").context["groups"]
    assert [line.still_days for line in group.lines] == [(TODAY - MARCH).days]
    factories.done(fresh(row), "note", by=place.officer, on=TODAY, texts={"note": "They rang."})
    [group] = place.get("enquiries").context["groups"]
    assert [line.still_days for line in group.lines] == [0]


def test_ticked_ones_get_letters_that_are_downloaded(place: World, row: AssistanceRequest) -> None:
    answer = asked(place, row)
    run = EnquiryRun.objects.get()
    assert answer["Location"] == reverse("enquiry_run", args=[run.uuid])
    assert "0 of 2 files are written" in text(place.get("enquiry_run", run.uuid))
    assert place.get("enquiry_letters", run.uuid).status_code == 404
    write_waiting(at=NOW)
    assert "1 letter and the list are written" in text(place.get("enquiry_run", run.uuid))
    letters = place.get("enquiry_letters", run.uuid)
    assert letters["Content-Disposition"] == f'attachment; filename="status-enquiries-{TODAY}.zip"'
    assert letters.content.startswith(b"PK")


def test_of_old_letters_the_page_says_that_the_files_are_gone(place: World, row: AssistanceRequest) -> None:
    run = written(place, row)
    forget_letters(before=NOW + dt.timedelta(seconds=1))
    page = text(place.get("enquiry_run", run.uuid))
    assert "The files were deleted, being old." in page
    assert reverse("enquiry_letters", args=[run.uuid]) not in page
    assert place.get("enquiry_letters", run.uuid).status_code == 404
    assert sent(place, run, fresh(row)).status_code == 302
    assert Event.objects.filter(request=row, kind=EventKind.STATUS_ENQUIRY_SENT).exists()


def test_the_same_form_twice_leads_to_the_same_letters(place: World, row: AssistanceRequest) -> None:
    identity = str(uuid4())
    first, again = (asked(place, row, identity=identity) for _ in range(2))
    assert first["Location"] == again["Location"]


def test_nothing_ticked_and_what_is_gone_are_refused_with_the_ticks_kept(
    place: World, row: AssistanceRequest
) -> None:
    assert asked(place).status_code == 422
    gone = place.sent(on=TODAY)
    answer = asked(place, row, gone)
    assert answer.status_code == 422
    assert "not due for an enquiry any more" in text(answer)
    assert [line.ticked for group in answer.context["groups"] for line in group.lines] == [True]
    assert not EnquiryRun.objects.exists()
    place.post("enquiries", data={"request": ["x", "\0"], "identity": str(uuid4())})
    assert not EnquiryRun.objects.exists()


def test_what_was_sent_is_recorded_row_by_row(place: World, row: AssistanceRequest) -> None:
    other = place.sent()
    run = written(place, row, other)
    stale = fresh(row)
    factories.done(row, "acknowledge", by=place.officer, on=TODAY)
    answer = sent(place, run, stale, fresh(other))
    assert answer.status_code == 302
    page = text(place.get("enquiry_run", run.uuid))
    assert "1 enquiry is recorded" in page
    assert "1 could not be recorded" in page
    assert "Something was recorded since the letter was written" in page
    assert Event.objects.get(kind=EventKind.STATUS_ENQUIRY_SENT).request == other
    sent(place, run, fresh(row))
    assert Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).count() == 2
    assert "2 of 2 recorded as sent" in text(place.get("enquiry_run", run.uuid))


@pytest.mark.parametrize(
    "wrong",
    [{"sent_on": "2026-06-12"}, {"sent_on": ""}, {"mode": ""}, {"mode": "pigeon"}, {"line": ["x.1"]}],
)
def test_what_cannot_be_is_refused(place: World, row: AssistanceRequest, wrong: dict[str, Any]) -> None:
    run = written(place, row)
    assert sent(place, run, fresh(row), **wrong).status_code == 422
    assert not Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).exists()


def test_others_do_not_find_them(place: World, row: AssistanceRequest) -> None:
    run = written(place, row)
    auditor = factories.user("Abe", role=Role.AUDITOR, office=place.office)
    for who in (place.stranger, auditor):
        assert place.get("enquiry_run", run.uuid, as_=who).status_code == 404
        assert place.get("enquiry_letters", run.uuid, as_=who).status_code == 404
        assert place.post("enquiry_again", run.uuid, as_=who).status_code == 404
    assert place.get("enquiries", as_=auditor).status_code == 404
    assert row.reference not in text(place.get("enquiries", as_=place.stranger))
    assert Client().get(reverse("enquiries")).status_code == 302


def test_a_failed_run_is_tried_again(place: World, row: AssistanceRequest) -> None:
    asked(place, row)
    run = EnquiryRun.objects.get()
    EnquiryRun.objects.update(state=RunState.FAILED)
    assert "could not be written" in text(place.get("enquiry_run", run.uuid))
    assert place.post("enquiry_again", run.uuid).status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_what_was_chased_since_is_named_when_letters_are_tried_again(
    place: World, row: AssistanceRequest
) -> None:
    other = place.sent(to="EE")
    asked(place, row, other)
    run = EnquiryRun.objects.get()
    EnquiryRun.objects.update(state=RunState.FAILED)
    asked(place, row)
    place.post("enquiry_again", run.uuid)
    page = text(place.get("enquiry_run", run.uuid))
    assert f"none is due any more: {row.reference}." in page
    assert run.lines.get().request == other
    EnquiryRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    asked(place, other)
    place.post("enquiry_again", run.uuid)
    assert "Nothing is written again." in text(place.get("enquiry_run", run.uuid))
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_the_number_of_queries_does_not_grow(place: World, row: AssistanceRequest) -> None:
    def counted(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as asked_for:
            place.client.get(reverse(name, args=args))
        return len(asked_for)

    run = written(place, row)
    place.get("enquiries")
    few = counted("enquiries"), counted("enquiry_run", run.uuid)
    more = [place.sent(), place.sent(to="EE")]
    asked(place, row, *more)
    write_waiting(at=NOW)
    larger = EnquiryRun.objects.exclude(pk=run.pk).get()
    assert (counted("enquiries"), counted("enquiry_run", larger.uuid)) == few
