"""Liaison posts and engagements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.directory import services
from tracker.directory.models import EngagementKind, PostKind
from tracker.loading.fields import (
    CodeColumn,
    DayColumn,
    NumberColumn,
    PartialDateColumn,
    TextColumn,
    YesNoColumn,
    jurisdiction_column,
)
from tracker.loading.tables.base import SourcedForm, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.directory.models import ChangeKind
    from tracker.loading.values import Loading


class LiaisonPostForm(SourcedForm):
    """A row of liaison_posts."""

    code = TextColumn(required=True)
    city = TextColumn(required=True)
    host = jurisdiction_column(required=True)
    sending = jurisdiction_column(required=True)
    kind = CodeColumn(PostKind)
    staff = NumberColumn()
    opened_on = PartialDateColumn()
    opened_by = DayColumn()
    closed_on = PartialDateColumn()
    closed_by = DayColumn()
    verified = YesNoColumn()


class EngagementForm(SourcedForm):
    """A row of engagements."""

    code = TextColumn(required=True)
    jurisdiction = jurisdiction_column(required=True)
    partner = jurisdiction_column()
    kind = CodeColumn(EngagementKind)
    title = TextColumn(required=True)
    from_on = PartialDateColumn()
    until_on = PartialDateColumn()
    until_by = DayColumn()
    people_trained = NumberColumn()


def _keep_post(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_liaison_post(**row, by=loading.by, recorded_at=loading.recorded_at).change


def _keep_engagement(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_engagement(**row, by=loading.by, recorded_at=loading.recorded_at).change


LIAISON_POSTS = Table(
    name="liaison_posts", form=LiaisonPostForm, key=("code",), keep=_keep_post, after=("jurisdictions",)
)
ENGAGEMENTS = Table(
    name="engagements", form=EngagementForm, key=("code",), keep=_keep_engagement, after=("jurisdictions",)
)
