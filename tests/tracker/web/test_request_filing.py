"""Documents, results, links, access and the officer of a request."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, fresh, text, world
from tracker.casework.models import AssistanceRequest, Document, Grant, Link, Result
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a note verbale"


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


def upload(place: World, row: AssistanceRequest, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return place.post("request_document", row.uuid, data={"seen_version": fresh(row).version, "file": file})


def test_a_document_is_kept_listed_and_sent_only_as_an_attachment(beijing: World) -> None:
    row = beijing.opened()
    assert upload(beijing, row, "note verbale.pdf", PDF).status_code == 302
    document = Document.objects.get()
    page = text(beijing.get("request", row.uuid))
    assert hashlib.sha256(PDF).hexdigest() in page
    response = beijing.get("document", row.uuid, document.uuid)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="note verbale.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "The file is empty."),
        ("mislabelled.pdf", b"MZ\x90\x00 a program", "The file is not what its name says"),
        ("page.html", b"<script>alert(1)</script>", "This kind of file is not taken."),
        ("text.txt", b"a\x00b", "The file is not what its name says"),
        ("huge.pdf", PDF + b"x" * 2000, "The file is larger than"),
    ],
)
def test_a_file_that_is_not_taken_says_what_to_do(
    beijing: World, settings: Settings, name: str, content: bytes, words: str
) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024
    row = beijing.opened()
    response = upload(beijing, row, name, content)
    assert response.status_code == 422
    assert words in text(response)
    assert not Document.objects.exists()


def test_no_file_and_the_same_file_again_are_refused(beijing: World) -> None:
    row = beijing.opened()
    missing = beijing.post("request_document", row.uuid, data={"seen_version": row.version})
    assert missing.status_code == 422
    upload(beijing, row, "a.pdf", PDF)
    assert "already among the documents" in text(upload(beijing, row, "b.pdf", PDF))


def test_a_result_is_recorded_and_printed(beijing: World) -> None:
    row = beijing.sent()
    data = {
        "seen_version": row.version,
        "kind": "amount",
        "quantity": "12500.50",
        "currency": "eur",
        "occurred_on": "2026-05-01",
    }
    assert beijing.post("request_result", row.uuid, data=data).status_code == 302
    assert Result.objects.get().currency == "EUR"
    assert "12,500.50 EUR" in text(beijing.get("request", row.uuid))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"currency": "EUR"}, "none for anything else"),
        ({"quantity": "-1"}, "Give a number above zero."),
        ({"quantity": "many"}, "Enter a number."),
        ({"occurred_on": "2027-01-01"}, "lies in the future"),
    ],
)
def test_a_result_that_contradicts_itself_is_refused(
    beijing: World, changed: dict[str, Any], words: str
) -> None:
    row = beijing.sent()
    data = {
        "seen_version": row.version,
        "kind": "arrests",
        "quantity": "2",
        "occurred_on": "2026-05-01",
        "note": "kept",
    }
    response = beijing.post("request_result", row.uuid, data={**data, **changed})
    assert response.status_code == 422
    assert words in text(response)
    assert "kept" in text(response)


def test_requests_are_linked_and_both_say_so(beijing: World) -> None:
    row, other = beijing.opened(title="First"), beijing.opened(title="Second")
    data = {"seen_version": row.version, "kind": "supplementary_to", "reference": other.reference.lower()}
    assert beijing.post("request_link", row.uuid, data=data).status_code == 302
    assert other.reference in text(beijing.get("request", row.uuid))
    assert row.reference in text(beijing.get("request", other.uuid))


def test_a_request_that_one_may_not_see_cannot_be_linked_nor_read_off_a_link(beijing: World) -> None:
    row = beijing.opened()
    elsewhere = beijing.stranger.memberships.get().office
    foreign = factories.opened(by=beijing.stranger, office=elsewhere, title="Hidden")
    data = {"seen_version": row.version, "kind": "parallel_to", "reference": foreign.reference}
    response = beijing.post("request_link", row.uuid, data=data)
    assert "no request of that reference that you may see" in text(response)
    Link.objects.create(request=row, target=foreign, kind="parallel_to", created_at=factories.RECORDED_AT)
    assert "Hidden" not in text(beijing.get("request", row.uuid))


def test_a_request_is_not_linked_to_itself_or_twice(beijing: World) -> None:
    row, other = beijing.opened(), beijing.opened()
    itself = {"seen_version": row.version, "kind": "parallel_to", "reference": row.reference}
    assert "cannot be linked to itself" in text(beijing.post("request_link", row.uuid, data=itself))
    once = {**itself, "reference": other.reference}
    beijing.post("request_link", row.uuid, data=once)
    again = {**once, "seen_version": fresh(row).version}
    assert "already linked" in text(beijing.post("request_link", row.uuid, data=again))


def test_access_is_given_and_taken_away_by_the_supervisor(beijing: World) -> None:
    row = beijing.opened()
    data = {"seen_version": row.version, "user": beijing.stranger.pk, "until_on": "2026-07-01"}
    assert beijing.post("request_access", row.uuid, as_=beijing.supervisor, data=data).status_code == 302
    page = text(beijing.get("request", row.uuid, as_=beijing.stranger))
    assert "You may read this request." in page
    assert "Record" not in page.split("What can be done now")[1].split("About this channel")[0]
    grant = Grant.objects.get()
    stale = {"seen_version": 1}
    beijing.post("request_access_revoke", row.uuid, grant.uuid, as_=beijing.supervisor, data=stale)
    assert "Somebody recorded something" in text(beijing.get("request", row.uuid, as_=beijing.supervisor))
    now = {"seen_version": fresh(row).version}
    beijing.post("request_access_revoke", row.uuid, grant.uuid, as_=beijing.supervisor, data=now)
    assert beijing.get("request", row.uuid, as_=beijing.stranger).status_code == 404


def test_access_for_oneself_or_in_the_past_is_refused(beijing: World) -> None:
    row = beijing.opened()
    mine = {"seen_version": row.version, "user": beijing.supervisor.pk}
    assert beijing.post("request_access", row.uuid, as_=beijing.supervisor, data=mine).status_code == 422
    past = {"seen_version": row.version, "user": beijing.stranger.pk, "until_on": "2026-06-11"}
    assert "Choose a day after today" in text(
        beijing.post("request_access", row.uuid, as_=beijing.supervisor, data=past)
    )


def test_a_request_is_reassigned_within_the_office(beijing: World) -> None:
    row = beijing.opened()
    colleague = factories.user("Bea Colleague", role=Role.OFFICER, office=beijing.office)
    foreign = {"seen_version": row.version, "officer": beijing.stranger.pk}
    assert beijing.post("request_reassign", row.uuid, data=foreign).status_code == 422
    data = {"seen_version": row.version, "officer": colleague.pk, "note": "on leave"}
    assert beijing.post("request_reassign", row.uuid, data=data).status_code == 302
    assert fresh(row).officer == colleague
    assert "to Bea Colleague" in text(beijing.get("request", row.uuid))


def test_imported_history_is_adopted(beijing: World) -> None:
    row = beijing.opened()
    AssistanceRequest.objects.filter(pk=row.pk).update(is_adopted=False, officer=None)
    assert beijing.get("request_adopt", row.uuid).status_code == 200
    assert beijing.post("request_adopt", row.uuid, data={"seen_version": row.version}).status_code == 302
    after = fresh(row)
    assert (after.is_adopted, after.officer) == (True, beijing.officer)
