"""Packs over the API: asked for, followed, read, taken; by whom, and by whom not."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world, program
from tests.tracker.packs.asked import told
from tests.tracker.reports.facts import fact
from tracker.accounts.choices import Scope
from tracker.accounts.models import AccountEvent, Membership
from tracker.jobs import tasks
from tracker.packs.models import PackRun, PackState
from tracker.packs.registry import PACKS
from tracker.packs.services import MOST, making
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

RUNS = "/api/v1/packs/runs/"
QUESTION = {"from": "2026-01-01", "until": "2026-12-31", "minimum": "1"}
READ = ("", "pdf/", "xlsx/")


@pytest.fixture
def world(clock: MovableClock) -> World:
    made = make_world(clock)
    fact(made.beijing, dt.date(2026, 2, 2))
    return made


def ask(client: APIClient, pack: str = "fatf", **question: str) -> Any:
    return client.post(RUNS, {"pack": pack, "question": {**QUESTION, **question}}, format="json")


def ready(client: APIClient) -> str:
    address = str(ask(client).headers["Location"])
    tasks.make_packs()
    return address


def test_the_kinds_say_what_can_be_asked(world: World) -> None:
    listed = program(world.officer).get("/api/v1/packs/").json()["results"]
    assert [one["slug"] for one in listed] == list(PACKS)
    assert {one["name"] for one in listed[0]["parameters"]} > {"from", "until", "as_of", "hide_under"}


def test_it_is_accepted_followed_and_read(world: World) -> None:
    client = program(world.officer)
    answer = ask(client)
    run = answer.json()
    assert (answer.status_code, run["state"], run["document"], run["as_of"]) == (
        202, "queued", None, "2026-03-09",
    )  # fmt: skip
    assert answer.headers["Location"].endswith(f"{RUNS}{run['uuid']}/")
    for ending in ("pdf/", "xlsx/"):
        assert client.get(f"{RUNS}{run['uuid']}/{ending}").status_code == 404
    tasks.make_packs()
    found = client.get(answer.headers["Location"]).json()
    assert (found["state"], found["question"]) == ("done", QUESTION)
    assert found["document"]["computed_at"] == found["finished_at"]
    listed = client.get(RUNS).json()["results"]
    assert [(one["uuid"], one["state"], "document" in one) for one in listed] == [
        (run["uuid"], "done", False)
    ]
    for ending in ("pdf/", "xlsx/"):
        assert client.get(f"{RUNS}{run['uuid']}/{ending}").status_code == 200
    assert AccountEvent.objects.filter(kind="pack_taken").count() == 2


def test_the_same_asked_again_while_it_waits_is_one(world: World) -> None:
    client = program(world.officer)
    assert ask(client).json()["uuid"] == ask(client).json()["uuid"]


def test_a_repeated_call_gets_the_first_answer(world: World) -> None:
    client = program(world.officer)
    body = {"pack": "t-cy", "question": QUESTION}
    first, second = (
        client.post(RUNS, body, format="json", headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    Membership.objects.filter(user=world.officer).delete()
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    elsewhere = program(world.officer, office=world.elsewhere)
    assert elsewhere.post(RUNS, body, format="json", headers={"Idempotency-Key": "k1"}).status_code == 404


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ({"hide_under": "1"}, "hide_under"),
        ({"hide_under": "101"}, "hide_under"),
        ({"hide_under": "few"}, "hide_under"),
        ({"as_of": "2026-03-10"}, "as_of"),
        ({"from": "2027-01-01"}, "until"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    world: World, question: dict[str, str], parameter: str
) -> None:
    response = ask(program(world.officer), **question)
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, parameter)
    assert not PackRun.objects.exists()


def test_what_is_asked_must_be_a_pack(world: World) -> None:
    client = program(world.officer)
    assert ask(client, pack="no-such").status_code == 422
    assert client.post(RUNS, {"question": {}}, format="json").status_code == 422
    assert client.post(RUNS, {"pack": "fatf", "colour": "red"}, format="json").status_code == 422
    assert client.get("/api/v1/packs/fatf/").status_code == 404
    assert client.get(f"{RUNS}{uuid4()}/").status_code == 404


def test_so_many_and_no_more(world: World) -> None:
    client = program(world.officer)
    for minimum in range(1, MOST + 1):
        assert ask(client, minimum=str(minimum)).status_code == 202
    answer = ask(client, minimum="99")
    assert answer.status_code == 422
    assert "Wait for one of them" in answer.json()["detail"]


def test_a_failure_is_told_and_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = program(world.officer)
    address = ask(client).headers["Location"]
    with monkeypatch.context() as patch:
        patch.setattr(making, "filled", lambda *_given: 1 / 0)
        for _ in range(4):
            tasks.make_packs()
    assert client.get(address).json()["state"] == "failed"
    assert client.post(f"{address}retries/", {"x": 1}, format="json").status_code == 422
    assert client.post(f"{address}retries/").json()["state"] == "queued"
    tasks.make_packs()
    assert client.get(address).json()["state"] == PackState.DONE
    assert client.post(f"{address}retries/").json()["state"] == "done"


def test_only_the_scope_of_reports_asks_for_packs_and_reads_them(world: World) -> None:
    address = ready(program(world.officer, {Scope.REPORTS}))
    others = program(world.officer, {Scope.READ, Scope.WRITE})
    for ending in READ:
        assert others.get(f"{address}{ending}").status_code == 403
        assert program(world.officer, {Scope.REPORTS}).get(f"{address}{ending}").status_code == 200
    assert others.get(RUNS).status_code == 403
    assert others.post(f"{address}retries/").status_code == 403
    assert ask(others, minimum="3").status_code == 403


def test_every_address_for_every_caller(world: World) -> None:
    """One's own is read and tried again; anybody else's is not there; nobody is asked who they are."""
    address = ready(program(world.officer))
    for person in (world.supervisor, world.stranger, world.auditor, world.administrator):
        client = program(person)
        assert {client.get(f"{address}{ending}").status_code for ending in READ} == {404}
        assert client.post(f"{address}retries/").status_code == 404
        assert client.get(RUNS).json()["results"] == []
    nobody = APIClient()
    assert {nobody.get(f"{address}{ending}").status_code for ending in READ} == {401}
    assert {nobody.post(one).status_code for one in (RUNS, f"{address}retries/")} == {401}
    assert nobody.get("/api/v1/packs/").status_code == 401


def test_a_token_reads_what_its_office_may_count(world: World) -> None:
    both = world.officer
    factories.membership(both, world.elsewhere, Role.OFFICER)
    session = APIClient()
    session.force_login(both)
    of_both, of_one = ready(session), ready(program(both, office=world.beijing))
    here, there = program(both, office=world.beijing), program(both, office=world.elsewhere)
    assert [client.get(of_both).status_code for client in (session, here, there)] == [200, 404, 404]
    assert [client.get(of_one).status_code for client in (session, here, there)] == [200, 200, 404]
    assert [len(client.get(RUNS).json()["results"]) for client in (session, here, there)] == [2, 1, 0]


def test_figures_lead_to_rows_only_where_these_are_all(world: World) -> None:
    def rows(document: Any) -> set[str | None]:
        tables = [part["table"] for section in document["sections"] for part in section["parts"]]
        return {
            value["rows"] for table in tables if table for row in table["rows"] for value in row["values"]
        }

    client = program(world.officer)
    address = ready(client)
    assert rows(client.get(address).json()["document"]) - {None}
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)
    session = APIClient()
    session.force_login(world.officer)
    assert rows(session.get(address).json()["document"]) == {None}
    assert rows(told(session, "fatf", "from=2026-01-01&until=2026-12-31")) - {None}


def test_trying_again_waits_as_asking_does(world: World) -> None:
    client = program(world.officer)
    address = str(ask(client, minimum="50").headers["Location"])
    PackRun.objects.update(state=PackState.FAILED)
    for minimum in range(1, MOST + 1):
        ask(client, minimum=str(minimum))
    assert client.post(f"{address}retries/").status_code == ask(client, minimum="60").status_code == 422
    assert client.get(address).json()["state"] == "failed"
