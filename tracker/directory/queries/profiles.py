"""One jurisdiction's page, and the searches that find jurisdictions and authorities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tracker.directory.models import Authority, ContactPoint, Engagement, Jurisdiction, LiaisonPost
from tracker.directory.queries.bindings import Binding, memberships_of
from tracker.directory.text import normalise

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionProfile:
    """Everything that the directory knows of a jurisdiction on a day."""

    jurisdiction: Jurisdiction
    on: date
    memberships: tuple[Binding, ...]
    authorities: tuple[Authority, ...]
    contact_points: tuple[ContactPoint, ...]
    posts_hosted: tuple[LiaisonPost, ...]
    posts_sent: tuple[LiaisonPost, ...]
    engagements: tuple[Engagement, ...]
    parts: tuple[Jurisdiction, ...]

    @property
    def is_stale(self) -> bool:
        """Whether somebody should ask the jurisdiction to confirm its sheet."""
        return self.jurisdiction.is_stale(self.on)

    @property
    def stale_contact_points(self) -> tuple[ContactPoint, ...]:
        """The contact points that nobody has tried for twelve months."""
        return tuple(point for point in self.contact_points if point.is_stale(self.on))


def jurisdiction_profile(jurisdiction: Jurisdiction, on: date) -> JurisdictionProfile:
    """Gather the page of a jurisdiction, with what binds it on that day."""
    points = ContactPoint.objects.filter(authority__jurisdiction=jurisdiction).select_related("authority")
    engagements = jurisdiction.engagements.select_related("partner").order_by("from_on", "title", "id")
    return JurisdictionProfile(
        jurisdiction=jurisdiction,
        on=on,
        memberships=memberships_of(jurisdiction, on),
        authorities=tuple(authorities_of(jurisdiction, on)),
        contact_points=tuple(points),
        posts_hosted=tuple(jurisdiction.posts_hosted.select_related("sending")),
        posts_sent=tuple(jurisdiction.posts_sent.select_related("host")),
        engagements=tuple(engagements),
        parts=tuple(jurisdiction.parts.all()),
    )


def authorities_of(jurisdiction: Jurisdiction, on: date) -> QuerySet[Authority]:
    """List the authorities of a jurisdiction that were open on that day."""
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return Authority.objects.filter(still_open, jurisdiction=jurisdiction).select_related("parent")


def search_jurisdictions(text: str) -> QuerySet[Jurisdiction]:
    """Find jurisdictions by any part of the name, or by code, however it is typed; all where nothing is."""
    wanted = normalise(text)
    if not wanted:
        return Jurisdiction.objects.all()
    found = Q(search_name__contains=wanted) | Q(code__iexact=wanted) | Q(iso3__iexact=wanted)
    return Jurisdiction.objects.filter(found)


def search_authorities(text: str) -> QuerySet[Authority]:
    """Find authorities by any part of their name or code, however it is typed; all where nothing is."""
    wanted = normalise(text)
    authorities = Authority.objects.select_related("jurisdiction")
    return authorities.filter(search_name__contains=wanted) if wanted else authorities
