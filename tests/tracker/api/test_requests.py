"""Requests through the API: found, read, logged, changed, acted on."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.tracker.api.world import World, program


@pytest.fixture
def ann(world: World) -> APIClient:
    return program(world.officer)


def test_a_request_is_listed_and_read(world: World, ann: APIClient) -> None:
    row = world.sent()
    listed = ann.get("/api/v1/requests/").json()
    assert [line["reference"] for line in listed["results"]] == [row.reference]
    read = ann.get(f"/api/v1/requests/{row.uuid}/?expand=events,deadlines")
    assert read.headers["ETag"] == f'"{row.version}"'
    found = read.json()
    assert found["reference"] == row.reference
    assert [event["kind"] for event in found["events"]] == ["drafted", "submitted", "approved", "sent"]
    assert found["deadlines"][0]["explanation"]


def test_a_request_is_logged_and_sent(world: World, ann: APIClient) -> None:
    made = ann.post(
        "/api/v1/requests/",
        {
            "office": "BEJ",
            "direction": "outgoing",
            "channel": "letter_exchange",
            "occurred_on": "2026-03-02",
            "title": "Server logs",
            "jurisdiction": "US",
            "fallback_basis": "Reciprocity",
            "items": [{"type": "SUBS", "identifiers": [{"kind": "IP address", "value": "203.0.113.7"}]}],
        },
        format="json",
    )
    assert made.status_code == 201, made.json()
    body = made.json()
    assert body["version"] == 1
    done = ann.post(
        f"/api/v1/requests/{body['uuid']}/actions/submit/",
        {"seen_version": 1, "occurred_on": "2026-03-03"},
        format="json",
    )
    assert done.status_code == 200, done.json()
    stale = ann.post(
        f"/api/v1/requests/{body['uuid']}/actions/note/",
        {"seen_version": 1, "occurred_on": "2026-03-03", "note": "x"},
        format="json",
    )
    assert stale.status_code == 409, stale.json()
    assert stale.json()["current_version"] == 2
