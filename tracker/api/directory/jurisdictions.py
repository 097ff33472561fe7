"""Jurisdictions as they are read: a line of the list, and the page of one."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.directory.authorities import ReadAuthority, ReadContactPoint
from tracker.api.directory.memberships import MembershipSerializer
from tracker.api.directory.parts import SOURCED
from tracker.api.directory.presence import ReadEngagement, ReadPost
from tracker.api.fields import PlaceRef, rows_of
from tracker.api.shaping import Shaped
from tracker.directory.models import Jurisdiction, JurisdictionKind, RelationshipGroup, TreatyRegister
from tracker.directory.queries import (
    Binding,
    authorities_of,
    contact_points_of,
    engagements_of,
    memberships_of,
    not_bound_of,
)


class RelationshipSerializer(serializers.ModelSerializer[RelationshipGroup]):
    """How the own State gets on with some jurisdictions, and what is hard with them."""

    class Meta:
        model = RelationshipGroup
        fields = ("code", "name", "challenge")


class RequirementsSerializer(serializers.ModelSerializer[Jurisdiction]):
    """What a jurisdiction asks of a request. An empty text means not known, never that there is no such rule."""

    class Meta:
        model = Jurisdiction
        fields = (
            "languages", "dual_criminality", "minimum_gravity", "death_penalty_assurance", "use_limitation",
            "communication",
        )  # fmt: skip


class JurisdictionLine(Shaped, serializers.ModelSerializer[Jurisdiction]):
    """A jurisdiction as the list shows it; requests are counted as far as the caller may see them."""

    kind = CodeField(JurisdictionKind)
    parent = PlaceRef(allow_null=True)
    relationship = RelationshipSerializer(source="relationship_group", allow_null=True)
    authorities_known = serializers.SerializerMethodField()
    open_requests = serializers.SerializerMethodField()
    is_stale = serializers.SerializerMethodField()

    class Meta:
        model = Jurisdiction
        fields: ClassVar[tuple[str, ...]] = (
            "code", "iso3", "kind", "name", "parent", "region", "subregion", "time_zone", "relationship",
            "authorities_known", "open_requests", "verified_on", "is_stale",
        )  # fmt: skip

    def get_authorities_known(self, row: Any) -> int:
        """How many authorities of it the directory has, closed ones among them."""
        return int(row.authority_count)

    def get_open_requests(self, row: Jurisdiction) -> int:
        """How many requests with it are open."""
        return int(self.context["open_with"].get(row.pk, 0))

    def get_is_stale(self, row: Jurisdiction) -> bool:
        """Whether its sheet was never verified, or twelve months or more before the day."""
        return row.is_stale(self.context["on"])


class RegisterRef(serializers.ModelSerializer[TreatyRegister]):
    """An instrument of the directory, by key and name."""

    class Meta:
        model = TreatyRegister
        fields = ("instrument", "name")


EXPANDABLE: Final = frozenset(
    {"authorities", "contact_points", "posts_hosted", "posts_sent", "engagements", "memberships", "not_bound"}
)


class JurisdictionWhole(JurisdictionLine):
    """Everything that the directory knows of one jurisdiction on a day, so far as `expand` asks for it."""

    expandable: ClassVar[frozenset[str]] = EXPANDABLE

    requirements = RequirementsSerializer(source="*")
    parts = PlaceRef(many=True)
    authorities = serializers.SerializerMethodField()
    contact_points = serializers.SerializerMethodField()
    posts_hosted = serializers.SerializerMethodField()
    posts_sent = serializers.SerializerMethodField()
    engagements = serializers.SerializerMethodField()
    memberships = serializers.SerializerMethodField()
    not_bound = serializers.SerializerMethodField()

    class Meta(JurisdictionLine.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            *(name for name in JurisdictionLine.Meta.fields if name != "authorities_known"), *SOURCED,
            "holiday_country", "holiday_subdivision", "requirements", "parts", "authorities", "contact_points",
            "posts_hosted", "posts_sent", "engagements", "memberships", "not_bound",
        )  # fmt: skip

    @extend_schema_field(ReadAuthority(many=True))
    def get_authorities(self, row: Jurisdiction) -> list[Any]:
        """Those that were open on the day."""
        found = authorities_of(row, self.context["on"]).select_related("jurisdiction", "parent")
        return rows_of(ReadAuthority(found, many=True, context=self._day))

    @extend_schema_field(ReadContactPoint(many=True))
    def get_contact_points(self, row: Jurisdiction) -> list[Any]:
        """Those of its authorities."""
        return rows_of(ReadContactPoint(contact_points_of(row), many=True, context=self._day))

    @extend_schema_field(ReadPost(many=True))
    def get_posts_hosted(self, row: Jurisdiction) -> list[Any]:
        """Posts that others keep here."""
        return rows_of(ReadPost(row.posts_hosted.select_related("host", "sending"), many=True))

    @extend_schema_field(ReadPost(many=True))
    def get_posts_sent(self, row: Jurisdiction) -> list[Any]:
        """Posts that it keeps abroad."""
        return rows_of(ReadPost(row.posts_sent.select_related("host", "sending"), many=True))

    @extend_schema_field(ReadEngagement(many=True))
    def get_engagements(self, row: Jurisdiction) -> list[Any]:
        """What was done together, the earliest first."""
        return rows_of(ReadEngagement(engagements_of(row), many=True))

    @extend_schema_field(MembershipSerializer(many=True))
    def get_memberships(self, _row: Jurisdiction) -> list[Any]:
        """Every instrument that it has a row for."""
        return rows_of(MembershipSerializer(self._bindings, many=True))

    @extend_schema_field(RegisterRef(many=True))
    def get_not_bound(self, row: Jurisdiction) -> list[Any]:
        """Instruments whose list is complete on the day and does not name it."""
        return rows_of(RegisterRef(not_bound_of(row, self._bindings, self.context["on"]), many=True))

    @property
    def _day(self) -> dict[str, Any]:
        return {"on": self.context["on"]}

    @cached_property
    def _bindings(self) -> tuple[Binding, ...]:
        jurisdiction: Any = self.instance
        return memberships_of(jurisdiction, self.context["on"])
