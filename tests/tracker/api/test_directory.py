"""The directory through the API: no date more precise than its source, Parties of a day, for everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import World, program
from tests.tracker.directory.rows import RECORDED_AT, SOURCED, register, status
from tracker.accounts.choices import Scope
from tracker.api.directory.jurisdictions import EXPANDABLE
from tracker.api.paging import MOST
from tracker.directory import services
from tracker.directory.dates import DatePrecision
from tracker.directory.models import Authority, Capacity, Jurisdiction

NEW: dict[str, Any] = {"by": None, "recorded_at": RECORDED_AT, **SOURCED}
EVERYTHING = ",".join(sorted(EXPANDABLE))


@pytest.fixture
def ann(world: World) -> APIClient:
    return program(world.officer)


def read(client: APIClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def listed(client: APIClient, path: str) -> list[Any]:
    rows: list[Any] = read(client, path)["results"]
    return rows


def full(code: str = "RO") -> Jurisdiction:
    """A jurisdiction with one of everything."""
    row, us = factories.jurisdiction(code), factories.jurisdiction("US")
    factories.jurisdiction(f"{code}-B", parent=row)
    status(code, "budapest", deposited_by=dt.date(2024, 10, 9), declarations="Reserves Art. 22")
    desk = services.save_authority(
        f"{code}-desk",
        jurisdiction=row,
        name="Desk",
        kind="contact_point",
        channels=["treaty"],
        verified_on=dt.date(2025, 3, 9),
        **NEW,
    ).row
    services.save_authority(
        f"{code}-unit", jurisdiction=row, parent=desk, name="Night unit", kind="police", **NEW
    )
    services.save_authority(
        f"{code}-old", jurisdiction=row, name="Old", kind="court", closed_on=dt.date(2020, 1, 1), **NEW
    )
    services.save_contact_point(desk, "budapest_35", "Duty", last_verified_on=dt.date(2022, 1, 1), **NEW)
    services.save_contact_point(desk, "interpol", "Night", last_verified_on=dt.date(2025, 3, 10), **NEW)
    services.save_liaison_post(
        f"{code}-post",
        city=f"Capital of {code}",
        host=row,
        sending=us,
        kind="cyber_expert",
        opened_on=dt.date(2009, 1, 1),
        opened_precision=DatePrecision.YEAR,
        closed_by=dt.date(2013, 12, 31),
        **NEW,
    )
    services.save_liaison_post(
        f"{code}-abroad", city=f"Elsewhere, {code}", host=us, sending=row, kind="police_liaison", **NEW
    )
    services.save_engagement(
        f"{code}-training",
        jurisdiction=row,
        partner=us,
        kind="training",
        title="Training of investigators",
        until_by=dt.date(2013, 12, 31),
        people_trained=600,
        **NEW,
    )
    return row


# Jurisdictions


def test_jurisdictions_are_listed_by_name_and_narrowed_as_on_the_page(ann: APIClient) -> None:
    group = services.save_relationship_group("close", name="Close", position=1, challenge="Pace", **NEW).row
    factories.jurisdiction("EE", region="Europe", relationship_group=group)
    factories.jurisdiction("KE", region="Africa")
    factories.jurisdiction("EECTF", kind="body")
    everything = [row["code"] for row in listed(ann, "jurisdictions/")]
    assert everything == ["CN", "EE", "EECTF", "FR", "KE", "US"]
    for asked, codes in (
        ("region=Europe", ["EE"]),
        ("kind=body", ["EECTF"]),
        ("relationship=close", ["EE"]),
        ("q=ke", ["KE"]),
        ("q=", everything),
        ("q=atlantis", []),
        ("region=Narnia", []),
    ):
        assert [row["code"] for row in listed(ann, f"jurisdictions/?{asked}")] == codes, asked
    found = listed(ann, "jurisdictions/?q=ee&fields=code,relationship")
    assert found[0] == {
        "code": "EE",
        "relationship": {"code": "close", "name": "Close", "challenge": "Pace"},
    }


def test_open_requests_are_counted_as_far_as_one_may_see(world: World, ann: APIClient) -> None:
    world.opened(to="CN")
    factories.opened(by=world.stranger, office=world.elsewhere, to="CN")
    counted = {row["code"]: row["open_requests"] for row in listed(ann, "jurisdictions/")}
    assert (counted["CN"], counted["US"]) == (1, 0)
    assert read(ann, "jurisdictions/CN/")["open_requests"] == 1
    assert read(program(world.administrator), "jurisdictions/CN/")["open_requests"] == 0


def test_a_sheet_is_stale_when_nobody_confirmed_it_for_twelve_months_before_the_day(ann: APIClient) -> None:
    factories.jurisdiction("EE", languages="Estonian or English", verified_on=dt.date(2025, 3, 9))
    found = read(ann, "jurisdictions/ee/")
    assert (found["code"], found["verified_on"], found["is_stale"]) == ("EE", "2025-03-09", True)
    assert found["requirements"]["languages"] == "Estonian or English"
    assert found["requirements"]["dual_criminality"] == ""
    assert read(ann, "jurisdictions/EE/?on=2026-03-08")["is_stale"] is False
    assert read(ann, "jurisdictions/CN/")["is_stale"] is True


def test_a_jurisdiction_tells_more_when_it_is_asked_for(ann: APIClient) -> None:
    register("budapest", name="Convention on Cybercrime")
    register("g7", name="Group of Seven", complete_on=dt.date(2026, 11, 21))
    full("RO")
    register("uncac", name="Convention against Corruption")
    status("RO", "uncac", signed_on=dt.date(2003, 12, 9), as_of=dt.date(2027, 1, 1))
    plain = read(ann, "jurisdictions/RO/")
    assert EXPANDABLE.isdisjoint(plain)
    assert plain["parts"] == [{"code": "RO-B", "name": "Jurisdiction RO-B"}]
    assert (plain["source"], plain["as_of"]) == ("Made for a test", "2000-01-01")
    found = read(ann, f"jurisdictions/RO/?expand={EVERYTHING}")
    assert [row["code"] for row in found["authorities"]] == ["RO-desk", "RO-unit"]
    assert found["authorities"][1]["parent"]["name"] == "Desk"
    assert [(row["network"], row["is_stale"]) for row in found["contact_points"]] == [
        ("budapest_35", True),
        ("interpol", False),
    ]
    hosted, sent = found["posts_hosted"][0], found["posts_sent"][0]
    assert (hosted["code"], hosted["sending"]["code"], sent["code"], sent["host"]["code"]) == (
        "RO-post",
        "US",
        "RO-abroad",
        "US",
    )
    assert (found["engagements"][0]["people_trained"], found["engagements"][0]["partner"]["code"]) == (
        600,
        "US",
    )
    assert [(row["instrument"], row["in_force"]) for row in found["memberships"]] == [
        ("uncac", "no"),
        ("budapest", "unknown"),
    ]
    assert found["not_bound"] == [{"instrument": "g7", "name": "Group of Seven"}]
    before = read(ann, "jurisdictions/RO/?expand=authorities&on=2019-12-31")
    assert "RO-old" in [row["code"] for row in before["authorities"]]


# Dates


def test_a_date_is_no_more_precise_than_its_source(ann: APIClient) -> None:
    full("RO")
    post = next(row for row in listed(ann, "liaison-posts/") if row["code"] == "RO-post")
    assert post["opened"] == {
        "on": "2009",
        "precision": "year",
        "earliest": "2009-01-01",
        "latest": "2009-12-31",
    }
    assert post["closed"] == {"on": None, "precision": None, "earliest": None, "latest": "2013-12-31"}
    done = listed(ann, "engagements/")[0]
    assert (done["began"], done["ended"]["latest"]) == (None, "2013-12-31")


# Memberships


def test_the_steps_of_a_jurisdiction_with_dates_bounds_and_sources(ann: APIClient) -> None:
    register("budapest", name="Convention on Cybercrime", in_force_on=dt.date(2004, 7, 1))
    status(
        "EE",
        "budapest",
        signed_on=dt.date(2001, 11, 23),
        signed_source="The list of signatures",
        deposited_on=dt.date(2003, 5, 1),
        deposited_precision=DatePrecision.MONTH,
        in_force_on=dt.date(2004, 7, 1),
        verified=True,
    )
    row = listed(ann, "jurisdictions/EE/memberships/?on=2004-06-30")[0]
    assert (row["instrument"], row["name"], row["capacity"]) == (
        "budapest",
        "Convention on Cybercrime",
        Capacity.OWN,
    )
    assert row["signed"] == {
        "on": "2001-11-23",
        "precision": "day",
        "earliest": "2001-11-23",
        "latest": "2001-11-23",
        "source": "The list of signatures",
    }
    assert (row["deposited"]["on"], row["deposited"]["latest"]) == ("2003-05", "2003-05-31")
    assert (row["left"], row["verified"], row["in_force"]) == (None, True, "no")
    assert listed(ann, "jurisdictions/EE/memberships/?on=2004-07-01")[0]["in_force"] == "yes"
    assert listed(ann, "jurisdictions/EE/memberships/")[0]["in_force"] == "yes"


def test_what_is_not_known_is_answered_as_unknown(ann: APIClient) -> None:
    status("RO", "budapest", in_force_by=dt.date(2024, 10, 9))
    row = listed(ann, "jurisdictions/RO/memberships/?on=2015-12-03")[0]
    assert (row["in_force"], row["name"]) == ("unknown", "budapest")
    assert row["in_force_since"]["latest"] == "2024-10-09"


def test_a_roll_counts_those_that_are_certain_and_names_those_in_doubt(ann: APIClient) -> None:
    register("budapest", name="Convention on Cybercrime")
    register("uncac")
    status("EE", "budapest", signed_on=dt.date(2001, 11, 23), deposited_on=dt.date(2003, 5, 12))
    status("RO", "budapest", deposited_by=dt.date(2024, 10, 9))
    status("CW", "budapest", capacity=Capacity.EXTENSION, in_force_on=dt.date(2010, 10, 1))
    found = listed(ann, "memberships/?instrument=budapest&on=2015-12-03")
    assert len(found) == 1
    roll = found[0]
    assert (roll["instrument"], roll["kind"], roll["on"]) == ("budapest", "treaty", "2015-12-03")
    assert (roll["parties"]["count"], roll["parties"]["is_exact"]) == (1, False)
    assert [row["code"] for row in roll["parties"]["certain"]] == ["EE"]
    assert [row["code"] for row in roll["parties"]["possible"]] == ["RO"]
    assert roll["signatories"]["count"] == 1
    assert roll["bound"]["count"] == 0
    assert roll["bound"]["perhaps"] == 2
    assert "members" not in roll
    assert listed(ann, "memberships/?instrument=budapest&on=2025-01-01")[0]["parties"]["count"] == 2
    assert [roll["instrument"] for roll in listed(ann, "memberships/")] == ["budapest", "uncac"]
    members = listed(ann, "memberships/?instrument=budapest&expand=members")[0]["members"]
    assert [(row["jurisdiction"]["code"], row["capacity"]) for row in members] == [
        ("CW", "extension"),
        ("EE", "own"),
        ("RO", "own"),
    ]


# Authorities, contact points, posts, engagements


def test_authorities_are_found_by_name_code_and_place(ann: APIClient) -> None:
    estonia = factories.jurisdiction("EE")
    services.save_authority("ee-moj", jurisdiction=estonia, name="Õigus", kind="court", **NEW)
    services.save_authority("task-force", name="Task force", kind="body", **NEW)
    for asked in ("q=oigus", "q=ee-moj", "q=EE", "jurisdiction=EE", "kind=court"):
        assert [row["code"] for row in listed(ann, f"authorities/?{asked}")] == ["ee-moj"], asked
    alone = listed(ann, "authorities/?q=task")[0]
    assert (alone["jurisdiction"], alone["channels"], alone["is_stale"]) == (None, [], False)
    assert listed(ann, "authorities/?q=task&kind=court") == []


def test_a_closed_authority_is_left_out_of_the_list_and_still_read(ann: APIClient) -> None:
    full("RO")
    assert "RO-old" not in [row["code"] for row in listed(ann, "authorities/")]
    assert "RO-old" in [row["code"] for row in listed(ann, "authorities/?on=2019-12-31")]
    closed = Authority.objects.get(code="RO-old")
    assert read(ann, f"authorities/{closed.uuid}/")["closed_on"] == "2020-01-01"


def test_one_authority_has_its_units_and_contact_points(ann: APIClient) -> None:
    full("RO")
    desk, unit = (Authority.objects.get(code=code) for code in ("RO-desk", "RO-unit"))
    found = read(ann, f"authorities/{desk.uuid}/")
    assert (found["is_stale"], found["channels"]) == (True, ["treaty"])
    assert found["units"] == [{"uuid": str(unit.uuid), "name": "Night unit"}]
    assert [point["name"] for point in found["contact_points"]] == ["Duty", "Night"]
    assert read(ann, f"authorities/{desk.uuid}/?on=2026-03-08")["is_stale"] is False
    assert set(read(ann, f"authorities/{desk.uuid}/?fields=name")) == {"name"}


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("contact-points/?network=interpol", ["Night", "Night"]),
        ("contact-points/?jurisdiction=RO", ["Duty", "Night"]),
        ("liaison-posts/?host=RO", ["RO-post"]),
        ("liaison-posts/?sending=RO", ["RO-abroad"]),
        ("liaison-posts/?kind=cyber_expert", ["RO-post", "LV-post"]),
        ("engagements/?jurisdiction=LV", ["LV-training"]),
        ("engagements/?kind=office", []),
    ],
)
def test_filters_narrow(ann: APIClient, path: str, codes: list[str]) -> None:
    full("RO")
    full("LV")
    assert [row.get("code") or row["name"] for row in listed(ann, path)] == codes


def test_a_long_list_is_read_page_by_page_each_row_once(ann: APIClient) -> None:
    for number in range(7):
        services.save_authority(f"a-{number}", name=f"Authority {9 - number}", kind="court", **NEW)
    address, seen, pages = "/api/v1/authorities/?kind=court&page_size=3", [], 0
    while address:
        page = ann.get(address).json()
        seen += [row["code"] for row in page["results"]]
        last, address, pages = page, page["next"], pages + 1
    assert seen == [f"a-{number}" for number in range(7)]
    assert pages == 3
    back = ann.get(last["previous"]).json()
    assert [row["code"] for row in back["results"]] == ["a-3", "a-4", "a-5"]
    assert ann.get(back["previous"]).json()["previous"] is None


# For whom, what is refused, and at what cost

PATHS = {
    "jurisdictions/": 7,
    "jurisdictions/RO/": 8,
    f"jurisdictions/RO/?expand={EVERYTHING}": 17,
    "jurisdictions/RO/memberships/": 5,
    "memberships/": 4,
    "memberships/?instrument=budapest&expand=members": 4,
    "authorities/": 3,
    "contact-points/": 3,
    "liaison-posts/": 3,
    "engagements/": 3,
}
"""Every address, with the queries that it asks, those for the session and its user among them."""


@pytest.mark.parametrize("path", PATHS)
def test_the_directory_is_for_everybody_who_signs_in(world: World, path: str) -> None:
    register("budapest")
    full("RO")
    nobody = factories.user("Nora Nobody")
    for user in (world.officer, world.stranger, world.administrator, world.auditor, nobody):
        client = APIClient()
        client.force_login(user)
        assert client.get(f"/api/v1/{path}").status_code == 200
    assert program(world.officer, {Scope.READ}).get(f"/api/v1/{path}").status_code == 200
    assert program(world.officer, {Scope.REPORTS}).get(f"/api/v1/{path}").status_code == 403
    assert APIClient().get(f"/api/v1/{path}").status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "jurisdictions/atlantis/",
        "jurisdictions/%00/",
        "jurisdictions/XX/memberships/",
        "authorities/6b1f6f3c-3a52-4c6e-9c0a-2f8b5f1d7e10/",
    ],
)
def test_what_is_not_there_is_not_found(ann: APIClient, path: str) -> None:
    answer = ann.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("jurisdictions/?kind=planet", "kind"),
        ("jurisdictions/?on=yesterday", "on"),
        ("jurisdictions/?q=a%00b", "q"),
        ("jurisdictions/?colour=red", "colour"),
        ("jurisdictions/?after=a1_", "after"),
        ("jurisdictions/?fields=secret", "fields"),
        ("jurisdictions/?expand=members", "expand"),
        ("jurisdictions/CN/?on=2024-13-40", "on"),
        ("jurisdictions/CN/?expand=secrets", "expand"),
        ("jurisdictions/CN/memberships/?fields=name", "fields"),
        ("memberships/?instrument=handshake", "instrument"),
        ("memberships/?on=2024", "on"),
        ("authorities/?kind=planet", "kind"),
        ("authorities/?after=nonsense", "after"),
        (f"authorities/?page_size={MOST + 1}", "page_size"),
        ("contact-points/?network=ham_radio", "network"),
        ("liaison-posts/?on=2024-01-01", "on"),
        ("engagements/?kind=planet", "kind"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(ann: APIClient, path: str, parameter: str) -> None:
    answer = ann.get(f"/api/v1/{path}")
    assert answer.status_code == 422, answer.json()
    assert [reason["parameter"] for reason in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("path", PATHS)
def test_the_number_of_queries_does_not_grow_with_the_rows(world: World, path: str) -> None:
    register("budapest")
    full("RO")
    client = APIClient()
    client.force_login(world.officer)
    client.get(f"/api/v1/{path}")  # what is asked once per process
    with CaptureQueriesContext(connection) as few:
        client.get(f"/api/v1/{path}")
    for code in ("EE", "LV"):
        register(f"treaty-{code}", complete_on=dt.date(2027, 1, 1))
        full(code)
        status("RO", f"treaty-{code}")
    desk = Authority.objects.get(code="RO-desk")
    services.save_contact_point(desk, "g7_24_7", "More", **NEW)
    services.save_engagement(
        "more", jurisdiction=factories.jurisdiction("RO"), kind="training", title="More", **NEW
    )
    with CaptureQueriesContext(connection) as many:
        client.get(f"/api/v1/{path}")
    assert len(many) == len(few) == PATHS[path], [query["sql"][:90] for query in many]


def test_the_queries_for_one_authority_do_not_grow_either(world: World) -> None:
    full("RO")
    desk = Authority.objects.get(code="RO-desk")
    client = APIClient()
    client.force_login(world.officer)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/api/v1/authorities/{desk.uuid}/")
    services.save_contact_point(desk, "g7_24_7", "More", **NEW)
    services.save_authority(
        "more", jurisdiction=desk.jurisdiction, parent=desk, name="More", kind="police", **NEW
    )
    with CaptureQueriesContext(connection) as many:
        client.get(f"/api/v1/authorities/{desk.uuid}/")
    assert len(many) == len(few) == 5
