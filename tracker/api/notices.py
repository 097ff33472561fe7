"""What the caller was told of: listed, and marked as read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.fields import MessageOut
from tracker.api.inputs import Strict, require_nothing
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, understood
from tracker.api.schema import NOT_FOUND, PAGING, page_of
from tracker.api.views import ApiView
from tracker.casework.notices import notices_of, unread_count
from tracker.notices.models import Notice, NoticeKind, NoticeQuerySet
from tracker.notices.services import mark_read
from tracker.paging import Order


class NoticeAbout(serializers.Serializer[Any]):
    """The request that it is about."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """One notice; ``request`` is null where it is about none, ``read_at`` while it is unread."""

    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in NoticeKind])
    request = NoticeAbout(allow_null=True)
    message = MessageOut()

    class Meta:
        model = Notice
        fields = ("uuid", "kind", "request", "message", "created_at", "read_at")


class NoticesInput(serializers.Serializer[Any]):
    """Which notices are wanted."""

    unread = serializers.BooleanField(required=False, help_text="Only those that are unread, or read.")


class ReadInput(Strict):
    """How far the caller has read."""

    until = serializers.UUIDField(help_text="The newest notice that was seen; those before it are read too.")


class ReadSerializer(serializers.Serializer[Any]):
    """How many are unread now, counted to 100 at the most."""

    unread = serializers.IntegerField()


class OfNotices(ApiView):
    """Base of the views about notices."""

    def notices(self) -> NoticeQuerySet:
        """Those of the caller about requests that the caller may see."""
        return notices_of(self.viewer)

    def counted(self) -> Response:
        """What is unread afterwards."""
        return Response(ReadSerializer({"unread": unread_count(self.viewer)}).data)


class Notices(OfNotices):
    """Notices of the caller."""

    @extend_schema(
        parameters=[NoticesInput, *PAGING],
        responses={200: page_of(NoticeSerializer, "Notice")},
        operation_id="notices_list",
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        given = understood(request, NoticesInput, beside=PAGES)
        found = self.notices()
        if "unread" in given:
            found = found.filter(read_at__isnull=given["unread"])
        return paged(request, found, Order(), NoticeSerializer, {})


class AllRead(OfNotices):
    """Several notices, read."""

    @extend_schema(
        request=ReadInput, responses={200: ReadSerializer, **NOT_FOUND}, operation_id="notices_read_until"
    )
    def post(self, request: Request) -> Response:
        """Mark a notice and all before it as read; what came meanwhile stays unread."""

        def write() -> Response:
            form = ReadInput(data=request.data)
            form.is_valid(raise_exception=True)
            newest = get_object_or_404(self.notices(), uuid=form.validated_data["until"])
            mark_read(self.notices().filter(pk__lte=newest.pk), at=self.viewer.at)
            return self.counted()

        return self.once(write)


class OneRead(OfNotices):
    """One notice, read."""

    @extend_schema(request=None, responses={200: ReadSerializer}, operation_id="notices_read_one")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Mark it as read."""

        def write() -> Response:
            require_nothing(request.data)
            notice = get_object_or_404(self.notices(), uuid=uuid)
            mark_read(self.notices().filter(pk=notice.pk), at=self.viewer.at)
            return self.counted()

        return self.once(write)
