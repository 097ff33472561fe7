"""Channels, instruments and the vocabulary as data, held to the tables that decide."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import NOON, World, program
from tracker.accounts.choices import Scope
from tracker.accounts.models import OfficeRung
from tracker.accounts.services import ladders
from workflows import vocabulary
from workflows.engine import Action, FieldName, Need
from workflows.engine.fields import FIELD_WORDS
from workflows.engine.needs import NEED_WORDS
from workflows.registry import CHANNELS, INSTRUMENTS, RULES, rules_possible
from workflows.vocabulary import (
    Direction,
    EventKind,
    Ground,
    GroundKind,
    ItemOutcome,
    Role,
    Transmission,
)

ADDRESSES = (
    "channels/",
    "channels/treaty/",
    "instruments/",
    "instruments/budapest/",
    "ladders/",
    "vocabulary/",
)
INTERNAL = {vocabulary.Tone}
"""How a line looks: no call takes it, and what shows a tone brings its words."""


@pytest.fixture
def ann(world: World) -> APIClient:
    return program(world.officer)


def read(client: APIClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def codes(members: Any) -> set[str]:
    return {str(member.value) for member in members}


# Channels


def test_every_channel_is_listed_with_what_it_can_carry(ann: APIClient) -> None:
    listed = read(ann, "channels/")
    assert (listed["next"], listed["previous"]) == (None, None)
    found = {row["key"]: row for row in listed["results"]}
    assert list(found) == list(CHANNELS)
    for key, channel in CHANNELS.items():
        assert found[key]["version"] == channel.version
        assert found[key]["title"]["key"] == channel.label.msgid
        assert set(found[key]["directions"]) == channel.directions
        assert (found[key]["needs_instrument"], found[key]["compels"]) == (
            channel.needs_instrument,
            channel.compels,
        )
        assert set(found[key]["instruments"]) == {
            law.key for law in INSTRUMENTS.values() if key in law.channels
        }


@pytest.mark.parametrize("key", CHANNELS)
def test_a_channel_says_everything_that_its_table_says(ann: APIClient, key: str) -> None:
    channel, found = CHANNELS[key], read(ann, f"channels/{key}/")
    assert found["admissibility"]["court"] == channel.admissibility.court
    for part, table in (("admissibility", channel.admissibility), ("expectation", channel.expectation)):
        assert found[part]["citation"]["article"] == table.citation.article
        assert found[part]["citation"]["mark"] == table.citation.mark
    assert [(rule["key"], rule["version"]) for rule in found["rules"]] == [
        (rule.key, rule.version) for rule in channel.rules
    ]
    assert [part["direction"] for part in found["procedures"]] == [
        procedure.direction for procedure in channel.procedures
    ]
    for part, procedure in zip(found["procedures"], channel.procedures, strict=True):
        assert (part["initial"], part["first_action"]) == (procedure.initial, procedure.create)
        assert [
            (stop["key"], stop["party"], stop["optional"], stop["addressee"]) for stop in part["route"]
        ] == [(stop.key, stop.party, stop.optional, stop.addressee) for stop in procedure.route]
        assert [(state["stage"], state["waits_on"]) for state in part["states"]] == [
            (state.stage, state.waits_on) for state in procedure.states
        ]
        assert [action["key"] for action in part["actions"]] == [action.key for action in procedure.actions]
        for action, table_action in zip(part["actions"], procedure.actions, strict=True):
            _same(action, table_action)


def _same(found: dict[str, Any], action: Action) -> None:
    """One action as answered against the table's."""
    assert (found["title"]["key"], found["kind"]) == (action.label.msgid, action.kind)
    assert (found["target"], found["move"], found["offered"]) == (action.target, action.move, action.offered)
    assert (found["hint"] or {}).get("key") == (action.hint.msgid if action.hint else None)
    for name, members in (
        ("sources", action.sources),
        ("leads_to", action.targets()),
        ("roles", action.roles),
        ("not_by", action.not_by),
        ("done_here", action.done_here),
        ("sets", action.sets),
        ("clears", action.clears),
    ):
        assert set(found[name]) == set(members), name
        assert len(found[name]) == len(members), name
    assert {need["need"]: need["words"]["key"] for need in found["needs"]} == {
        need.value: NEED_WORDS[need].msgid for need in action.needs
    }
    assert [(asked["name"], asked["is_required"]) for asked in found["asks_for"]] == [
        (entry.name, entry.required) for entry in action.fields
    ]
    items = found["about_items"]
    assert (set(items["types"]), items["outcome"]) == (set(action.item_types), action.item_outcome)
    assert set(items["choosable"]) == set(action.choosable)


