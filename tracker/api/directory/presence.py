"""Who is posted where, and what was done together, as it is read."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.directory.parts import SOURCED, KnownDate, known
from tracker.api.fields import PlaceRef
from tracker.api.shaping import Shaped
from tracker.directory.models import Engagement, EngagementKind, LiaisonPost, PostKind


class ReadPost(serializers.ModelSerializer[LiaisonPost]):
    """A post that one jurisdiction keeps in another. `verified` is false where no source was read for it."""

    kind = CodeField(PostKind)
    host = PlaceRef()
    sending = PlaceRef()
    opened = serializers.SerializerMethodField()
    closed = serializers.SerializerMethodField()

    class Meta:
        model = LiaisonPost
        fields: ClassVar[tuple[str, ...]] = (
            "code", "city", "kind", "host", "sending", "staff", "opened", "closed", "verified", *SOURCED,
        )  # fmt: skip

    @extend_schema_field(KnownDate(allow_null=True))
    def get_opened(self, row: LiaisonPost) -> Any:
        """When it opened."""
        return known(row.opened, row.opened_by)

    @extend_schema_field(KnownDate(allow_null=True))
    def get_closed(self, row: LiaisonPost) -> Any:
        """When it closed."""
        return known(row.closed, row.closed_by)


class PostLine(Shaped, ReadPost):
    """A liaison post as a list shows it."""


class ReadEngagement(serializers.ModelSerializer[Engagement]):
    """Something done together with a jurisdiction."""

    kind = CodeField(EngagementKind)
    jurisdiction = PlaceRef()
    partner = PlaceRef(allow_null=True)
    began = serializers.SerializerMethodField()
    ended = serializers.SerializerMethodField()

    class Meta:
        model = Engagement
        fields: ClassVar[tuple[str, ...]] = (
            "code", "kind", "title", "jurisdiction", "partner", "began", "ended", "people_trained", *SOURCED,
        )  # fmt: skip

    @extend_schema_field(KnownDate(allow_null=True))
    def get_began(self, row: Engagement) -> Any:
        """When it began."""
        return known(row.began)

    @extend_schema_field(KnownDate(allow_null=True))
    def get_ended(self, row: Engagement) -> Any:
        """When it ended."""
        return known(row.ended, row.until_by)


class EngagementLine(Shaped, ReadEngagement):
    """An engagement as a list shows it."""
