"""Lists over the API: the register's own filters and sorts, by key, in the shape that the caller wants."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import NOON, World, program
from tracker.api.requests.filters import FilterInput
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest
from tracker.casework.sorting import SORTS

QUERIES_OF_A_LIST = 5
QUERIES_OF_A_REQUEST = 21


@pytest.fixture
def ann(world: World) -> APIClient:
    return program(world.officer)


@pytest.fixture
def many(world: World) -> None:
    """Requests that differ in all that is filtered by."""
    factories.jurisdiction("FR", region="Europe")
    ways = (("letter_exchange", "CN"), ("treaty", "FR"), ("network_24_7", "FR"))
    for number in range(12):
        channel, to = ways[number % 3]
        day = dt.date(2026, 1, 5) + dt.timedelta(days=number)
        make = world.sent if number % 2 else world.opened
        make(
            channel=channel, to=to, on=day, title=f"Case {number}", items=("SUBS", "TRAF")[: 1 + number % 2],
            urgency="urgent" if number % 4 == 1 else "routine", urgency_reason="A life" if number % 4 == 1 else "",
        )  # fmt: skip


def results(client: APIClient, query: str = "", status: int = 200) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/requests/?{query}")
    assert answer.status_code == status, answer.json()
    return list(answer.json()["results"])


def test_every_filter_of_the_register_is_one_of_the_api() -> None:
    assert set(FilterInput().fields) == {field.name for field in fields(CaseFilter)}


DAYS = {
    "sent_from",
    "sent_until",
    "as_of",
    "flow_from",
    "flow_until",
    "known_on",
    "decided_from",
    "decided_until",
}


@pytest.mark.parametrize(
    "query",
    [
        "state=open", "state=overdue", "state=due_soon", "state=closed", "channel=treaty", "jurisdiction=FR",
        "region=Europe", "region=-", "stage=draft", "direction=outgoing", "direction=incoming", "urgency=urgent",
        "item_type=TRAF", "offence=-", "office=BEJ", "office=NONE", "q=case%203", "q=bej-2026-0004", "waits_on=us",
        "year=2026", "sent_from=2026-01-08&sent_until=2026-01-12", "outcome=open", "outcome_group=open_not_due",
        "owing=answers&owing_days=90", "late=31-90", "adopted=yes", "adopted=no", "instrument=budapest",
        "as_of=2026-01-10", "authority=00000000-0000-0000-0000-000000000000", "relationship=-",
        "flow=new&flow_from=2026-01-08&flow_until=2026-01-12", "flow=closed&ended_as=executed", "flow=pending",
        "flow=new&known_on=2026-01-09", "known_on=2026-01-09", "data_type=-", "data_type=traffic",
        "data_type=not_applicable&item_group=pending", "decided_from=2026-01-01&decided_until=2026-12-31",
        "item_group=given", "result=arrests", "currency=EUR", "result_from=2026-01-01&result_until=2026-12-31",
    ],
)  # fmt: skip
def test_a_filter_keeps_what_the_register_keeps(world: World, ann: APIClient, many: None, query: str) -> None:
    given: dict[str, Any] = dict(part.split("=") for part in query.replace("%20", " ").split("&"))
    for name in DAYS & given.keys():
        given[name] = dt.date.fromisoformat(given[name])
    for name in {"year", "owing_days"} & given.keys():
        given[name] = int(given[name])
    kept = apply(AssistanceRequest.objects.all(), CaseFilter(**given), at=NOON)
    assert {line["reference"] for line in results(ann, query)} == set(
        kept.values_list("reference", flat=True)
    )


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("stage=nowhere", "stage"), ("chanel=treaty", "chanel"), ("year=soon", "year"), ("officer=7", "officer"),
        ("q=a%00b", "q"), ("sort=up", "sort"), ("after=x", "after"), ("page_size=0", "page_size"),
        ("page_size=201", "page_size"), ("page_size=9" + "9" * 40, "page_size"),
        ("page_size=000200000", "page_size"), ("page_size=1" + "0" * 5000, "page_size"), ("fields=colour", "fields"),
        ("as_of=2026-02-30", "as_of"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_named(
    world: World, ann: APIClient, query: str, parameter: str
) -> None:
    told = ann.get(f"/api/v1/requests/?{query}")
    assert told.status_code == 422
    assert [error["parameter"] for error in told.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    "path",
    [
        "memberships/?", "jurisdictions/?q=nowhere&", "authorities/?", "liaison-posts/?", "webhooks/?",
        "requests/{uuid}/documents/?", "requests/{uuid}/links/?", "requests/{uuid}/results/?",
        "requests/{uuid}/grants/?",
    ],
)  # fmt: skip
def test_a_list_with_nothing_in_it_refuses_a_field_that_is_none(
    world: World, ann: APIClient, path: str
) -> None:
    address = f"/api/v1/{path.format(uuid=world.opened().uuid)}"
    assert ann.get(address).json() == {"results": [], "next": None, "previous": None}
    told = ann.get(f"{address}fields=colour")
    assert told.status_code == 422
    assert [error["parameter"] for error in told.json()["errors"]] == ["fields"]


@pytest.mark.parametrize("sort", [sort.key for sort in SORTS])
def test_pages_follow_one_another_without_gap_or_repeat(
    world: World, ann: APIClient, many: None, sort: str
) -> None:
    whole = [line["uuid"] for line in results(ann, f"sort={sort}")]
    walked, address, last = [], f"/api/v1/requests/?sort={sort}&page_size=5", None
    while address:
        page = ann.get(address).json()
        walked += [line["uuid"] for line in page["results"]]
        address, last = page["next"], page
    assert walked == whole
    assert len(whole) == 12
    assert last is not None
    before = ann.get(last["previous"]).json()["results"]
    assert [line["uuid"] for line in before] == whole[5:10]


def test_the_caller_leaves_out_and_adds(world: World, ann: APIClient, many: None) -> None:
    assert results(ann, "fields=reference,version&page_size=1")[0].keys() == {"reference", "version"}
    row = AssistanceRequest.objects.exclude(sent_on=None)[0]
    address = f"/api/v1/requests/{row.uuid}/"
    assert "events" not in ann.get(address).json()
    shaped = ann.get(f"{address}?fields=reference&expand=events,documents").json()
    assert shaped.keys() == {"reference", "events", "documents"}
    told = ann.get(f"{address}?expand=secrets")
    assert (told.status_code, told.json()["errors"][0]["parameter"]) == (422, "expand")


def test_a_list_asks_as_often_however_long_it_is(world: World, ann: APIClient, many: None) -> None:
    results(ann)  # the token's first use of the minute is noted on it
    for size in (1, 12):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            results(ann, f"page_size={size}")
        assert len(asked) == QUERIES_OF_A_LIST, [query["sql"] for query in asked]


def test_a_request_asks_as_often_however_much_lies_under_it(world: World, ann: APIClient) -> None:
    small = world.sent()
    large = world.sent(items=("SUBS", "TRAF", "CONT"))
    for number in range(5):
        large = factories.done(
            large, "note", by=world.officer, on=dt.date(2026, 3, 5), texts={"note": f"They rang {number}."}
        )
    everything = "expand=events,deadlines,documents,links,results,grants"
    results(ann)
    for row in (small, large):
        with CaptureQueriesContext(connection) as asked:
            assert ann.get(f"/api/v1/requests/{row.uuid}/?{everything}").status_code == 200
        assert len(asked) == QUERIES_OF_A_REQUEST, [query["sql"] for query in asked]
