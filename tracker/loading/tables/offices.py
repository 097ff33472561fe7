"""Offices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.accounts.models import Office
from tracker.accounts.services import change_office, create_office, move_office
from tracker.directory.models import ChangeKind
from tracker.loading.fields import RowColumn, TextColumn, jurisdiction_column
from tracker.loading.tables.base import RowForm, Table
from tracker.reminders.services import plan_moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.loading.values import Loading


class OfficeForm(RowForm):
    """A row of offices."""

    code = TextColumn(required=True)
    name = TextColumn(required=True)
    parent = RowColumn(Office)
    time_zone = TextColumn(required=True)
    host_jurisdiction = jurisdiction_column(required=True)
    own_jurisdiction = jurisdiction_column(required=True)


def _keep_office(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    """Found the office, or bring it to what the row says: its columns, then its place in the tree."""
    office = Office.objects.filter(code=row["code"].strip().upper()).first()
    if office is None:
        create_office(**row, by=loading.by, at=loading.recorded_at)
        return ChangeKind.ADDED
    columns = {name: value for name, value in row.items() if name not in {"code", "parent"}}
    before = _stored(office)
    change_office(office, **columns, is_active=office.is_active, by=loading.by, at=loading.recorded_at)
    if "parent" in row:
        above = office.parent_id
        moved = move_office(office, parent=row["parent"], by=loading.by, at=loading.recorded_at)
        if moved.parent_id != above:
            plan_moved(moved, at=loading.recorded_at)
    after = _stored(Office.objects.get(pk=office.pk))
    return ChangeKind.UNCHANGED if before == after else ChangeKind.CHANGED


def _stored(office: Office) -> tuple[object, ...]:
    return (
        office.name,
        office.parent_id,
        office.time_zone,
        office.host_jurisdiction_id,
        office.own_jurisdiction_id,
    )


OFFICES = Table(
    name="offices",
    form=OfficeForm,
    key=("code",),
    keep=_keep_office,
    after=("jurisdictions",),
    parent="parent",
)
