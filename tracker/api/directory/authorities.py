"""Authorities and their points of contact, as they are read."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.directory.parts import SOURCED
from tracker.api.fields import AuthorityRef, PlaceRef, rows_of
from tracker.api.shaping import Shaped
from tracker.directory.models import Authority, AuthorityKind, ContactPoint, Network


class ReadAuthority(serializers.ModelSerializer[Authority]):
    """An addressee of requests. One without a jurisdiction belongs to no single State."""

    kind = CodeField(AuthorityKind)
    jurisdiction = PlaceRef(allow_null=True)
    parent = AuthorityRef(allow_null=True)
    email = serializers.CharField(help_text="Empty where it is not known.")
    channels = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the channels that it takes; empty means not known."
    )
    is_stale = serializers.SerializerMethodField()

    class Meta:
        model = Authority
        fields: ClassVar[tuple[str, ...]] = (
            "uuid", "code", "name", "kind", "jurisdiction", "parent", "address", "email", "phone", "languages",
            "channels", "illustrative", "verified_on", "is_stale", "closed_on", *SOURCED,
        )  # fmt: skip

    def get_is_stale(self, row: Authority) -> bool:
        """Whether its particulars were verified, but twelve months or more before the day."""
        return row.is_stale(self.context["on"])


class AuthorityLine(Shaped, ReadAuthority):
    """An authority as a list shows it."""


class ReadContactPoint(serializers.ModelSerializer[ContactPoint]):
    """Somebody who answers for an authority in a network, and when that was last tried."""

    network = CodeField(Network)
    authority = AuthorityRef()
    email = serializers.CharField(help_text="Empty where it is not known.")
    is_stale = serializers.SerializerMethodField()

    class Meta:
        model = ContactPoint
        fields: ClassVar[tuple[str, ...]] = (
            "authority", "network", "name", "phone", "email", "hours", "languages", "illustrative",
            "last_verified_on", "is_stale", *SOURCED,
        )  # fmt: skip

    def get_is_stale(self, row: ContactPoint) -> bool:
        """Whether it was never tried, or twelve months or more before the day."""
        return row.is_stale(self.context["on"])


class ContactPointLine(Shaped, ReadContactPoint):
    """A contact point as a list shows it, with the jurisdiction of its authority."""

    jurisdiction = PlaceRef(source="authority.jurisdiction", allow_null=True)

    class Meta(ReadContactPoint.Meta):
        fields: ClassVar[tuple[str, ...]] = ("jurisdiction", *ReadContactPoint.Meta.fields)


class AuthorityWhole(AuthorityLine):
    """One authority with its units and its points of contact."""

    units = AuthorityRef(many=True)
    contact_points = serializers.SerializerMethodField()

    class Meta(ReadAuthority.Meta):
        fields: ClassVar[tuple[str, ...]] = (*ReadAuthority.Meta.fields, "units", "contact_points")

    @extend_schema_field(ReadContactPoint(many=True))
    def get_contact_points(self, row: Authority) -> list[Any]:
        """By network and name."""
        points = row.contact_points.select_related("authority")
        return rows_of(ReadContactPoint(points, many=True, context={"on": self.context["on"]}))
