"""Status enquiries over the API: who sees them, letters, and what is recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, program
from tracker.accounts.choices import Scope
from tracker.casework.models import AssistanceRequest, Event
from tracker.enquiries.models import EnquiryRun, RunState
from tracker.enquiries.services import write_waiting
from workflows.vocabulary import EventKind

RUNS = "/api/v1/enquiries/"
FEBRUARY = dt.date(2026, 2, 5)
AT = factories.moment(dt.date(2026, 3, 9), 12)


@pytest.fixture
def rows(world: World) -> list[AssistanceRequest]:
    return [world.sent(on=FEBRUARY, their_reference=f"MFA/{number}") for number in (1, 2)]


def asked(client: APIClient, rows: list[AssistanceRequest], **headers: Any) -> Any:
    body = {"requests": [str(row.uuid) for row in rows]}
    return client.post(RUNS, body, format="json", **headers)


def marked(client: APIClient, uuid: str, rows: list[AssistanceRequest], **more: Any) -> Any:
    body = {
        "sent_on": "2026-03-09",
        "mode": "bag",
        "requests": [{"request": str(row.uuid), "seen_version": row.version} for row in rows],
        **more,
    }
    return client.post(f"{RUNS}{uuid}/sendings/", body, format="json")


def test_the_whole_way(world: World, rows: list[AssistanceRequest]) -> None:
    client = program(world.officer)
    due = client.get(f"{RUNS}due/").json()["results"]
    assert [line["request"]["their_reference"] for line in due] == ["MFA/1", "MFA/2"]
    made = asked(client, rows)
    assert made.status_code == 201
    run = made.json()
    assert (run["state"], run["written"], run["wanted"]) == ("queued", 0, 2)
    assert client.get(f"{RUNS}{run['uuid']}/letters.zip").status_code == 404
    write_waiting(at=AT)
    run = client.get(made["Location"]).json()
    assert (run["state"], run["written"]) == ("done", 2)
    letters = client.get(f"{RUNS}{run['uuid']}/letters.zip")
    assert letters["Content-Type"] == "application/zip"
    assert letters["Cache-Control"] == "no-store"
    assert letters.content.startswith(b"PK")
    factories.done(rows[0], "acknowledge", by=world.officer, on=dt.date(2026, 3, 9))
    stale, recorded = marked(client, run["uuid"], rows).json()["lines"]
    assert stale["recorded"] is None
    assert stale["refusals"][0]["text"].startswith("Somebody")
    assert recorded["recorded"] == Event.objects.get(kind=EventKind.STATUS_ENQUIRY_SENT).sequence
    assert client.get(RUNS).json()["results"][0]["recorded"] == 1


def test_the_list_is_narrowed_to_one_jurisdiction(world: World, rows: list[AssistanceRequest]) -> None:
    world.sent(on=FEBRUARY, to="EE")
    client = program(world.officer)
    assert len(client.get(f"{RUNS}due/").json()["results"]) == 3
    found = client.get(f"{RUNS}due/?jurisdiction=EE").json()["results"]
    assert [line["request"]["jurisdiction"]["code"] for line in found] == ["EE"]
    assert found[0]["days_without_movement"] == (AT.date() - FEBRUARY).days
    assert client.get(f"{RUNS}due/?country=EE").status_code == 422


def test_a_repeated_call_makes_one_run(world: World, rows: list[AssistanceRequest]) -> None:
    client = program(world.officer)
    first, again = (asked(client, rows, HTTP_IDEMPOTENCY_KEY="march") for _ in range(2))
    assert first.json()["uuid"] == again.json()["uuid"]
    assert EnquiryRun.objects.count() == 1


def test_what_is_not_due_is_refused(world: World, rows: list[AssistanceRequest]) -> None:
    client = program(world.officer)
    fresh = world.sent(on=dt.date(2026, 3, 8))
    for wrong in ([fresh], []):
        assert asked(client, wrong).status_code == 422
    assert client.post(RUNS, {"requests": [str(uuid4())]}, format="json").status_code == 422
    assert not EnquiryRun.objects.exists()


def test_others_find_nothing(world: World, rows: list[AssistanceRequest]) -> None:
    uuid = asked(program(world.officer), rows).json()["uuid"]
    write_waiting(at=AT)
    for other in (world.stranger, world.auditor, world.administrator):
        client = program(other)
        assert client.get(RUNS).json()["results"] == []
        assert client.get(f"{RUNS}due/").json()["results"] == []
        assert asked(client, rows).status_code == 422
        for address in ("", "letters.zip"):
            assert client.get(f"{RUNS}{uuid}/{address}").status_code == 404
        assert client.post(f"{RUNS}{uuid}/retries/").status_code == 404
        assert marked(client, uuid, rows).status_code == 404
    assert APIClient().get(RUNS).status_code == 401
    reader = program(world.officer, {Scope.READ})
    assert reader.get(f"{RUNS}{uuid}/").status_code == 200
    assert marked(reader, uuid, rows).status_code == 403
    assert not Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).exists()


def test_what_was_chased_since_is_in_no_letter_that_is_tried_again(
    world: World, rows: list[AssistanceRequest]
) -> None:
    client = program(world.officer)
    uuid = asked(client, rows).json()["uuid"]
    EnquiryRun.objects.update(state=RunState.FAILED)
    asked(client, rows[:1])
    told = client.post(f"{RUNS}{uuid}/retries/").json()
    assert (told["state"], [line["request"]["uuid"] for line in told["lines"]]) == (
        "queued",
        [str(rows[1].uuid)],
    )
    EnquiryRun.objects.filter(uuid=uuid).update(state=RunState.FAILED)
    asked(client, rows[1:])
    assert client.post(f"{RUNS}{uuid}/retries/").status_code == 422
    assert client.get(f"{RUNS}{uuid}/").json()["state"] == "failed"


def test_what_was_sent_is_named_once_and_is_in_the_letters(
    world: World, rows: list[AssistanceRequest], clock: MovableClock
) -> None:
    client = program(world.officer)
    uuid = asked(client, rows[:1]).json()["uuid"]
    write_waiting(at=AT)
    assert marked(client, uuid, [rows[0], rows[0]]).status_code == 422
    assert marked(client, uuid, rows[1:]).status_code == 404
    assert marked(client, uuid, rows[:1], mode="pigeon").status_code == 422
    assert client.post(f"{RUNS}{uuid}/retries/").json()["state"] == "done"
