"""The page of a jurisdiction, and the searches."""

from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.tracker.directory.rows import RECORDED_AT, SOURCED, register, status
from tracker.directory import services
from tracker.directory.queries import (
    authorities_of,
    jurisdiction_profile,
    search_authorities,
    search_jurisdictions,
)

pytestmark = pytest.mark.django_db
ON = date(2024, 1, 1)


def test_a_profile_gathers_everything() -> None:
    romania, us = factories.jurisdiction("RO", verified_on=date(2023, 6, 1)), factories.jurisdiction("US")
    part = factories.jurisdiction("RO-B", parent=romania)
    register()
    status("RO", in_force_on=date(2004, 9, 1))
    new: dict[str, Any] = {"by": None, "recorded_at": RECORDED_AT, **SOURCED}
    desk = services.save_authority(
        "ro-24-7", jurisdiction=romania, name="Desk", kind="contact_point", **new
    ).row
    point = services.save_contact_point(
        desk, "budapest_35", "Duty", last_verified_on=date(2022, 1, 1), **new
    ).row
    post = services.save_liaison_post(
        "buh", city="Bucharest", host=romania, sending=us, kind="legal_attache", **new
    ).row
    training = services.save_engagement(
        "ro-training", jurisdiction=romania, kind="training", title="Training", people_trained=600, **new
    ).row

    profile = jurisdiction_profile(romania, ON)

    assert [binding.status.instrument for binding in profile.memberships] == ["treaty"]
    assert (profile.authorities, profile.contact_points, profile.parts) == ((desk,), (point,), (part,))
    assert (profile.posts_hosted, profile.posts_sent, profile.engagements) == ((post,), (), (training,))
    assert not profile.is_stale
    assert profile.stale_contact_points == (point,)


def test_a_closed_authority_is_not_offered() -> None:
    estonia = factories.jurisdiction("EE")
    new: dict[str, Any] = {
        "by": None,
        "recorded_at": RECORDED_AT,
        "kind": "court",
        "jurisdiction": estonia,
        **SOURCED,
    }
    services.save_authority("ee-old", name="Old", closed_on=ON, **new)
    services.save_authority("ee-new", name="New", closed_on=date(2024, 1, 2), **new)
    assert [authority.code for authority in authorities_of(estonia, ON)] == ["ee-new"]


@pytest.mark.parametrize("typed", ["TURKIYE", "türk", "tr", "TUR", " tu  "])
def test_a_jurisdiction_is_found_however_it_is_typed(typed: str) -> None:
    services.save_jurisdiction(
        "TR", iso3="TUR", name="Türkiye", kind="state", by=None, recorded_at=RECORDED_AT, **SOURCED
    )
    assert [row.code for row in search_jurisdictions(typed)] == ["TR"]


def test_an_empty_search_finds_all_and_a_strange_one_nothing() -> None:
    factories.jurisdiction("EE")
    services.save_authority("ee-moj", name="Õigus", kind="court", by=None, recorded_at=RECORDED_AT, **SOURCED)
    assert search_jurisdictions("").count() == search_authorities(" ").count() == 1
    assert search_authorities("oigus").count() == 1
    assert search_jurisdictions("%").count() == search_authorities("_").count() == 0
