"""One jurisdiction's page, and the searches that find jurisdictions and authorities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Q, QuerySet

from tracker.directory.models import Authority, ContactPoint, Engagement, Jurisdiction, LiaisonPost
from tracker.directory.queries.bindings import Binding, memberships_of
from tracker.directory.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django_stubs_ext import WithAnnotations


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
    return JurisdictionProfile(
        jurisdiction=jurisdiction,
        on=on,
        memberships=memberships_of(jurisdiction, on),
        authorities=tuple(authorities_of(jurisdiction, on)),
        contact_points=tuple(contact_points_of(jurisdiction)),
        posts_hosted=tuple(jurisdiction.posts_hosted.select_related("sending")),
        posts_sent=tuple(jurisdiction.posts_sent.select_related("host")),
        engagements=tuple(engagements_of(jurisdiction)),
        parts=tuple(jurisdiction.parts.all()),
    )


class _Counted(TypedDict):
    authority_count: int


def contact_points_of(jurisdiction: Jurisdiction) -> QuerySet[ContactPoint]:
    """The contact points of its authorities, by network and name."""
    return ContactPoint.objects.filter(authority__jurisdiction=jurisdiction).select_related("authority")


def contact_points_within(jurisdictions: Iterable[int]) -> QuerySet[ContactPoint]:
    """The contact points of several jurisdictions, by their ids, in the order of their names."""
    rows = ContactPoint.objects.filter(authority__jurisdiction__in=jurisdictions)
    return rows.select_related("authority__jurisdiction").order_by(
        "authority__jurisdiction__name", "name", "id"
    )


def addressees_of(jurisdictions: Iterable[int], on: date) -> QuerySet[Authority]:
    """Authorities, open on that day, of several jurisdictions by their ids, and the bodies of no single State."""
    placed = Q(jurisdiction__in=jurisdictions) | Q(jurisdiction__isnull=True)
    return Authority.objects.filter(_open_on(on)).filter(placed)


def engagements_of(jurisdiction: Jurisdiction) -> QuerySet[Engagement]:
    """What was done together with it, the earliest first."""
    rows = jurisdiction.engagements.select_related("jurisdiction", "partner")
    return rows.order_by("from_on", "title", "id")


def engagements_in(jurisdictions: QuerySet[Jurisdiction]) -> QuerySet[Engagement]:
    """What was done together with any of them, by jurisdiction, the earliest first."""
    rows = Engagement.objects.filter(jurisdiction__in=jurisdictions).select_related("jurisdiction")
    return rows.order_by("jurisdiction__name", "from_on", "title", "id")


def authorities_of(jurisdiction: Jurisdiction, on: date) -> QuerySet[Authority]:
    """List the authorities of a jurisdiction that were open on that day."""
    return Authority.objects.filter(_open_on(on), jurisdiction=jurisdiction).select_related("parent")


def _open_on(on: date) -> Q:
    return Q(closed_on__isnull=True) | Q(closed_on__gt=on)


def find_jurisdiction(code: str) -> Jurisdiction | None:
    """The jurisdiction of that code; those who type an ISO code in small letters are understood. One query."""
    if not code.isprintable():  # PostgreSQL cannot be asked for a NUL
        return None
    rows = Jurisdiction.objects.select_related("relationship_group", "parent").filter(
        code__in=(code, code.upper())
    )
    found = {row.code: row for row in rows}
    return found.get(code) or found.get(code.upper())


def listed_jurisdictions(
    text: str = "", *, kind: str | None = None, region: str | None = None, relationship: str | None = None
) -> QuerySet[WithAnnotations[Jurisdiction, _Counted]]:
    """Jurisdictions by name, narrowed by what is given, each with its ``authority_count``."""
    narrowed = {"kind": kind, "region": region, "relationship_group__code": relationship}
    found = search_jurisdictions(text).filter(**{name: value for name, value in narrowed.items() if value})
    found = found.select_related("relationship_group", "parent")
    return found.annotate(authority_count=Count("authorities")).order_by("name", "pk")


def listed_authorities(text: str = "", *, on: date, kind: str | None = None) -> QuerySet[Authority]:
    """Authorities that were open on the day, by name or code of their own or of their jurisdiction."""
    named = Q(pk__in=search_authorities(text).values("pk"))
    placed = Q(jurisdiction__in=search_jurisdictions(text)) if text.strip() else Q()
    rows = Authority.objects.filter(_open_on(on)).filter(named | placed)
    return rows.filter(kind=kind) if kind else rows


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
