"""The logs over the API: for auditors of an office and nobody else, without content, by page and filter, verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import NOON, World, program
from tests.tracker.loading import files
from tracker import append_only
from tracker.accounts import services as accounts
from tracker.accounts.choices import AccountEventKind, Scope
from tracker.accounts.models import AccountEvent, ApiToken, Office, User
from tracker.api.logs import views
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Event, EventContent
from tracker.directory.models import Authority, AuthorityKind
from tracker.loading import services
from workflows.vocabulary import Role

SIGNED_IN = AccountEventKind.SIGNED_IN
LOGS = "/api/v1/logs/"
EVERY = ("accounts", "directory", "events", "tokens", "verification")
CONTENT = ("Server logs", "Reciprocity", "Secret title", "a word of the case")


@pytest.fixture
def abe(world: World) -> APIClient:
    return program(world.auditor)


@pytest.fixture
def row(world: World) -> AssistanceRequest:
    row = world.sent(title="Secret title")
    return factories.done(
        row, "note", by=world.officer, on=dt.date(2026, 3, 3), texts={"note": "a word of the case"}
    )


def local_auditor(office: Office, name: str = "Lou Local") -> User:
    return factories.user(name, role=Role.AUDITOR, office=office)


def read(client: APIClient, log: str, query: str = "") -> Any:
    response = client.get(f"{LOGS}{log}/?{query}")
    assert response.status_code == 200, response.json()
    return response.json()


def lines(client: APIClient, log: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(client, log, f"page_size=200&{query}")["results"]
    return found


@pytest.mark.parametrize("log", EVERY)
def test_auditors_read_the_logs_and_nobody_else(world: World, log: str) -> None:
    for user in (world.officer, world.supervisor, world.stranger, world.administrator):
        response = program(user).get(f"{LOGS}{log}/")
        assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert program(world.auditor, {Scope.READ}).get(f"{LOGS}{log}/").status_code == 200
    assert program(world.auditor, {Scope.WRITE, Scope.REPORTS}).get(f"{LOGS}{log}/").status_code == 403
    assert APIClient().get(f"{LOGS}{log}/").status_code == 401
    assert program(world.auditor).post(f"{LOGS}{log}/").status_code == 405


# Requests


def test_entries_are_codes_and_never_content(world: World, abe: APIClient, row: AssistanceRequest) -> None:
    found = lines(abe, "events")
    assert [entry["kind"] for entry in found] == ["noted", "sent", "approved", "submitted", "drafted"]
    assert found[1]["request"] == {"uuid": str(row.uuid), "reference": row.reference}
    assert (found[1]["office"], found[1]["by"]["name"]) == ("BEJ", "Ann Officer")
    assert (found[1]["occurred"]["on"], found[1]["sequence"]) == ("2026-03-02", 4)
    for log in EVERY:
        body = abe.get(f"{LOGS}{log}/").content.decode()
        assert not [words for words in CONTENT if words in body]
    assert abe.get(f"/api/v1/requests/{row.uuid}/").status_code == 404


def test_people_and_authorities_are_told_by_uuid_not_by_id(world: World, abe: APIClient) -> None:
    row = world.sent()
    authority = Authority.objects.create(
        code="cn-moj",
        jurisdiction=factories.jurisdiction("CN"),
        name="Ministry",
        kind=AuthorityKind.POLICE,
        source="test",
        as_of=dt.date(2026, 1, 1),
    )
    ids = {"authority": authority.pk, "officer": world.officer.pk}
    append_only.remove(connection)
    Event.objects.filter(request=row, kind="sent").update(data={**ids, "stop": "x", "unknown": "no code"})
    Event.objects.filter(request=row, kind="approved").update(
        kind="corrected", data={"target": 1, "void": False, "changes": {**ids, "ground": "danger"}}
    )
    told = {"authority": str(authority.uuid), "officer": str(world.officer.uuid)}
    found = {entry["kind"]: entry["codes"] for entry in lines(abe, "events")}
    assert found["sent"] == {**told, "stop": "x"}
    assert found["corrected"] == {"target": 1, "void": False, "changes": {**told, "ground": "danger"}}


def test_an_auditor_reads_the_entries_of_audited_offices_only(world: World, row: AssistanceRequest) -> None:
    factories.opened(by=world.stranger, office=world.elsewhere)
    assert {entry["office"] for entry in lines(program(world.auditor), "events")} == {"BEJ"}
    paris = program(local_auditor(world.elsewhere))
    assert [(entry["office"], entry["kind"]) for entry in lines(paris, "events")] == [("PAR", "drafted")]
    assert lines(paris, "events", "office=BEJ") == []
    assert lines(paris, "events", f"request={row.uuid}") == []


@pytest.mark.usefixtures("row")
def test_a_token_of_an_office_reads_the_logs_of_that_office(world: World) -> None:
    """Its user audits all of them."""
    office = factories.office("SHA", parent=world.head)
    shanghai = factories.user("Shen", role=Role.OFFICER, office=office)
    factories.opened(by=shanghai, office=office)
    program(shanghai).get("/api/v1/requests/")
    for bound, code in ((world.beijing, "BEJ"), (office, "SHA")):
        client = program(world.auditor, office=bound)
        assert {entry["office"] for entry in lines(client, "events")} == {code}
        assert {use["office"] for use in lines(client, "tokens")} == {code}
        assert {line["office"] for line in lines(client, "accounts")} == {None, code}
        assert read(client, "verification")["requests"]["verified"] == 1
        other = "SHA" if code == "BEJ" else "BEJ"
        assert lines(client, "events", f"office={other}") == []
    about = {line["about"]["name"] for line in lines(client, "accounts") if line["about"]}
    assert "Shen" in about
    assert "Ann Officer" not in about


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kind=sent", ["sent"]),
        ("from=2026-03-03", ["noted"]),
        ("until=2026-03-02&kind=drafted", ["drafted"]),
        ("from=2026-03-04", []),
        ("from=0001-01-01&until=9999-12-31&kind=noted", ["noted"]),
        ("office=BEJ&kind=approved", ["approved"]),
        ("office=XXX", []),
        ("user=00000000-0000-4000-8000-000000000000", []),
    ],
)
@pytest.mark.usefixtures("row")
def test_entries_are_filtered(abe: APIClient, query: str, kinds: list[str]) -> None:
    assert [entry["kind"] for entry in lines(abe, "events", query)] == kinds


@pytest.mark.usefixtures("row")
def test_entries_are_filtered_by_who_recorded_them(world: World, abe: APIClient) -> None:
    found = lines(abe, "events", f"user={world.supervisor.uuid}")
    assert [entry["kind"] for entry in found] == ["approved"]


@pytest.mark.parametrize(
    ("log", "query"),
    [
        ("events", "kind=colour"),
        ("events", "from=yesterday"),
        ("accounts", "user=1"),
        ("accounts", "kind=sent"),
        ("directory", "office=BEJ"),
        ("tokens", "status=banana"),
        ("tokens", "colour=red"),
        ("verification", "user=x"),
        ("events", "after=x"),
        ("events", "page_size=0"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(abe: APIClient, log: str, query: str) -> None:
    response = abe.get(f"{LOGS}{log}/?{query}")
    assert response.status_code == 422
    assert [fault["parameter"] for fault in response.json()["errors"]] == [query.partition("=")[0]]


@pytest.mark.usefixtures("row")
@pytest.mark.parametrize("log", ["events", "accounts"])
def test_a_log_is_read_page_by_page_there_and_back(world: World, log: str) -> None:
    client = APIClient()
    client.force_login(world.auditor)
    whole, pages = lines(client, log), []
    page = read(client, log, "page_size=2")
    while page["next"]:
        pages.append(page["results"])
        before, page = page, client.get(page["next"]).json()
    assert [line for found in (*pages, page["results"]) for line in found] == whole
    assert len(pages) >= 2
    assert client.get(page["previous"]).json()["results"] == before["results"]


# Accounts


def test_lines_of_the_log_of_accounts(world: World, abe: APIClient) -> None:
    accounts.set_deputy(
        world.officer,
        deputy=world.supervisor,
        absent_from=dt.date(2026, 3, 10),
        absent_until=None,
        by=None,
        at=NOON,
    )
    accounts.move_office(world.elsewhere, parent=world.head, by=None, at=NOON)
    moved, deputy = lines(abe, "accounts")[:2]
    assert (moved["kind"], moved["office"], moved["codes"]) == (
        "office_moved",
        "PAR",
        {"from": None, "to": "HQ"},
    )
    assert (deputy["kind"], deputy["about"]["name"], deputy["by"]) == ("deputy_named", "Ann Officer", None)
    assert deputy["codes"]["deputy"] == str(world.supervisor.uuid)
    assert deputy["sequence"] == moved["sequence"] - 1
    made = lines(abe, "accounts", "kind=token_made")[0]
    assert made["codes"]["scopes"] == ["read", "reports", "write"]
    ids = {str(user.pk) for user in User.objects.all()}
    assert not ids & {str(value) for line in lines(abe, "accounts") for value in line["codes"].values()}


def test_an_auditor_reads_about_the_people_and_offices_that_are_audited(world: World) -> None:
    accounts.record_sign_in(SIGNED_IN, user=world.stranger, at=NOON)
    accounts.record_sign_in(SIGNED_IN, user=world.officer, at=NOON)
    paris = program(local_auditor(world.elsewhere))
    found = lines(paris, "accounts")
    assert {line["office"] for line in found} == {None, "PAR"}
    assert {line["about"]["name"] for line in found if line["about"]} == {"Sam Stranger", "Lou Local"}
    assert [line["about"]["name"] for line in lines(paris, "accounts", "kind=signed_in")] == ["Sam Stranger"]
    assert lines(paris, "accounts", f"user={world.officer.uuid}") == []


def test_who_has_left_an_office_is_followed_no_further(world: World) -> None:
    accounts.record_sign_in(SIGNED_IN, user=world.stranger, at=NOON)
    later = NOON + dt.timedelta(days=20)
    membership = world.stranger.memberships.get()
    accounts.end_membership(membership, until_on=dt.date(2026, 3, 15), by=None, at=NOON)
    factories.membership(world.stranger, world.beijing, Role.OFFICER, from_on=dt.date(2026, 3, 15))
    accounts.record_sign_in(SIGNED_IN, user=world.stranger, at=later)
    for office, days in ((world.elsewhere, ["2026-03-09"]), (world.beijing, ["2026-03-29"])):
        client = program(local_auditor(office, f"Auditor of {office.code}"))
        found = lines(client, "accounts", f"kind=signed_in&user={world.stranger.uuid}")
        assert [line["occurred_at"][:10] for line in found] == days


def test_what_is_about_nobody_is_for_those_who_audit_everything(world: World, abe: APIClient) -> None:
    accounts.append(AccountEventKind.SIGN_IN_FAILED, by=None, at=NOON)
    assert lines(abe, "accounts", "kind=sign_in_failed") == []
    factories.membership(world.auditor, world.elsewhere, Role.AUDITOR)
    client = APIClient()
    client.force_login(world.auditor)
    assert len(lines(client, "accounts", "kind=sign_in_failed")) == 1


# Reference data and tokens


def test_changes_of_reference_data(world: World, abe: APIClient) -> None:
    services.load([files.jurisdictions()], by=world.administrator, recorded_at=NOON)
    [line] = lines(abe, "directory", f"user={world.administrator.uuid}&kind=added&table=jurisdiction")
    assert (line["table"], line["key"], line["kind"]) == ("jurisdiction", "Estonia", "added")
    assert line["by"]["name"] == "Ada Admin"
    assert lines(abe, "directory", "kind=changed&table=jurisdiction&from=2026-03-09") == []


def test_uses_of_tokens_refused_ones_among_them(world: World, abe: APIClient) -> None:
    used = program(world.officer)
    used.get("/api/v1/requests/?q=a+word+of+the+case")
    used.get(f"{LOGS}events/")
    found = lines(abe, "tokens", f"user={world.officer.uuid}")
    assert [(use["path"], use["status"]) for use in found] == [
        ("/api/v1/logs/events/", 403),
        ("/api/v1/requests/", 200),
    ]
    token = ApiToken.objects.get(user=world.officer)
    assert found[0]["token"] == {"uuid": str(token.uuid), "hint": token.hint}
    assert (found[0]["user"]["name"], found[0]["office"], found[0]["method"]) == ("Ann Officer", "BEJ", "GET")
    assert len(lines(abe, "tokens", f"token={token.uuid}&status=403")) == 1
    assert lines(abe, "tokens", "office=PAR") == []
    assert lines(program(local_auditor(world.elsewhere)), "tokens", f"token={token.uuid}") == []


# Verification


def test_the_chains_hold(world: World, abe: APIClient, row: AssistanceRequest) -> None:
    found = read(abe, "verification")
    lines_ = AccountEvent.objects.count()
    whole = {"first": 1, "last": lines_, "lines": lines_, "holds": True, "breaks": []}
    assert found["accounts"] == whole
    assert found["requests"] == {"holds": True, "verified": 1, "breaks": []}


@pytest.mark.parametrize(
    ("forge", "sequence", "reason"),
    [
        (lambda: Event.objects.filter(sequence=2).update(action="approve"), 2, "it was changed"),
        (lambda: Event.objects.filter(sequence=5).update(previous_hash="0" * 64), 5, "it does not follow"),
        (lambda: EventContent.objects.update(texts={"note": "Nobody rang."}), 5, "its words were changed"),
        (lambda: AssistanceRequest.objects.update(log_seal=""), 0, "the log was cut short"),
    ],
)
def test_it_is_told_where_the_log_of_a_request_breaks(
    world: World,
    abe: APIClient,
    row: AssistanceRequest,
    forge: Callable[[], object],
    sequence: int,
    reason: str,
) -> None:
    append_only.remove(connection)
    forge()
    found = read(abe, "verification")["requests"]
    assert found["holds"] is False
    assert (sequence, True) in [
        (one["sequence"], one["reason"].startswith(reason)) for one in found["breaks"]
    ]
    assert found["breaks"][0]["request"] == {"uuid": str(row.uuid), "reference": row.reference}
    assert read(program(local_auditor(world.elsewhere)), "verification")["requests"]["breaks"] == []


def test_it_is_told_where_the_log_of_accounts_breaks(abe: APIClient) -> None:
    append_only.remove(connection)
    AccountEvent.objects.filter(sequence=1).update(data={"a": 1})
    found = read(abe, "verification")["accounts"]
    assert (found["holds"], found["breaks"][0]["sequence"]) == (False, 1)


def test_the_log_of_accounts_is_verified_part_by_part(
    world: World, abe: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LINES", 5)
    count = AccountEvent.objects.count()
    newest = read(abe, "verification")["accounts"]
    assert (newest["first"], newest["last"], newest["holds"]) == (count - 4, count, True)
    append_only.remove(connection)
    AccountEvent.objects.filter(sequence=5).update(hash="0" * 64)
    found = {line: read(abe, "verification", f"line={line}")["accounts"]["breaks"] for line in (1, 6, 7, 99)}
    assert [one["sequence"] for one in found[1]] == [5]
    assert [one["sequence"] for one in found[6]] == [6]
    assert (found[7], found[99]) == ([], [])
    AccountEvent.objects.filter(sequence__gte=count - 1).delete()
    [cut] = read(abe, "verification")["accounts"]["breaks"]
    assert cut == {"sequence": count - 2, "reason": "lines after this one are missing"}


def test_logs_of_requests_are_verified_page_by_page(world: World, abe: APIClient) -> None:
    for _number in range(3):
        world.opened()
    first = read(abe, "verification", "page_size=2")
    assert (first["requests"]["verified"], first["accounts"]["holds"]) == (2, True)
    rest = abe.get(first["next"]).json()
    assert (rest["requests"]["verified"], rest["accounts"], rest["next"]) == (1, None, None)
    assert read(abe, "verification", "office=PAR")["requests"]["verified"] == 0


@pytest.mark.parametrize(
    ("log", "queries"),
    [("accounts", 7), ("directory", 5), ("events", 6), ("tokens", 5), ("verification", 10)],
)
def test_queries_do_not_grow_with_lines(world: World, abe: APIClient, log: str, queries: int) -> None:
    read(abe, log)  # a token's first use is noted on it
    for number in range(2):
        row = world.sent()
        casework.reassign(row, world.officer, by=world.supervisor, recorded_at=NOON, seen_version=row.version)
        accounts.move_office(world.elsewhere, parent=world.head if number else None, by=None, at=NOON)
        program(world.officer).get("/api/v1/requests/")
        with CaptureQueriesContext(connection) as captured:
            read(abe, log, "page_size=200")
        assert len(captured) == queries, [query["sql"] for query in captured]