def test_the_codes_that_a_field_takes_are_those_of_its_table(ann: APIClient) -> None:
    channel = CHANNELS["letter_exchange"]
    part = read(ann, "channels/letter_exchange/")["procedures"][0]
    asked = {
        (action["key"], field["name"]): field["choices"]
        for action in part["actions"]
        for field in action["asks_for"]
    }
    procedure = channel.procedure(Direction.OUTGOING)
    refusals = {ground.value for ground in Ground if ground.kind is GroundKind.REFUSAL}
    assert set(asked["refuse", "ground"]) == refusals
    assert set(asked["postpone", "ground"]).isdisjoint(refusals)
    running = {rule.key for rule in rules_possible(channel, Direction.OUTGOING)}
    assert set(asked["extend_deadline", "deadline"]) == running
    assert "house.acknowledge" not in running  # it runs for what they ask of us
    stops = [choices for (_action, name), choices in asked.items() if name == FieldName.STOP]
    assert stops
    assert all(choices == [stop.key for stop in procedure.route] for choices in stops)
    modes = [choices for (_action, name), choices in asked.items() if name == FieldName.MODE]
    assert modes
    assert all(set(choices) == codes(Transmission) for choices in modes)
    assert asked["submit", "note"] is None


def test_a_rule_of_an_instrument_can_be_moved_where_it_runs() -> None:
    keys = {rule.key for rule in rules_possible(CHANNELS["treaty"], Direction.OUTGOING)}
    assert "budapest.29_7" in keys
    assert "budapest.29_7" not in {
        rule.key for rule in rules_possible(CHANNELS["task_force"], Direction.OUTGOING)
    }


def test_a_request_asks_by_the_same_words_and_narrows_the_codes(world: World, ann: APIClient) -> None:
    row = world.sent()
    offers = {offer["action"]: offer for offer in read(ann, f"requests/{row.uuid}/")["available_actions"]}
    part = read(ann, "channels/letter_exchange/")["procedures"][0]
    checked = 0
    for action in part["actions"]:
        for field, now in zip(
            action["asks_for"], offers.get(action["key"], {}).get("asks_for", ()), strict=False
        ):
            assert (field["name"], field["title"], field["is_required"]) == (
                now["name"],
                now["title"],
                now["is_required"],
            )
            assert set(now["choices"] or ()) <= set(field["choices"] or ())
            checked += 1
    assert checked > 10


def test_which_items_can_be_chosen_follows_from_what_becomes_of_them() -> None:
    actions = {action.key: action for action in CHANNELS["treaty"].procedure(Direction.OUTGOING).actions}
    assert actions["refuse"].choosable == {ItemOutcome.OPEN}
    assert actions["reopen"].choosable == frozenset(ItemOutcome) - {ItemOutcome.OPEN}
    assert actions["submit"].choosable == frozenset(ItemOutcome)


# Instruments


@pytest.mark.parametrize("key", INSTRUMENTS)
def test_an_instrument_says_everything_that_its_table_says(ann: APIClient, key: str) -> None:
    law, found = INSTRUMENTS[key], read(ann, f"instruments/{key}/")
    assert (found["version"], found["register"], found["law_of"], found["criminal"]) == (
        law.version,
        law.register,
        law.law_of,
        law.criminal,
    )
    days = [day.isoformat() if day else None for day in (law.valid_from, law.valid_until)]
    assert [found["valid_from"], found["valid_until"]] == days
    assert found["citation"]["article"] == law.citation.article
    assert {row["channel"]: set(row["item_types"]) for row in found["channels"]} == dict(law.channels)
    assert [(row["ground"], [cited["article"] for cited in row["articles"]]) for row in found["grounds"]] == [
        (ground.value, [cited.article for cited in articles]) for ground, articles in law.grounds.items()
    ]
    assert len(found["rules"]) == len(law.rules)
    for rule, table in zip(found["rules"], law.rules, strict=True):
        assert (rule["key"], rule["version"], rule["roll"]) == (table.key, table.version, table.roll)
        assert (rule["period"]["count"], rule["period"]["unit"]) == (table.period.count, table.period.unit)
        for name in ("opens_on", "closes_on", "cancels_on", "item_types", "channels"):
            assert set(rule[name]) == getattr(table, name), name
        assert {row["direction"]: row["kind"] for row in rule["kinds"]} == {
            direction.value: table.kind_for(direction) for direction in table.directions
        }
        for name in ("upper", "extension"):
            period = getattr(table, name)
            assert (rule[name] and rule[name]["count"]) == (period and period.count)
        assert rule["citation"]["article"] == table.citation.article


def test_every_instrument_is_listed(ann: APIClient) -> None:
    listed = read(ann, "instruments/")["results"]
    assert [row["key"] for row in listed] == list(INSTRUMENTS)
    assert "rules" not in listed[0]


# The vocabulary


