"""Jurisdictions, the groups they are sorted into, and corrections of their holiday calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.casework.services import after_edit
from tracker.directory import services
from tracker.directory.models import HolidayChange, JurisdictionKind
from tracker.loading.fields import (
    CodeColumn,
    DayColumn,
    NumberColumn,
    TextColumn,
    jurisdiction_column,
    relationship_group_column,
)
from tracker.loading.tables.base import RowForm, SourcedForm, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.directory.models import ChangeKind
    from tracker.loading.values import Loading


class RelationshipGroupForm(SourcedForm):
    """A row of relationship_groups."""

    code = TextColumn(required=True)
    name = TextColumn(required=True)
    challenge = TextColumn()
    position = NumberColumn(required=True)


class JurisdictionForm(SourcedForm):
    """A row of jurisdictions."""

    code = TextColumn(required=True)
    iso3 = TextColumn()
    kind = CodeColumn(JurisdictionKind)
    name = TextColumn(required=True)
    parent = jurisdiction_column()
    region = TextColumn()
    subregion = TextColumn()
    time_zone = TextColumn()
    holiday_country = TextColumn()
    holiday_subdivision = TextColumn()
    languages = TextColumn()
    dual_criminality = TextColumn()
    minimum_gravity = TextColumn()
    death_penalty_assurance = TextColumn()
    use_limitation = TextColumn()
    communication = TextColumn()
    verified_on = DayColumn()


class RelationshipForm(RowForm):
    """A row of relationships: each installation sorts jurisdictions into groups as it sees them."""

    jurisdiction = jurisdiction_column(required=True)
    relationship_group = relationship_group_column()


class HolidayForm(SourcedForm):
    """A row of holidays."""

    jurisdiction = jurisdiction_column(required=True)
    on = DayColumn(required=True)
    name = TextColumn(required=True)
    change = CodeColumn(HolidayChange)
    reason = TextColumn()


def _keep_group(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_relationship_group(**row, by=loading.by, recorded_at=loading.recorded_at).change


def _keep_jurisdiction(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return _recounted(
        services.save_jurisdiction(**row, by=loading.by, recorded_at=loading.recorded_at), loading
    )


def _keep_relationship(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_jurisdiction(
        row["jurisdiction"].code,
        relationship_group=row["relationship_group"],
        by=loading.by,
        recorded_at=loading.recorded_at,
    ).change


def _keep_holiday(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return _recounted(services.save_holiday(**row, by=loading.by, recorded_at=loading.recorded_at), loading)


def _recounted(saved: services.Saved[Any], loading: Loading) -> ChangeKind:
    """Another calendar moves the dates that are counted by it."""
    after_edit(saved, at=loading.recorded_at)
    return saved.change


RELATIONSHIP_GROUPS = Table(
    name="relationship_groups", form=RelationshipGroupForm, key=("code",), keep=_keep_group
)
JURISDICTIONS = Table(
    name="jurisdictions",
    form=JurisdictionForm,
    key=("code",),
    keep=_keep_jurisdiction,
    parent="parent",
)
RELATIONSHIPS = Table(
    name="relationships",
    form=RelationshipForm,
    key=("jurisdiction",),
    keep=_keep_relationship,
    after=("jurisdictions", "relationship_groups"),
)
HOLIDAYS = Table(
    name="holidays",
    form=HolidayForm,
    key=("jurisdiction", "on"),
    keep=_keep_holiday,
    after=("jurisdictions",),
)
