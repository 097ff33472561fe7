"""What programs are told of a preservation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests import factories
from tests.tracker.api.world import NOON, World, program
from tracker.api.requests.parts import EventSerializer
from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from workflows.vocabulary import LinkKind

BEGUN = dt.date(2025, 11, 3)
MARCH = dt.date(2026, 3, 2)


def covered(world: World) -> tuple[AssistanceRequest, AssistanceRequest]:
    """A preservation of December, renewed in January, and its production request, received in February."""
    kept = world.sent(
        channel="network_24_7", instrument="budapest", to="DE", items=("PRES", "SUBS"), on=BEGUN
    )
    ann = world.officer
    factories.done(kept, "confirm_preservation", on=dt.date(2025, 12, 1), items=("1",), by=ann)
    factories.done(fresh(kept), "renew_preservation", on=dt.date(2026, 1, 10), items=("1",), by=ann)
    row = world.sent(channel="treaty", instrument="budapest", to="DE", on=BEGUN)
    stamp: dict[str, Any] = {"by": ann, "recorded_at": factories.moment(MARCH), "seen_version": row.version}
    services.link(row, kept, LinkKind.PRODUCTION_OF, **stamp)
    factories.done(fresh(row), "acknowledge", on=dt.date(2026, 2, 4), by=ann)
    return kept, row


def fresh(row: AssistanceRequest) -> AssistanceRequest:
    return AssistanceRequest.objects.select_related("office").get(pk=row.pk)


def read(client: Any, address: str) -> Any:
    answer = client.get(f"/api/v1/requests/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_item_says_how_long_it_is_kept(world: World) -> None:
    kept, _row = covered(world)
    ann = program(world.officer)
    preserved, other = read(ann, f"{kept.uuid}/items/")["results"]
    assert preserved["preserved"] == {
        "begun": "2025-12-01",
        "until": "2026-03-11",
        "renewals": 1,
        "state": "met",
    }
    assert other["preserved"] is None
    assert read(ann, f"{kept.uuid}/")["items"][0] == preserved


def test_the_entry_names_the_production_to_who_may_see_it(world: World) -> None:
    kept, row = covered(world)
    entry = read(program(world.officer), f"{kept.uuid}/events/")["results"][-1]
    assert (entry["kind"], entry["source"], entry["by"]) == ("production_requested", "system", None)
    named = {"uuid": str(row.uuid), "reference": row.reference}
    assert entry["codes"] == {"received": "2026-02-04", "production": named}
    services.grant_access(
        fresh(kept), world.stranger, until_on=None, by=world.supervisor, recorded_at=factories.moment(MARCH),
        seen_version=fresh(kept).version,
    )  # fmt: skip
    case = Case(row=fresh(kept), viewer=Viewer(user=world.stranger, at=NOON))
    entry = kept.events.get(kind="production_requested")
    assert EventSerializer(entry, context={"case": case}).data["codes"] == {"received": "2026-02-04"}


def test_the_log_of_auditors_leaves_out_which_request_it_was(world: World) -> None:
    covered(world)
    answer = program(world.auditor).get("/api/v1/logs/events/", {"kind": "production_requested"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["results"][0]["codes"] == {"received": "2026-02-04"}
