"""Writing over the API: refused with every reason, on the version that was read, once for a key."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import World, program
from tests.tracker.casework.post import authority
from tracker.api.document.views import document
from tracker.api.problems import CONTENT_TYPE
from tracker.casework.models import AssistanceRequest, Document, Event
from tracker.idempotency.models import KeptAnswer
from tracker.idempotency.services import KEPT_FOR, forget
from workflows.vocabulary import Role

REQUESTS = "/api/v1/requests/"
NEW: dict[str, Any] = {
    "office": "BEJ",
    "direction": "outgoing",
    "channel": "letter_exchange",
    "occurred_on": "2026-03-02",
    "title": "Server logs",
    "jurisdiction": "CN",
    "fallback_basis": "Reciprocity",
    "items": [{"type": "SUBS"}],
}

READ_FOR_A_FILE = 3
"""Before the file is stored, in the transaction, and under the lock."""


@pytest.fixture
def ann(world: World) -> APIClient:
    return program(world.officer)


def post(client: APIClient, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"/api/v1/{address}", body, format="json", headers=headers)


def test_every_wrong_field_is_told_at_once_and_nothing_is_logged(world: World, ann: APIClient) -> None:
    wrong = NEW | {
        "title": "",
        "jurisdiction": "XX",
        "items": [{"type": "NONE"}],
        "tittle": "x",
        "urgency": "soon",
    }
    answer = post(ann, "requests/", wrong)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "#/tittle", "#/title", "#/jurisdiction", "#/items/0/type", "#/urgency",
    }  # fmt: skip
    assert not AssistanceRequest.objects.exists()


def test_what_the_services_refuse_comes_with_its_words_and_its_key(world: World, ann: APIClient) -> None:
    answer = post(ann, "requests/", NEW | {"instrument": "eio"})
    assert answer.status_code == 422
    reason = answer.json()["errors"][0]
    assert reason["detail"] == reason["message"]["msgid"]
    assert "does not go by this channel" in reason["detail"]
    ahead = post(ann, "requests/", NEW | {"occurred_on": "2026-04-01"}).json()
    assert ahead["errors"][0]["pointer"] == "#/occurred_on"
    assert ahead["errors"][0]["message"]["params"] == {"on": {"day": "2026-04-01"}}


def test_an_action_gives_all_reasons_that_the_page_gives(world: World, ann: APIClient) -> None:
    row = world.opened()
    offers = ann.get(f"/api/v1/requests/{row.uuid}/actions/").json()["results"]
    sending = next(offer for offer in offers if offer["action"] == "send")
    assert not sending["allowed"]
    assert sending["reasons"]
    tried = post(ann, f"requests/{row.uuid}/actions/send/", {"seen_version": 1, "occurred_on": "2026-03-09"})
    assert tried.status_code == 422
    assert tried.json()["errors"]
    missing = post(
        ann, f"requests/{row.uuid}/actions/refused/", {"seen_version": 1, "occurred_on": "2026-03-09"}
    )
    assert (
        "#/ground" in {error.get("pointer") for error in missing.json().get("errors", [])}
        or missing.status_code == 404
    )


@pytest.mark.parametrize("at", ["12:00+02:00", "12:00:00-0500", "12:00Z", "12:00 Z", "T12:00+00"])
@pytest.mark.parametrize("address", ["actions/note", "events/1/corrections"])
def test_a_time_that_brings_a_zone_is_refused(world: World, ann: APIClient, address: str, at: str) -> None:
    row = world.opened()
    body = {"seen_version": 1, "occurred_on": "2026-03-03", "occurred_at": at}
    words = {"note": "x"} if address == "actions/note" else {"reason": "x"}
    told = post(ann, f"requests/{row.uuid}/{address}/", body | words)
    assert told.status_code == 422
    assert told.json()["errors"] == [
        {
            "detail": "Give the time without a zone, as the clock there showed it: 14:05.",
            "pointer": "#/occurred_at",
        }
    ]
    assert Event.objects.filter(request=row).count() == 1


def test_a_time_is_that_of_the_clock_at_the_office(world: World, ann: APIClient) -> None:
    row = world.opened()
    body = {"seen_version": 1, "occurred_on": "2026-03-03", "occurred_at": "14:05", "note": "x"}
    assert post(ann, f"requests/{row.uuid}/actions/note/", body).status_code == 200
    event = Event.objects.get(request=row, sequence=2)
    assert (event.occurred_at, event.occurred_zone) == (dt.time(14, 5), row.office.time_zone)


@pytest.mark.parametrize("action", ["edit", "draft", "nonsense", "correct"])
def test_what_the_table_does_not_offer_does_not_exist(world: World, ann: APIClient, action: str) -> None:
    row = world.opened()
    body = {"seen_version": 1, "occurred_on": "2026-03-09"}
    assert post(ann, f"requests/{row.uuid}/actions/{action}/", body).status_code == 404


def test_a_lost_race_shows_both_versions(world: World, ann: APIClient) -> None:
    row = world.opened()
    factories.done(row, "submit", by=world.officer, on=dt.date(2026, 3, 3))
    late = post(
        ann,
        f"requests/{row.uuid}/actions/note/",
        {"seen_version": 1, "occurred_on": "2026-03-03", "note": "x"},
    )
    assert late.status_code == 409
    told = late.json()
    assert (told["seen_version"], told["current_version"]) == (1, 2)
    assert [(event["sequence"], event["kind"], event["by"]["name"]) for event in told["since"]] == [
        (2, "submitted", "Ann Officer")
    ]
    example = document()["components"]["responses"]["Conflict"]["content"][CONTENT_TYPE]["example"]
    words, documented = told["errors"][0]["message"], example["errors"][0]["message"]
    assert told.keys() == example.keys()
    assert words["msgid"] == documented["msgid"]
    assert example["detail"] == documented["msgid"] % documented["params"]
    assert told["detail"] == words["msgid"] % words["params"]


def test_if_match_is_the_etag_that_was_read(world: World, ann: APIClient) -> None:
    row = world.opened()
    address, body = (
        f"requests/{row.uuid}/actions/note/",
        {"seen_version": 1, "occurred_on": "2026-03-03", "note": "x"},
    )
    assert post(ann, address, body, **{"If-Match": '"7"'}).status_code == 412
    done = post(ann, address, body, **{"If-Match": '"1"'})
    assert done.status_code == 200
    assert done.headers["ETag"] == '"2"'
    assert ann.get(f"/api/v1/requests/{row.uuid}/").headers["ETag"] == '"2"'


def test_an_etag_does_not_change_with_the_clock(world: World, ann: APIClient, clock: Any) -> None:
    row = world.sent()
    address = f"/api/v1/requests/{row.uuid}/"
    before = ann.get(address)
    clock.advance(days=20)
    after = ann.get(address)
    assert (
        before.json()["standing"] != after.json()["standing"] or before.json()["due"] == after.json()["due"]
    )
    assert before.headers["ETag"] == after.headers["ETag"]


def test_a_part_of_the_dossier_changes_and_the_rest_stays(world: World, ann: APIClient) -> None:
    made = post(
        ann, "requests/", NEW | {"persons": [{"role": "suspect", "name": "N. N."}], "facts": "As told."}
    ).json()
    address = f"/api/v1/requests/{made['uuid']}/"
    changed = ann.patch(address, {"seen_version": 1, "title": "Mail logs"}, format="json")
    assert changed.status_code == 200, changed.json()
    now = changed.json()
    assert (now["title"], now["facts"], now["persons"][0]["name"]) == ("Mail logs", "As told.", "N. N.")
    assert now["items"] == made["items"]
    rows = {"seen_version": 2, "persons": [], "items": [{"number": 1, "type": "SUBS"}, {"type": "TRAF"}]}
    now = ann.patch(address, rows, format="json").json()
    assert (now["persons"], [item["number"] for item in now["items"]]) == ([], [1, 2])
    assert (
        ann.patch(address, {"title": "x"}, format="json").json()["errors"][0]["pointer"] == "#/seen_version"
    )


def test_a_correction_moves_a_day_and_what_depends_on_it(world: World, ann: APIClient) -> None:
    row = world.sent()
    address = f"requests/{row.uuid}/events/4/corrections/"
    done = post(
        ann, address, {"seen_version": 4, "reason": "The stamp says so.", "occurred_on": "2026-03-03"}
    )
    assert done.status_code == 200, done.json()
    assert done.json()["sent_on"] == "2026-03-03"
    again = post(ann, address, {"seen_version": 5, "reason": "No.", "void": True})
    assert again.json()["stage"] == "ready"
    assert (
        post(
            ann,
            f"requests/{row.uuid}/events/40/corrections/",
            {"seen_version": 6, "reason": "x", "void": True},
        ).status_code
        == 404
    )


def test_a_key_makes_one_of_two_calls(world: World, ann: APIClient) -> None:
    first = post(ann, "requests/", NEW, **{"Idempotency-Key": "a"})
    again = post(ann, "requests/", NEW, **{"Idempotency-Key": "a"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert AssistanceRequest.objects.count() == 1
    assert post(ann, "requests/", NEW, **{"Idempotency-Key": "b"}).json()["uuid"] != first.json()["uuid"]


def test_a_key_for_something_else_is_refused(world: World, ann: APIClient) -> None:
    post(ann, "requests/", NEW, **{"Idempotency-Key": "a"})
    other = post(ann, "requests/", NEW | {"title": "Other"}, **{"Idempotency-Key": "a"})
    assert other.status_code == 422
    assert "Make a new key" in other.json()["detail"]
    assert AssistanceRequest.objects.count() == 1


def test_a_refusal_is_an_answer_too(world: World, ann: APIClient) -> None:
    row = world.opened()
    address, body = f"requests/{row.uuid}/actions/send/", {"seen_version": 1, "occurred_on": "2026-03-09"}
    first = post(ann, address, body, **{"Idempotency-Key": "a"})
    factories.done(row, "submit", by=world.officer, on=dt.date(2026, 3, 3))
    again = post(ann, address, body, **{"Idempotency-Key": "a"})
    assert again.status_code == first.status_code == 422
    assert again.json() == first.json()
    assert again.headers["Content-Type"] == first.headers["Content-Type"] == "application/problem+json"


def test_keys_of_two_people_are_two_keys(world: World, ann: APIClient) -> None:
    post(ann, "requests/", NEW, **{"Idempotency-Key": "a"})
    assert post(program(world.supervisor), "requests/", NEW, **{"Idempotency-Key": "a"}).status_code == 201
    assert AssistanceRequest.objects.count() == 2


def test_a_kept_answer_is_for_whoever_may_still_see_what_it_tells(world: World, ann: APIClient) -> None:
    row = world.opened()
    note = (
        f"requests/{row.uuid}/actions/note/",
        {"seen_version": 1, "occurred_on": "2026-03-03", "note": "x"},
    )
    calls: tuple[tuple[str, dict[str, Any]], ...] = (("requests/", NEW), note)
    for number, (address, body) in enumerate(calls):
        assert post(ann, address, body, **{"Idempotency-Key": str(number)}).status_code < 300
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    bound_elsewhere = program(world.officer, office=world.elsewhere)
    session = APIClient()
    session.force_login(world.officer)

    def again(client: APIClient) -> list[int]:
        return [
            post(client, address, body, **{"Idempotency-Key": str(number)}).status_code
            for number, (address, body) in enumerate(calls)
        ]

    assert again(bound_elsewhere) == [404, 404]
    assert again(session) == [201, 200]
    world.officer.memberships.filter(office=world.beijing).update(until_on=dt.date(2026, 3, 8))
    assert again(session) == [404, 404]


def test_a_crash_between_work_and_answer_leaves_neither(
    world: World, ann: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = world.opened()
    address, body = (
        f"requests/{row.uuid}/actions/note/",
        {"seen_version": 1, "occurred_on": "2026-03-03", "note": "x"},
    )

    def dies(*_positional: object, **_named: object) -> None:
        raise KeyboardInterrupt("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr(KeptAnswer, "save", dies)
        with pytest.raises(KeyboardInterrupt):
            post(ann, address, body, **{"Idempotency-Key": "a"})
    assert Event.objects.filter(request=row).count() == 1
    assert post(ann, address, body, **{"Idempotency-Key": "a"}).status_code == 200
    assert Event.objects.filter(request=row).count() == 2


def test_kept_answers_are_forgotten(world: World, ann: APIClient, clock: Any) -> None:
    post(ann, "requests/", NEW, **{"Idempotency-Key": "a"})
    assert forget(at=clock.now()) == 0
    assert forget(at=clock.now() + KEPT_FOR + dt.timedelta(hours=1)) == 1


def test_a_document_goes_up_once_and_comes_down(
    world: World, ann: APIClient, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = world.opened()
    address = f"/api/v1/requests/{row.uuid}/documents/"

    def up() -> Any:
        file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 x", content_type="application/pdf")
        body = {"file": file, "seen_version": 1}
        return ann.post(address, body, format="multipart", headers={"Idempotency-Key": "a"})

    first, again = up(), up()
    assert (first.status_code, again.status_code) == (201, 201), first.json()
    assert first.json() == again.json()
    assert Document.objects.count() == len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    down = ann.get(first.headers["Location"])
    assert down.getvalue() == b"%PDF-1.7 x"
    assert down.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    listed = ann.get(address).json()["results"]
    assert [line["sha256"] for line in listed] == [first.json()["sha256"]]


def test_the_version_after_a_file_is_told_without_reading_the_request_anew(
    world: World, ann: APIClient, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = world.opened()
    body = {"file": SimpleUploadedFile("letter.pdf", b"%PDF-1.7 x"), "seen_version": 1}
    with CaptureQueriesContext(connection) as asked:
        made = ann.post(f"/api/v1/requests/{row.uuid}/documents/", body, format="multipart")
    row.refresh_from_db()
    assert (made.headers["ETag"], row.version) == ('"2"', 2)
    read = [query for query in asked if f'FROM "{row._meta.db_table}"' in query["sql"]]
    assert len(read) == READ_FOR_A_FILE, read


@pytest.mark.parametrize(
    ("name", "content", "status"), [("a.pdf", b"", 422), ("a.exe", b"MZ", 422), ("a.pdf", b"GIF89a", 422)]
)
def test_a_file_that_cannot_be_kept_is_refused_and_leaves_nothing(
    world: World, ann: APIClient, settings: Any, tmp_path: Any, name: str, content: bytes, status: int
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = world.opened()
    body = {"file": SimpleUploadedFile(name, content), "seen_version": 1}
    answer = ann.post(f"/api/v1/requests/{row.uuid}/documents/", body, format="multipart")
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"seen_version": NaN}', 400),
        (b'{"a":' * 5000, 400),
        (b'{"seen_version": 1, "occurred_on": "2026-03-03", "note": "a\\u0000b"}', 422),
        (b'{"seen_version": 1, "occurred_on": "2026-03-03", "note": "\\ud800"}', 400),
        (b'{"seen_version": 1, "occurred_on": "2026-03-03", "ground": "\\ud800"}', 400),
        (b'{"\\ud800": 1}', 400),
        (b"\xff\xfe", 400),
        (json.dumps({"seen_version": 10**30, "occurred_on": "0001-01-01"}).encode(), 422),
        (json.dumps({"seen_version": 1, "occurred_on": "0001-01-01", "note": "x"}).encode(), 422),
        (json.dumps({"seen_version": True, "occurred_on": [], "note": {}}).encode(), 422),
    ],
)
def test_a_body_that_is_none_is_refused_with_words(
    world: World, ann: APIClient, body: bytes, status: int
) -> None:
    row = world.opened()
    address = f"/api/v1/requests/{row.uuid}/actions/note/"
    answer = ann.post(address, body, content_type="application/json")
    assert answer.status_code == status, answer.content
    assert answer.json()["detail"]
    assert Event.objects.filter(request=row).count() == 1


def test_signs_that_nobody_sees_are_told_where_they_stand(world: World, ann: APIClient) -> None:
    wrong = {"title": "Server\vlogs", "items": [{"type": "SUBS", "description": "of\x1f Li"}]}
    answer = post(ann, "requests/", NEW | wrong)
    assert answer.status_code == 422
    told = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert set(told) == {"#/title", "#/items/0/description"}
    assert told["#/title"].startswith("After “Server” stands a sign that cannot be seen (U+000B).")
    assert not AssistanceRequest.objects.exists()
    row = world.opened()
    note = {"occurred_on": "2026-03-02", "seen_version": row.version, "note": "They\x92ll answer"}
    answer = post(ann, f"requests/{row.uuid}/actions/note/", note)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/note"]


@pytest.mark.parametrize("name", ["office", "jurisdiction"])
def test_a_code_with_nul_is_none(world: World, ann: APIClient, name: str) -> None:
    answer = post(ann, "requests/", NEW | {name: "BEJ\0"})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{name}"]


def test_other_kinds_of_body_are_not_taken(world: World, ann: APIClient) -> None:
    row = world.opened()
    address = f"/api/v1/requests/{row.uuid}/actions/note/"
    assert ann.post(address, "<a/>", content_type="application/xml").status_code == 415
    assert ann.get(f"/api/v1/requests/{row.uuid}/", headers={"Accept": "text/html"}).status_code == 406
    assert ann.put(f"/api/v1/requests/{row.uuid}/", {}, format="json").status_code == 405


def test_imported_history_is_adopted_and_reassigned(world: World, ann: APIClient) -> None:
    row = world.opened()
    AssistanceRequest.objects.filter(pk=row.pk).update(is_adopted=False)
    assert post(ann, f"requests/{row.uuid}/adoptions/", {"seen_version": 1}).json()["is_adopted"] is True
    carl = factories.user("Carl", role=Role.OFFICER, office=world.beijing)
    body = {"seen_version": 2, "officer": str(carl.uuid)}
    assert post(ann, f"requests/{row.uuid}/reassignments/", body).json()["officer"]["name"] == "Carl"
    stranger = {"seen_version": 3, "officer": str(world.stranger.uuid)}
    assert post(ann, f"requests/{row.uuid}/reassignments/", stranger).status_code == 422


def test_results_links_and_grants_are_recorded(world: World, ann: APIClient) -> None:
    row, other = world.opened(), world.opened(title="Another")
    body = {
        "seen_version": 1,
        "kind": "amount",
        "quantity": "14000000.00",
        "currency": "USD",
        "occurred_on": "2026-03-04",
    }
    assert post(ann, f"requests/{row.uuid}/results/", body).status_code == 200
    assert ann.get(f"/api/v1/requests/{row.uuid}/results/").json()["results"][0]["quantity"] == "14000000.00"
    wrong = post(ann, f"requests/{row.uuid}/results/", body | {"seen_version": 2, "currency": ""})
    assert wrong.status_code == 422
    link = {"seen_version": 2, "kind": "parallel_to", "target": str(other.uuid)}
    assert post(ann, f"requests/{row.uuid}/links/", link).status_code == 200
    assert ann.get(f"/api/v1/requests/{other.uuid}/links/").json()["results"][0]["request"] == str(row.uuid)
    sue = program(world.supervisor)
    grant = {"seen_version": 3, "user": str(world.stranger.uuid), "until_on": "2026-04-01"}
    assert post(sue, f"requests/{row.uuid}/grants/", grant).status_code == 200
    given = sue.get(f"/api/v1/requests/{row.uuid}/grants/").json()["results"][0]
    ended = post(sue, f"requests/{row.uuid}/grants/{given['uuid']}/revocation/", {"seen_version": 4})
    assert ended.status_code == 200
    assert sue.get(f"/api/v1/requests/{row.uuid}/grants/").json()["results"] == []


class TestFollowing:
    def body(self, world: World, *rows: Any, kind: str = "production_of") -> dict[str, Any]:
        return {**NEW, "follows": {"kind": kind, "requests": [str(row.uuid) for row in rows]}}

    def test_a_request_is_logged_and_linked_at_once(self, world: World, ann: APIClient) -> None:
        kept = [world.sent(items=("PRES",), channel="network_24_7") for _number in range(2)]
        made = ann.post(REQUESTS, self.body(world, *kept), format="json")
        assert made.status_code == 201, made.json()
        links = ann.get(f"{REQUESTS}{made.json()['uuid']}/links/").json()["results"]
        assert [(link["kind"], link["target"]) for link in links] == [
            ("production_of", str(row.uuid)) for row in kept
        ]
        assert made.headers["ETag"] == '"3"'

    def test_of_what_is_not_seen_nothing_is_told_and_nothing_logged(
        self, world: World, ann: APIClient
    ) -> None:
        hidden = factories.opened(by=world.stranger, office=world.elsewhere, items=("PRES",))
        plain = world.opened()
        before = AssistanceRequest.objects.count()
        for row in (hidden, plain):
            told = ann.post(REQUESTS, self.body(world, row), format="json")
            assert told.status_code == 422, told.json()
        unknown = {**NEW, "follows": {"kind": "duplicate_of", "requests": [str(plain.uuid)]}}
        assert ann.post(REQUESTS, unknown, format="json").status_code == 422
        assert AssistanceRequest.objects.count() == before


def test_a_deadline_is_moved_with_who_granted_it(world: World, ann: APIClient) -> None:
    factories.jurisdiction("DE", name="Germany")
    row = world.sent(channel="direct_judicial", instrument="eio", to="DE")
    row = factories.done(row, "deliver", by=world.officer, on=dt.date(2026, 3, 3))
    offers = ann.get(f"/api/v1/requests/{row.uuid}/actions/").json()["results"]
    asked = next(offer["asks_for"] for offer in offers if offer["action"] == "extend_deadline")
    proposed = {"deadline": "eio.12_3", "until": "2026-05-04", "article": "Directive 2014/41/EU, Art. 12(5)"}
    assert next(entry["defaults"] for entry in asked if entry["name"] == "until") == [proposed]
    body = {"seen_version": row.version, "occurred_on": "2026-03-09", "deadline": "eio.12_3"}
    refused = post(ann, f"requests/{row.uuid}/actions/extend_deadline/", body)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/reason"]
    court = authority("DE", "Amtsgericht Kleve")
    body |= {"reason": "The witness is abroad.", "granted_by": str(court.uuid), "until": "2026-06-01"}
    assert post(ann, f"requests/{row.uuid}/actions/extend_deadline/", body).status_code == 200
    deadlines = ann.get(f"/api/v1/requests/{row.uuid}/deadlines/").json()["results"]
    moved = next(entry for entry in deadlines if entry["rule"] == "eio.12_3" and entry["state"] == "open")
    assert moved["due_on"] == "2026-06-01"
    assert moved["move"] == {
        "sequence": row.version + 1,
        "on": "2026-03-09",
        "shift": "granted",
        "granted_by": {"uuid": str(court.uuid), "name": "Amtsgericht Kleve"},
        "grantor": "",
        "reason": "The witness is abroad.",
    }
    assert any("further than" in line["text"] for line in moved["explanation"])
    assert [entry["move"] for entry in deadlines if entry["state"] == "superseded"] == [None]
    entry = ann.get(f"/api/v1/requests/{row.uuid}/events/").json()["results"][-1]
    assert entry["codes"]["granted_by"]["name"] == "Amtsgericht Kleve"


def test_of_two_authorities_that_owe_the_same_one_has_its_date_moved(world: World, ann: APIClient) -> None:
    factories.jurisdiction("DE", name="Germany")
    ministry, court = authority("DE", "Bundesamt für Justiz"), authority("DE", "Amtsgericht Kleve")
    row = world.sent(channel="direct_judicial", instrument="eio", to="DE")
    for named, day in ((ministry, 3), (court, 5)):
        row = factories.done(
            row, "deliver", by=world.officer, on=dt.date(2026, 3, day), data={"authority": named.pk}
        )
    body = {
        "seen_version": row.version, "occurred_on": "2026-03-06", "deadline": "eio.16_1",
        "authority": str(court.uuid), "until": "2026-03-20", "reason": "Carnival",
    }  # fmt: skip
    other = authority("DE", "Landgericht Kleve")
    refused = post(
        ann, f"requests/{row.uuid}/actions/extend_deadline/", body | {"authority": str(other.uuid)}
    )
    assert refused.status_code == 422
    assert post(ann, f"requests/{row.uuid}/actions/extend_deadline/", body).status_code == 200
    deadlines = ann.get(f"/api/v1/requests/{row.uuid}/deadlines/").json()["results"]
    ends = {
        entry["authority"]["name"]: entry["due_on"]
        for entry in deadlines
        if (entry["rule"], entry["state"]) == ("eio.16_1", "open")
    }
    assert ends == {ministry.name: "2026-03-10", court.name: "2026-03-20"}


def test_a_renewal_beyond_its_law_asks_for_the_reason(world: World, ann: APIClient) -> None:
    row = world.sent(channel="direct_provider", instrument="us_2703f", to="US", items=("PRES",))
    march = dt.date(2026, 3, 2)
    row = factories.done(row, "serve", by=world.officer, on=march, data={"stop": "provider"})
    row = factories.done(row, "confirm_preservation", by=world.officer, on=march, items=("1",))
    body = {"seen_version": row.version, "occurred_on": "2026-03-09", "until": "2026-12-31"}
    refused = post(ann, f"requests/{row.uuid}/actions/renew_preservation/", body)
    assert refused.status_code == 422
    assert "to go further, give the reason" in refused.json()["detail"]
    body |= {"reason": "The trial was put off.", "grantor": "Their legal desk"}
    assert post(ann, f"requests/{row.uuid}/actions/renew_preservation/", body).status_code == 200
    deadlines = ann.get(f"/api/v1/requests/{row.uuid}/deadlines/").json()["results"]
    kept = next(entry for entry in deadlines if (entry["rule"], entry["state"]) == ("us_2703f.f_2", "open"))
    assert (kept["due_on"], kept["move"]["shift"]) == ("2026-12-31", "granted")
    assert kept["move"]["reason"] == "The trial was put off."


def test_ages_are_told_where_a_clock_can_stand_still(world: World, ann: APIClient) -> None:
    row = world.sent()
    row = factories.done(
        row, "ask_information", by=world.officer, on=dt.date(2026, 3, 4), texts={"note": "Which?"}
    )
    told = ann.get(f"/api/v1/requests/{row.uuid}/?expand=deadlines").json()
    assert told["age"] == {"gross": 7, "net": 2}
    by_rule = {entry["rule"]: entry for entry in told["deadlines"]}
    assert by_rule["custom.answer"]["state"] == "paused"
    assert by_rule["custom.answer"]["pauses"] == [{"begun": "2026-03-04", "until": None}]
    assert by_rule["custom.answer"]["age"] == {"gross": 7, "net": 2}
    assert by_rule["house.acknowledgement"]["pauses"] is None
    assert by_rule["house.acknowledgement"]["age"] is None
