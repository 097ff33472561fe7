"""What the next days bring to a request that waits, and our own record by one way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.fields import ByCode
from tracker.api.figures import QueryField
from tracker.api.parameters import require_only, understood
from tracker.api.requests.base import OfRequest
from tracker.api.views import ApiView
from tracker.directory.models import Jurisdiction
from tracker.reports.chances import Ahead, Record, Within, chances_of, record_with
from workflows import registry


class ShareSerializer(serializers.Serializer[Any]):
    """A share with its 95 % interval."""

    value = serializers.FloatField()
    low = serializers.FloatField(source="interval.low")
    high = serializers.FloatField(source="interval.high")


class WithinSerializer(serializers.Serializer[Within]):
    """The share with an answer, other than a refusal, within so many days."""

    days = serializers.IntegerField()
    share = ShareSerializer(allow_null=True, help_text="Null: nobody was observed for so long.")


class AheadSerializer(serializers.Serializer[Ahead]):
    """What the next days bring to a request so old; null where too few were observed waiting."""

    age = serializers.IntegerField(help_text="Days since the sending.")
    days = serializers.IntegerField()
    at_risk = serializers.IntegerField(help_text="How many were observed waiting for more than `age` days.")
    answer = ShareSerializer(allow_null=True)
    refusal = ShareSerializer(allow_null=True)
    ended = ShareSerializer(allow_null=True)


class RecordSerializer(serializers.Serializer[Record]):
    """Requests of ours to one jurisdiction that the caller may see, as of today."""

    jurisdiction = serializers.CharField(source="rows.jurisdiction")
    channel = serializers.CharField(
        source="rows.channel",
        allow_blank=True,
        help_text="Empty: too few went by it, so all channels are counted.",
    )
    minimum = serializers.IntegerField(help_text="Of fewer no share is given.")
    sent = serializers.IntegerField()
    answered = serializers.IntegerField(help_text="Refusals among them.")
    open = serializers.IntegerField()
    rows = QueryField(help_text="Query for `requests/` that lists those sent.")
    answered_rows = QueryField(help_text="The same of the answered.")
    within = WithinSerializer(many=True)
    ahead = AheadSerializer(allow_null=True, help_text="Only of a request that waits.")


class WaySerializer(serializers.Serializer[Any]):
    """By which way."""

    jurisdiction = ByCode(
        queryset=Jurisdiction.objects.all(),
        error_messages={"does_not_exist": _("There is no such jurisdiction in the directory.")},
        help_text="Its code.",
    )
    channel = serializers.ChoiceField(choices=list(registry.CHANNELS))


class ChancesSerializer(serializers.Serializer[Any]):
    """The record that the chance is taken from."""

    record = RecordSerializer(
        allow_null=True, help_text="Null: the request does not wait for an answer of theirs."
    )


class Chances(OfRequest):
    """The chance of an answer."""

    @extend_schema(responses={200: ChancesSerializer}, operation_id="request_chances_read")
    def get(self, request: Request, uuid: UUID) -> Response:
        """In the next days, given how long the request waits already."""
        case = self.case(uuid)
        require_only(request)
        return Response(ChancesSerializer({"record": chances_of(case)}).data)


class OwnRecord(ApiView):
    """Our own record."""

    @extend_schema(parameters=[WaySerializer], responses={200: RecordSerializer}, operation_id="record_read")
    def get(self, request: Request) -> Response:
        """What was sent to a jurisdiction by a channel, and what share had an answer by when."""
        way, viewer = understood(request, WaySerializer, beside=frozenset()), self.viewer
        found = record_with(
            viewer.requests,
            jurisdiction=way["jurisdiction"].code,
            channel=way["channel"],
            on=viewer.today,
            at=viewer.at,
        )
        return Response(RecordSerializer(found).data)
