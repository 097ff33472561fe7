"""Calendar feeds of the caller and of the offices that the caller supervises; only pages make them, as tokens."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.accounts import services
from tracker.accounts.models import CalendarFeed
from tracker.accounts.queries import feeds_of
from tracker.api.fields import PersonRef
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, require_only
from tracker.api.schema import PAGING, page_of
from tracker.api.views import ApiView
from tracker.paging import Order


class FeedSerializer(serializers.ModelSerializer[CalendarFeed]):
    """A calendar feed; ``office`` is null where it shows the deadlines of its maker."""

    made_by = PersonRef(source="user")
    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = CalendarFeed
        fields = ("uuid", "made_by", "office", "hint", "created_at", "revoked_at", "last_used_at")


class OfFeeds(ApiView):
    """Base of the views about calendar feeds."""

    def feeds(self) -> QuerySet[CalendarFeed]:
        """Those that the caller may see: by a token, of its office and those below only."""
        viewer = self.viewer
        found = feeds_of(viewer.user, viewer.scope.supervisor)
        return found if viewer.bound_to is None else found.filter(office__in=viewer.scope.supervisor)


class Feeds(OfFeeds):
    """Calendar feeds."""

    @extend_schema(
        parameters=PAGING, responses={200: page_of(FeedSerializer, "Feed")}, operation_id="calendars_list"
    )
    def get(self, request: Request) -> Response:
        """Newest first, revoked ones among them. A token sees those of its office, not of its person."""
        require_only(request, PAGES)
        return paged(request, self.feeds(), Order(), FeedSerializer, {})


class OneFeed(OfFeeds):
    """One calendar feed."""

    @extend_schema(request=None, responses={204: None}, operation_id="calendars_revoke")
    def delete(self, _request: Request, uuid: UUID) -> Response:
        """Revoke it; from now on there is no calendar under its address. It stays in the list."""
        feed = get_object_or_404(self.feeds(), uuid=uuid)
        services.revoke_feed(feed, by=self.viewer.user, at=self.viewer.at)
        return Response(status=HTTPStatus.NO_CONTENT)
