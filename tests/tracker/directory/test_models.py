"""What the database refuses, whoever writes to it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint

from tests import factories
from tests.tracker.directory.rows import SOURCED
from tracker.directory.dates import DatePrecision
from tracker.directory.models import (
    Authority,
    ContactPoint,
    Engagement,
    Holiday,
    Jurisdiction,
    LiaisonPost,
    TreatyRegister,
    TreatyStatus,
)

pytestmark = pytest.mark.django_db

DAY, LATER = date(2010, 5, 1), date(2011, 5, 1)


def _status(**columns: Any) -> TreatyStatus:
    return TreatyStatus(jurisdiction=factories.jurisdiction("EE"), instrument="treaty", **SOURCED, **columns)


def _authority(**columns: Any) -> Authority:
    values = {"code": "ee-moj", "name": "Ministry", "kind": "court", **SOURCED, **columns}
    return Authority(jurisdiction=factories.jurisdiction("EE"), **values)


def _post(**columns: Any) -> LiaisonPost:
    values = {"code": "post", "city": "Tallinn", "kind": "legal_attache", **SOURCED, **columns}
    values.setdefault("host", factories.jurisdiction("EE"))
    return LiaisonPost(sending=factories.jurisdiction("US"), **values)


def _engagement(**columns: Any) -> Engagement:
    values = {"code": "one", "title": "Training", "kind": "training", **SOURCED, **columns}
    return Engagement(jurisdiction=factories.jurisdiction("RO"), **values)


def _holiday(**columns: Any) -> Holiday:
    values = {"on": DAY, "name": "Day", "change": "added", **SOURCED, **columns}
    return Holiday(jurisdiction=factories.jurisdiction("EE"), **values)


def _contact(**columns: Any) -> ContactPoint:
    authority = Authority.objects.filter(code="ee-moj").first()
    if authority is None:
        authority = _authority()
        authority.save()
    return ContactPoint(authority=authority, name="Desk", **{"network": "g7_24_7", **SOURCED, **columns})


def _jurisdiction(**columns: Any) -> Jurisdiction:
    return Jurisdiction(**{"code": "YY", "name": "Y", "kind": "state", **SOURCED, **columns})


def _register(**columns: Any) -> TreatyRegister:
    return TreatyRegister(**{"instrument": "treaty", "name": "T", "kind": "treaty", **SOURCED, **columns})


REFUSED: dict[str, tuple[Any, ...]] = {
    "jurisdiction_iso3_once": (_jurisdiction, {"code": "XX", "iso3": "XXX"}, {"iso3": "XXX"}),
    "jurisdiction_kind_known": (_jurisdiction, {"kind": "planet"}),
    "jurisdiction_subdivision_has_calendar": (_jurisdiction, {"holiday_subdivision": "SCT"}),
    "jurisdiction_not_own_parent": (_jurisdiction, {"id": 99, "parent_id": 99}),
    "holiday_once_a_day": (_holiday, {}, {"name": "Other"}),
    "holiday_change_known": (_holiday, {"change": "moved"}),
    "treaty_register_kind_known": (_register, {"kind": "custom"}),
    "treaty_register_force_after_none": (_register, {"in_force_on": DAY, "not_in_force_on": DAY}),
    "treaty_status_once": (_status, {}, {}),
    "treaty_status_capacity_known": (_status, {"capacity": "guest"}),
    "treaty_status_signed_date_or_bound": (_status, {"signed_on": DAY, "signed_by": DAY}),
    "treaty_status_deposited_date_or_bound": (_status, {"deposited_on": DAY, "deposited_by": DAY}),
    "treaty_status_in_force_date_or_bound": (_status, {"in_force_on": DAY, "in_force_by": DAY}),
    "treaty_status_left_date_or_bound": (_status, {"left_on": DAY, "left_by": DAY}),
    "treaty_status_deposited_after_signed": (_status, {"signed_on": LATER, "deposited_on": DAY}),
    "treaty_status_in_force_after_deposited": (_status, {"deposited_on": LATER, "in_force_on": DAY}),
    "treaty_status_left_after_in_force": (_status, {"in_force_on": LATER, "left_on": DAY}),
    "authority_name_once": (_authority, {"code": "a"}, {"code": "b"}),
    "authority_kind_known": (_authority, {"kind": "oracle"}),
    "authority_not_own_parent": (_authority, {"id": 99, "parent_id": 99}),
    "contact_point_once": (_contact, {}, {}),
    "contact_point_network_known": (_contact, {"network": "gossip"}),
    "liaison_post_once": (_post, {"code": "a"}, {"code": "b"}),
    "liaison_post_kind_known": (_post, {"kind": "spy"}),
    "liaison_post_is_abroad": (_post, {"host": "US"}),
    "liaison_post_date_or_bound": (_post, {"opened_on": DAY, "opened_by": DAY}),
    "liaison_post_closes_after_opening": (_post, {"opened_on": LATER, "closed_on": DAY}),
    "engagement_once": (_engagement, {"code": "a"}, {"code": "b"}),
    "engagement_kind_known": (_engagement, {"kind": "party"}),
    "engagement_date_or_bound": (_engagement, {"until_on": DAY, "until_by": DAY}),
    "engagement_ends_after_start": (_engagement, {"from_on": LATER, "until_on": DAY}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name: str) -> None:
    make, *rows = REFUSED[name]
    *before, last = [
        {**columns, "host": factories.jurisdiction("US")} if "host" in columns else columns
        for columns in rows
    ]
    for columns in before:
        make(**columns).save()
    refused = make(**last)
    with pytest.raises(IntegrityError, match="UNIQUE|unique" if before else name), transaction.atomic():
        refused.save(force_insert=True)


def test_every_named_constraint_of_the_directory_is_tried() -> None:
    models: tuple[type[Model], ...] = (
        Jurisdiction, Holiday, TreatyRegister, TreatyStatus, Authority, ContactPoint, LiaisonPost, Engagement,
    )  # fmt: skip
    named = {
        constraint.name
        for model in models
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    }
    assert named == set(REFUSED)


def test_a_coarser_date_is_compared_only_as_far_as_it_is_known() -> None:
    row = _status(
        deposited_on=date(2011, 6, 1), in_force_on=date(2011, 1, 1), in_force_precision=DatePrecision.YEAR
    )
    row.full_clean()
    row.save()
    assert str(row.step("in_force")) == "2011"


@pytest.mark.parametrize(
    ("verified_on", "stale"), [(None, True), (date(2023, 5, 1), True), (date(2023, 5, 2), False)]
)
def test_a_sheet_is_stale_after_twelve_months(verified_on: date | None, stale: bool) -> None:
    assert _jurisdiction(verified_on=verified_on).is_stale(date(2024, 5, 1)) is stale
    assert ContactPoint(last_verified_on=verified_on).is_stale(date(2024, 5, 1)) is stale


def test_rows_say_what_they_are() -> None:
    shown = [str(make()) for make in (_status, _authority, _post, _engagement, _holiday, _register)]
    assert shown == ["EE treaty", "Ministry", "Tallinn, Legal attaché", "Training", "2010-05-01 Day", "T"]
    assert str(_contact()) == "Desk, G7 24/7 network"
