"""The directory: read only, as its pages for everybody who signs in, on a day that is today if none is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer

from tracker.api.directory.authorities import AuthorityLine, AuthorityWhole, ContactPointLine
from tracker.api.directory.filters import (
    AuthorityFilter,
    ContactPointFilter,
    EngagementFilter,
    JurisdictionFilter,
    PostFilter,
    RollFilter,
)
from tracker.api.directory.jurisdictions import EXPANDABLE, JurisdictionLine, JurisdictionWhole
from tracker.api.directory.memberships import MembershipSerializer, TreatyRollSerializer
from tracker.api.directory.presence import EngagementLine, PostLine
from tracker.api.errors import WrongParameter
from tracker.api.fields import rows_of
from tracker.api.paging import paged, whole
from tracker.api.parameters import PAGES, SHAPES, DayParameter, understood
from tracker.api.schema import PAGING, SHAPING, expanding, page_of
from tracker.api.views import ApiView
from tracker.casework.queries import open_with
from tracker.directory.models import (
    Authority,
    ContactPoint,
    Engagement,
    Jurisdiction,
    LiaisonPost,
    TreatyRegister,
)
from tracker.directory.queries import (
    find_jurisdiction,
    listed_authorities,
    listed_jurisdictions,
    memberships_of,
    roll_on,
    rolls_on,
)
from tracker.paging import Order

AS_ADDED: Final = Order(descending=False)


class OfDirectory(ApiView):
    """Base of the views of the directory: the parameters are read first, and with them the day."""

    beside: ClassVar[frozenset[str]] = SHAPES

    def asked(self, form: type[Serializer[Any]]) -> dict[str, Any]:
        """The parameters, the day among them."""
        given = understood(self.request, form, beside=self.beside)
        return {**given, "on": given.get("on") or self.viewer.today}

    def printed(self, given: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """What serializers are told."""
        return {"request": self.request, "on": given["on"], **more}


class Listed(OfDirectory):
    """Base of the lists that are read page by page."""

    beside: ClassVar[frozenset[str]] = SHAPES | PAGES

    def listed(
        self,
        rows: QuerySet[Any],
        given: Mapping[str, Any],
        columns: Mapping[str, str],
        serializer: type[BaseSerializer[Any]],
    ) -> Response:
        """One page of ``rows`` in the order in which they were added, narrowed by what is given for ``columns``."""
        narrowed = {column: given[name] for name, column in columns.items() if name in given}
        return paged(self.request, rows.filter(**narrowed), AS_ADDED, serializer, self.printed(given))


class Jurisdictions(OfDirectory):
    """States, territories, and bodies that are no State."""

    @extend_schema(
        parameters=[JurisdictionFilter, *SHAPING],
        responses={200: page_of(JurisdictionLine, "Jurisdiction")},
        operation_id="jurisdictions_list",
    )
    def get(self, _request: Request) -> Response:
        """By name, narrowed as the page narrows them; in one piece."""
        given = self.asked(JurisdictionFilter)
        narrowed = {name: given.get(name) for name in ("kind", "region", "relationship")}
        rows = listed_jurisdictions(given.get("q", ""), **narrowed)
        context = self.printed(given, open_with=open_with(self.viewer.requests))
        return whole(rows_of(JurisdictionLine(rows, many=True, context=context)))


class OneJurisdiction(OfDirectory):
    """One jurisdiction."""

    @extend_schema(
        parameters=[DayParameter, *SHAPING, expanding(EXPANDABLE)],
        responses={200: JurisdictionWhole},
        operation_id="jurisdictions_read",
    )
    def get(self, _request: Request, code: str) -> Response:
        """What it requires, and what `expand` asks for as it was on the day."""
        given = self.asked(DayParameter)
        context = self.printed(given, open_with=open_with(self.viewer.requests))
        return Response(JurisdictionWhole(_named(code), context=context).data)


class MembershipsOfOne(OfDirectory):
    """What binds one jurisdiction."""

    beside: ClassVar[frozenset[str]] = frozenset()

    @extend_schema(
        parameters=[DayParameter],
        responses={200: page_of(MembershipSerializer, "Membership")},
        operation_id="jurisdictions_memberships_list",
    )
    def get(self, _request: Request, code: str) -> Response:
        """Every instrument that the directory has a row for, by name, and whether it bound on the day."""
        given = self.asked(DayParameter)
        bindings = memberships_of(_named(code), given["on"])
        return whole(rows_of(MembershipSerializer(bindings, many=True)))


class Rolls(OfDirectory):
    """Who is bound by which instrument."""

    @extend_schema(
        parameters=[RollFilter, *SHAPING, expanding(TreatyRollSerializer.expandable)],
        responses={200: page_of(TreatyRollSerializer, "Roll")},
        operation_id="memberships_list",
    )
    def get(self, _request: Request) -> Response:
        """Each instrument on the day: Parties, signatories, and whom it bound."""
        given = self.asked(RollFilter)
        named, on = given.get("instrument"), given["on"]
        rolls = (roll_on(_register(named), on),) if named else rolls_on(on)
        return whole(rows_of(TreatyRollSerializer(rolls, many=True, context=self.printed(given))))


class Authorities(Listed):
    """Authorities of every jurisdiction, and of none."""

    @extend_schema(
        parameters=[AuthorityFilter, *PAGING, *SHAPING],
        responses={200: page_of(AuthorityLine, "Authority")},
        operation_id="authorities_list",
    )
    def get(self, _request: Request) -> Response:
        """Those that were open on the day, found as the page finds them."""
        given = self.asked(AuthorityFilter)
        rows = listed_authorities(given.get("q", ""), on=given["on"], kind=given.get("kind"))
        rows = rows.select_related("jurisdiction", "parent")
        return self.listed(rows, given, {"jurisdiction": "jurisdiction__code"}, AuthorityLine)


class OneAuthority(OfDirectory):
    """One authority."""

    @extend_schema(
        parameters=[DayParameter, *SHAPING], responses={200: AuthorityWhole}, operation_id="authorities_read"
    )
    def get(self, _request: Request, uuid: UUID) -> Response:
        """It, its units and its points of contact, also after it was closed."""
        given = self.asked(DayParameter)
        row = get_object_or_404(Authority.objects.select_related("jurisdiction", "parent"), uuid=uuid)
        return Response(AuthorityWhole(row, context=self.printed(given)).data)


class ContactPoints(Listed):
    """Points of contact for urgent matters."""

    @extend_schema(
        parameters=[ContactPointFilter, *PAGING, *SHAPING],
        responses={200: page_of(ContactPointLine, "ContactPoint")},
        operation_id="contact_points_list",
    )
    def get(self, _request: Request) -> Response:
        """With the day on which each was last tried."""
        given = self.asked(ContactPointFilter)
        rows = ContactPoint.objects.select_related("authority__jurisdiction")
        columns = {"network": "network", "jurisdiction": "authority__jurisdiction__code"}
        return self.listed(rows, given, columns, ContactPointLine)


class LiaisonPosts(Listed):
    """Posts that one jurisdiction keeps in another."""

    @extend_schema(
        parameters=[PostFilter, *PAGING, *SHAPING],
        responses={200: page_of(PostLine, "Post")},
        operation_id="liaison_posts_list",
    )
    def get(self, _request: Request) -> Response:
        """With what is known of when they opened and closed."""
        given = self.asked(PostFilter)
        rows = LiaisonPost.objects.select_related("host", "sending")
        columns = {"kind": "kind", "host": "host__code", "sending": "sending__code"}
        return self.listed(rows, given, columns, PostLine)


class Engagements(Listed):
    """What was done together besides requests."""

    @extend_schema(
        parameters=[EngagementFilter, *PAGING, *SHAPING],
        responses={200: page_of(EngagementLine, "Engagement")},
        operation_id="engagements_list",
    )
    def get(self, _request: Request) -> Response:
        """With what is known of when they began and ended."""
        given = self.asked(EngagementFilter)
        rows = Engagement.objects.select_related("jurisdiction", "partner")
        columns = {"kind": "kind", "jurisdiction": "jurisdiction__code"}
        return self.listed(rows, given, columns, EngagementLine)


def _named(code: str) -> Jurisdiction:
    row = find_jurisdiction(code)
    if row is None:
        raise Http404
    return row


def _register(instrument: str) -> TreatyRegister:
    register = TreatyRegister.objects.filter(instrument=instrument).first()
    if register is None:
        raise WrongParameter({"instrument": [_("The directory has no register of this instrument.")]})
    return register
