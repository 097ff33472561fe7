"""The main job through the API alone: a client program logs, sends, finds what is late, reassigns, answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.client import CaseSystem, RefusedError
from tests.tracker.api.world import make_world, token_for
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_letter_from_the_first_call_to_the_answer(live_server: LiveServer, clock: MovableClock) -> None:
    world = make_world(clock)
    carl = factories.user("Carl Colleague", role=Role.OFFICER, office=world.beijing)
    site = live_server.url
    officer, supervisor, colleague = (
        CaseSystem(site=site, token=token_for(user, days=300))
        for user in (world.officer, world.supervisor, carl)
    )

    letter = officer.post("requests/", _letter())
    letter = officer.act(letter, "submit", "2026-03-02")
    with pytest.raises(AssertionError, match="Your role"):
        officer.act(letter, "approve", "2026-03-02")
    letter = supervisor.act(supervisor.read(letter), "approve", "2026-03-03")
    letter = officer.act(officer.read(letter), "send", "2026-03-03")
    for day in ("2026-03-04", "2026-03-06"):
        letter = officer.act(letter, "hand_over", day)
    assert letter["holder"]["party"] == "them"

    due = officer.read(letter, expand="deadlines", fields="version")["deadlines"]
    assert all(deadline["explanation"] and deadline["citation"]["article"] for deadline in due)

    clock.move_to(dt.datetime(2026, 10, 18, 12, tzinfo=dt.UTC))
    late = list(supervisor.every("requests/?state=overdue&page_size=1"))
    assert [line["reference"] for line in late] == [letter["reference"]]
    assert late[0]["standing"]["tone"] == "overdue"
    body = {"seen_version": letter["version"], "officer": str(carl.uuid)}
    letter = supervisor.post(f"requests/{letter['uuid']}/reassignments/", body)
    assert letter["officer"]["name"] == "Carl Colleague"

    before = _figures(supervisor)
    letter = colleague.act(colleague.read(letter), "execute", "2026-10-16", items=[1])
    assert (letter["outcome"], letter["answered_on"]) == ("executed", "2026-10-16")
    assert list(supervisor.every("requests/?state=overdue")) == []
    after = _figures(supervisor)
    assert (before["sent"]["value"], before["answered"]["value"]) == (1, 0)
    assert (after["sent"]["value"], after["answered"]["value"]) == (1, 1)
    counted = supervisor.every(f"requests/?{after['answered']['rows']}")
    assert [line["reference"] for line in counted] == [letter["reference"]]
    with pytest.raises(RefusedError, match="Somebody") as late_call:
        officer.post(
            f"requests/{letter['uuid']}/actions/note/",
            {"seen_version": 1, "occurred_on": "2026-10-17", "note": "x"},
        )
    assert late_call.value.problem["since"][-1]["kind"] == "executed"


def _figures(caller: CaseSystem) -> dict[str, dict[str, Any]]:
    """The figures of the report, by key."""
    return {figure["key"]: figure for figure in caller.get("reports/response-rate/")["figures"]}


def _letter() -> dict[str, object]:
    return {
        "office": "BEJ",
        "direction": "outgoing",
        "channel": "letter_exchange",
        "occurred_on": "2026-03-02",
        "title": "Server logs of a hosting company",
        "jurisdiction": "CN",
        "fallback_basis": "Reciprocity",
        "items": [{"type": "SUBS", "custodian": "A hosting company"}],
        "offences": [{"category": "illegal_access"}],
    }
