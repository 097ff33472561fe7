"""Dashboards, the register's file and reminders that reached nobody, over the API and as the pages have them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world, program
from tracker.accounts.choices import Scope
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.services import draft, enqueue
from tracker.reminders.models import MarkState, ReminderMark
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
LATER = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
OVERDUE = "/api/v1/overdue/"
WORKLIST = "/api/v1/worklist/"
UNDELIVERED = "/api/v1/reminders/undelivered/"
EXPORT = "/api/v1/requests/export/"


@pytest.fixture
def late(clock: MovableClock) -> World:
    """Three letters that nobody answered, one of another office, and a fresh draft; eight months later."""
    world = make_world(clock)
    for name in ("alpha", "beta", "gamma"):
        world.sent(on=MARCH, title=f"Letter {name}")
    factories.opened(by=world.officer, office=world.beijing, on=dt.date(2026, 3, 9), title="Fresh draft")
    factories.opened(by=world.stranger, office=world.elsewhere, on=MARCH, title="Paris only")
    clock.move_to(LATER)
    return world


def caller(user: User) -> APIClient:
    """Somebody with the session of a page: a token made in March has expired by November."""
    client = APIClient()
    client.force_login(user)
    return client


def read(client: APIClient, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.json()
    return response.json()


def listed(client: APIClient, query: str) -> set[str]:
    found = read(client, f"/api/v1/requests/?{query}&page_size=200")
    return {row["reference"] for row in found["results"]}


def counts(answer: Any) -> Iterator[tuple[int, str]]:
    """Every number of an answer that has rows, with their filter."""
    if isinstance(answer, dict):
        if {"value", "rows"} <= answer.keys():
            yield answer["value"], answer["rows"]
        for part in answer.values():
            yield from counts(part)
    elif isinstance(answer, list):
        for part in answer:
            yield from counts(part)


@pytest.mark.parametrize("address", [OVERDUE, WORKLIST])
@pytest.mark.parametrize("who", ["officer", "supervisor", "stranger", "administrator", "auditor"])
def test_every_number_lists_exactly_its_rows_for_each_role(late: World, address: str, who: str) -> None:
    client = caller(getattr(late, who))
    found = list(counts(read(client, address)))
    assert len(found) >= 4
    assert [len(listed(client, rows)) for _value, rows in found] == [value for value, _rows in found]
    seen = any(value for value, _rows in found)
    assert seen is (
        who in ("officer", "supervisor", "stranger") and not (who == "supervisor" and "work" in address)
    )


def test_the_dashboard_counts_what_the_page_counts(late: World) -> None:
    answer = read(caller(late.supervisor), OVERDUE)
    assert [(one["key"], one["value"]) for one in answer["figures"]] == [
        ("answers", 3),
        ("lapses", 0),
        ("ahead", 0),
        ("ours", 0),
    ]
    assert answer["figures"][0]["title"] == "requests overdue from them, of 4 open"
    assert [one["key"] for one in answer["channels"]] == ["letter_exchange"]
    [place] = answer["places"]
    assert (place["code"], [(cell["channel"], cell["value"]) for cell in place["cells"]]) == (
        "CN",
        [("letter_exchange", 3)],
    )
    [load] = answer["officers"]
    assert (load["officer"]["name"], load["office"]) == ("Ann Officer", "BEJ")
    assert (load["open"]["value"], load["overdue"]["value"]) == (4, 3)
    assert answer["undelivered"] == 0
    assert (load["opened"]["value"], load["closed"]["value"], load["backlog_months"]) == (4, 0, None)
    assert len(listed(caller(late.supervisor), answer["overdue"])) == 3
    assert [(one["office"], one["open"]["value"]) for one in answer["offices"]] == [("BEJ", 4)]
    assert [(one["days"], one["value"]) for one in answer["still"]] == [(30, 4), (90, 4), (180, 4), (365, 0)]
    assert [(one["key"], one["value"]) for one in answer["rules"]] == [
        ("custom.answer", 3),
        ("house.acknowledgement", 3),
    ]
    page = Client()
    page.force_login(late.supervisor)
    bars = page.get(reverse("overdue")).context["bars"]
    assert [(bar.label, bar.value) for bar in bars] == [
        (one["title"], one["value"]) for one in answer["ageing"]
    ]
    assert read(caller(late.officer), OVERDUE)["undelivered"] is None


def test_the_worklist_has_the_tasks_of_the_page_in_its_order(late: World) -> None:
    answer = read(caller(late.officer), WORKLIST)
    assert [section["key"] for section in answer["sections"]] == [
        "expiring",
        "approvals",
        "owed",
        "turn",
        "overdue",
        "chores",
    ]
    page = Client()
    page.force_login(late.officer)
    shown = page.get(reverse("worklist")).context["sections"]
    on_page = {
        section.key: [(task.row.assistance_request.reference, task.why) for task in section.tasks]
        for section in shown
    }
    told = {
        section["key"]: [(task["request"]["reference"], task["why"]) for task in section["tasks"]]
        for section in answer["sections"]
        if section["tasks"]
    }
    assert list(told.items()) == list(on_page.items())
    turn = next(section["tasks"] for section in answer["sections"] if section["key"] == "turn")
    [draft] = [task for task in turn if task["request"]["title"] == "Fresh draft"]
    assert (draft["action"], draft["why"], draft["late"]) == ("submit", "Finish and submit", "")


def test_what_is_told_of_each_request_can_be_narrowed(late: World) -> None:
    answer = read(caller(late.officer), f"{WORKLIST}?fields=uuid,version")
    tasks = [task["request"] for section in answer["sections"] for task in section["tasks"]]
    assert tasks
    assert all(set(task) == {"uuid", "version"} for task in tasks)


def test_a_field_that_is_none_is_refused_be_there_tasks_or_none(late: World) -> None:
    tasks = [section["tasks"] for section in read(caller(late.administrator), WORKLIST)["sections"]]
    assert not any(tasks)
    for user in (late.officer, late.administrator):
        told = caller(user).get(f"{WORKLIST}?fields=colour")
        assert told.status_code == 422
        assert [error["parameter"] for error in told.json()["errors"]] == ["fields"]


def test_a_supervisor_finds_the_approvals_that_wait(late: World) -> None:
    draft = AssistanceRequest.objects.get(title="Fresh draft")
    factories.done(draft, "submit", by=late.officer, on=dt.date(2026, 11, 19))
    answer = read(caller(late.supervisor), WORKLIST)
    [task] = next(section["tasks"] for section in answer["sections"] if section["key"] == "approvals")
    assert (task["request"]["reference"], task["action"]) == (draft.reference, "approve")


@pytest.mark.parametrize(("address", "queries"), [(OVERDUE, 16), (WORKLIST, 13)])
def test_queries_do_not_grow_with_rows(late: World, address: str, queries: int) -> None:
    client = caller(late.supervisor)
    read(client, address)
    for number in range(2):
        with CaptureQueriesContext(connection) as captured:
            read(client, address)
        assert len(captured) == queries, [query["sql"] for query in captured]
        late.sent(on=MARCH, title=f"More {number}")


# The register as a file


def exported(client: APIClient, query: str) -> list[dict[str, str]]:
    response = client.get(f"{EXPORT}?{query}", headers={"accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert response.streaming
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "query", ["", "state=overdue&sort=late", "q=beta", "stage=draft", "sort=opened", "authority=-"]
)
def test_the_file_holds_the_rows_of_the_list_in_its_order(late: World, query: str) -> None:
    client = caller(late.supervisor)
    rows = read(client, f"/api/v1/requests/?{query}")["results"]
    assert rows
    assert [row["Our reference"] for row in exported(client, query)] == [row["reference"] for row in rows]


def test_the_file_is_that_of_the_page(late: World) -> None:
    page = Client()
    page.force_login(late.officer)
    query = "?jurisdiction=CN&sort=held"
    on_page = page.get(f"{reverse('register_csv')}{query}").getvalue()
    assert caller(late.officer).get(f"{EXPORT}{query}").getvalue() == on_page


def test_the_file_tells_nobody_more_than_the_list(late: World) -> None:
    assert [row["Title"] for row in exported(caller(late.stranger), "")] == ["Paris only"]
    assert exported(caller(late.auditor), "") == []
    assert APIClient().get(EXPORT).status_code == 401


@pytest.mark.parametrize(
    "query", ["colour=red", "state=forged", "sort=colour", "page_size=2", "after=a1_", "fields=uuid"]
)
def test_what_the_file_cannot_do_is_refused(late: World, query: str) -> None:
    response = caller(late.officer).get(f"{EXPORT}?{query}", headers={"accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_token_exports_within_its_office_and_scope(clock: MovableClock) -> None:
    world = make_world(clock)
    row = world.opened()
    assert [
        line["Our reference"] for line in exported(program(world.supervisor, office=world.beijing), "")
    ] == [row.reference]
    own = factories.office("NYC", parent=world.head)
    assert exported(program(world.supervisor, office=own), "") == []
    assert program(world.officer, {Scope.REPORTS}).get(EXPORT).status_code == 403


def test_a_deadline_says_whether_a_status_enquiry_is_due(late: World) -> None:
    row = AssistanceRequest.objects.get(title="Letter alpha")
    found = read(caller(late.officer), f"/api/v1/requests/{row.uuid}/?expand=deadlines")
    asked = {deadline["rule"]: deadline["enquiry_due"] for deadline in found["deadlines"]}
    assert asked["house.status_enquiry"] is True
    assert asked["house.acknowledgement"] is True


# Reminders that reached nobody


def failed_reminder(row: AssistanceRequest, recipient: User) -> OutboxMessage:
    message = draft(
        kind=MailKind.REMINDER,
        recipient=recipient,
        template="reminder",
        params={},
        at=factories.moment(dt.date(2026, 4, 2)),
    )
    enqueue([message])
    OutboxMessage.objects.filter(pk=message.pk).update(state=MailState.FAILED, last_error="550 no such user")
    ReminderMark.objects.create(
        deadline=row.deadlines.open().order_by("late_from")[0],
        step="due",
        recipient=recipient,
        state=MarkState.SENT,
        message=message,
        created_at=message.created_at,
    )
    return message


def test_supervisors_read_what_was_not_delivered_and_send_it_again_once(late: World) -> None:
    row = AssistanceRequest.objects.get(title="Letter alpha")
    message = failed_reminder(row, late.officer)
    client = caller(late.supervisor)
    [mark] = read(client, UNDELIVERED)["results"]
    assert mark["uuid"] == str(message.uuid)
    assert mark["request"] == {"uuid": str(row.uuid), "reference": row.reference}
    assert (mark["recipient"]["name"], mark["last_error"]) == ("Ann Officer", "550 no such user")
    assert read(client, OVERDUE)["undelivered"] == 1
    retry = f"{UNDELIVERED}{message.uuid}/retry/"
    for _time in range(2):
        response = client.post(retry, headers={"Idempotency-Key": "again"})
        assert (response.status_code, response.json()["state"]) == (200, "queued")
    assert OutboxMessage.objects.get(pk=message.pk).state == MailState.QUEUED
    assert read(client, UNDELIVERED)["results"] == []
    assert client.post(retry).status_code == 404


def test_nobody_else_finds_them(late: World) -> None:
    message = failed_reminder(AssistanceRequest.objects.get(title="Letter alpha"), late.officer)
    retry = f"{UNDELIVERED}{message.uuid}/retry/"
    for user in (late.officer, late.stranger, late.administrator, late.auditor):
        assert caller(user).get(UNDELIVERED).status_code == 404
        assert caller(user).post(retry).status_code == 404
    head_of_paris = factories.user("Pia", role=Role.SUPERVISOR, office=late.elsewhere)
    assert read(caller(head_of_paris), UNDELIVERED)["results"] == []
    assert caller(head_of_paris).post(retry).status_code == 404
    assert OutboxMessage.objects.get(pk=message.pk).state == MailState.FAILED


def test_what_was_not_delivered_is_read_page_by_page(late: World) -> None:
    uuids = [
        str(failed_reminder(AssistanceRequest.objects.get(title=f"Letter {name}"), late.officer).uuid)
        for name in ("alpha", "beta", "gamma")
    ]
    client = caller(late.supervisor)
    first = read(client, f"{UNDELIVERED}?page_size=2")
    rest = read(client, first["next"])
    assert [mark["uuid"] for mark in (*first["results"], *rest["results"])] == uuids[::-1]
    assert rest["next"] is None
