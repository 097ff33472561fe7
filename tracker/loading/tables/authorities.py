"""Authorities and their contact points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.directory import services
from tracker.directory.models import AuthorityKind, Network
from tracker.loading.fields import (
    ChannelsColumn,
    CodeColumn,
    DayColumn,
    TextColumn,
    YesNoColumn,
    authority_column,
    jurisdiction_column,
)
from tracker.loading.tables.base import SourcedForm, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.directory.models import ChangeKind
    from tracker.loading.values import Loading


class AuthorityForm(SourcedForm):
    """A row of authorities."""

    code = TextColumn(required=True)
    jurisdiction = jurisdiction_column()
    name = TextColumn(required=True)
    kind = CodeColumn(AuthorityKind)
    parent = authority_column()
    address = TextColumn()
    email = TextColumn()
    phone = TextColumn()
    languages = TextColumn()
    channels = ChannelsColumn()
    illustrative = YesNoColumn()
    verified_on = DayColumn()
    closed_on = DayColumn()


class ContactPointForm(SourcedForm):
    """A row of contact_points."""

    authority = authority_column(required=True)
    network = CodeColumn(Network)
    name = TextColumn(required=True)
    phone = TextColumn()
    email = TextColumn()
    hours = TextColumn()
    languages = TextColumn()
    illustrative = YesNoColumn()
    last_verified_on = DayColumn()


def _keep_authority(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_authority(**row, by=loading.by, recorded_at=loading.recorded_at).change


def _keep_contact_point(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_contact_point(**row, by=loading.by, recorded_at=loading.recorded_at).change


AUTHORITIES = Table(
    name="authorities",
    form=AuthorityForm,
    key=("code",),
    keep=_keep_authority,
    after=("jurisdictions",),
    parent="parent",
)
CONTACT_POINTS = Table(
    name="contact_points",
    form=ContactPointForm,
    key=("authority", "network", "name"),
    keep=_keep_contact_point,
    after=("authorities",),
)