def test_every_list_of_the_vocabulary_is_told_with_words(ann: APIClient) -> None:
    found = read(ann, "vocabulary/")
    told = [{row["code"] for row in rows} for rows in found.values()]
    lists = [getattr(vocabulary, name) for name in vocabulary.__all__]
    for words in lists:
        if isinstance(words, type) and issubclass(words, Enum) and words not in INTERNAL:
            assert codes(words) in told, words
    for words in (Need, FieldName):
        assert codes(words) in told, words
    assert all(row["title"].strip() for rows in found.values() for row in rows)
    assert all(len({row["code"] for row in rows}) == len(rows) for rows in found.values())


def test_grounds_say_their_kind_and_events_what_they_count_as(ann: APIClient) -> None:
    found = read(ann, "vocabulary/")
    assert {row["code"]: row["kind"] for row in found["grounds"]} == {
        ground.value: ground.kind.value for ground in Ground
    }
    assert {row["code"]: row["counts"] for row in found["event_kinds"]} == {
        kind.value: kind.counts.value for kind in EventKind
    }


def test_every_need_and_every_field_has_its_sentence() -> None:
    assert set(NEED_WORDS) == set(Need)
    assert set(FIELD_WORDS) == set(FieldName)


# Ladders


def rungs(client: APIClient, path: str, rule: str, kind: str = "reply") -> dict[str, Any]:
    found = [row for row in read(client, path)["results"] if (row["rule"], row["kind"]) == (rule, kind)]
    assert len(found) == 1
    return {rung["key"]: rung for rung in found[0]["rungs"]}


def test_the_tables_say_when_whom_to_remind(ann: APIClient) -> None:
    found = read(ann, "ladders/")["results"]
    assert {row["rule"] for row in found} == set(RULES)
    late = rungs(ann, "ladders/", "house.acknowledgement")["late"]
    assert late == {
        "key": "late", "anchor": "late", "days": 7, "audience": ["officer", "supervisor"],
        "proposes_enquiry": True, "is_tightened": False,
    }  # fmt: skip
    assert set(rungs(ann, "ladders/", "budapest.29_7", "expiry")) >= {"thirty_days", "one_day", "lost"}
    assert {row["kind"] for row in found if row["rule"] == "eio.12_3"} == {"reply", "obligation"}


def test_an_office_is_told_what_it_and_those_above_have_tightened(world: World, ann: APIClient) -> None:
    for office, days in ((world.head, 5), (world.beijing, 2)):
        rung = OfficeRung(office=office, rule="house.acknowledgement", step="late", days=days, reason="Slow")
        ladders.tighten(rung, by=world.administrator, at=NOON)
    new = OfficeRung(office=world.head, kind="expiry", anchor="due", days=-60, reason="Early")
    ladders.tighten(new, by=world.administrator, at=NOON)
    late = rungs(ann, "ladders/?office=BEJ", "house.acknowledgement")["late"]
    assert (late["days"], late["is_tightened"]) == (2, True)
    assert rungs(ann, "ladders/?office=BEJ", "budapest.29_7", "expiry")[f"office_{new.pk}"]["days"] == -60
    above = program(world.supervisor)
    assert rungs(above, "ladders/?office=HQ", "house.acknowledgement")["late"]["days"] == 5
    assert rungs(ann, "ladders/", "house.acknowledgement")["late"]["days"] == 7


@pytest.mark.parametrize("code", ["HQ", "PAR", "XXX"])
def test_of_other_offices_nothing_is_told(ann: APIClient, code: str) -> None:
    answer = ann.get(f"/api/v1/ladders/?office={code}")
    assert answer.status_code == 422
    assert [(error["parameter"], error["detail"]) for error in answer.json()["errors"]] == [
        ("office", "Choose one of your own offices.")
    ]


# For whom, and at what cost


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_tables_are_for_everybody_who_signs_in(world: World, path: str) -> None:
    nobody = factories.user("Nora Nobody")
    for user in (world.officer, world.stranger, world.administrator, world.auditor, nobody):
        client = APIClient()
        client.force_login(user)
        assert client.get(f"/api/v1/{path}").status_code == 200
    assert program(world.officer, {Scope.READ}).get(f"/api/v1/{path}").status_code == 200
    assert program(world.officer, {Scope.REPORTS}).get(f"/api/v1/{path}").status_code == 403
    assert APIClient().get(f"/api/v1/{path}").status_code == 401
    assert program(world.officer).post(f"/api/v1/{path}", {}, format="json").status_code == 405


@pytest.mark.parametrize("path", ["channels/pigeon/", "instruments/handshake/"])
def test_what_no_table_has_is_not_found(ann: APIClient, path: str) -> None:
    answer = ann.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_tables_ask_the_database_for_the_caller_only(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    client = APIClient()
    client.force_login(world.officer)
    with django_assert_num_queries(2):  # the session and its user
        client.get(f"/api/v1/{path}")


def test_roles_have_the_names_of_the_accounts(ann: APIClient) -> None:
    assert {row["code"] for row in read(ann, "vocabulary/")["roles"]} == codes(Role)
