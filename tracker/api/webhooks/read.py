"""Webhooks and their deliveries as they are read, and what a receiver gets."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tracker.api.fields import OccurredOut, PersonRef
from tracker.api.shaping import Shaped
from tracker.outbox.models import OutgoingState, Trouble, Webhook, WebhookDelivery
from tracker.outbox.payload import PING
from workflows.vocabulary import EventKind

KINDS = [kind.value for kind in EventKind]


class WebhookSerializer(Shaped, serializers.ModelSerializer[Webhook]):
    """Where events of an office are announced; ``owner`` answers for it and must work in the office."""

    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    owner = PersonRef()
    url = serializers.CharField()
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=KINDS), help_text="Kinds of events; empty: all of them."
    )
    secret_generation = serializers.IntegerField(
        source="generation", help_text="Counts up with each new secret."
    )
    failed_count = serializers.IntegerField(help_text="Deliveries that were given up.")

    class Meta:
        model = Webhook
        fields = (
            "uuid", "office", "owner", "url", "kinds", "is_active", "secret_generation", "failed_count", "created_at",
        )  # fmt: skip


class WebhookWithSecret(WebhookSerializer):
    """The same with its secret, which is shown now and never again."""

    secret = serializers.CharField(help_text="The key of the HMAC. Keep it; it is kept nowhere here.")

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")  # type: ignore[assignment]  # one more


class AnnouncedSerializer(serializers.Serializer[Any]):
    """The event that a delivery announces."""

    kind = serializers.CharField()
    sequence = serializers.IntegerField()
    request = serializers.UUIDField(source="request.uuid")
    reference = serializers.CharField(source="request.reference")


class DeliverySerializer(Shaped, serializers.ModelSerializer[WebhookDelivery]):
    """What became of one event, or of a test where ``event`` is null. ``uuid`` is the id that the receiver gets."""

    event = AnnouncedSerializer(allow_null=True)
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in OutgoingState])
    trouble = serializers.ChoiceField(
        choices=[(trouble.value, trouble.value) for trouble in Trouble],
        allow_null=True,
        help_text="What kept the last attempt from arriving.",
    )
    last_status = serializers.IntegerField(
        allow_null=True, help_text="Status of the last answer; null where there was none."
    )
    delivered_at = serializers.DateTimeField(source="sent_at", allow_null=True)

    class Meta:
        model = WebhookDelivery
        fields = (
            "uuid", "event", "state", "attempts", "next_attempt_at", "trouble", "last_status", "created_at",
            "delivered_at",
        )  # fmt: skip


class CalledAbout(serializers.Serializer[Any]):
    """The request that it happened to; more of it is read at ``url``."""

    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    version = serializers.IntegerField(help_text="The version that this event made.")
    url = serializers.URLField()


class CallSerializer(serializers.Serializer[Any]):
    """The body of a call. A ping has no ``sequence``, ``occurred`` and ``request``."""

    id = serializers.UUIDField(help_text="The same for every attempt: what came twice is handled once.")
    webhook = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[*KINDS, PING])
    sequence = serializers.IntegerField(required=False)
    occurred = OccurredOut(required=False)
    recorded_at = serializers.DateTimeField()
    office = serializers.CharField()
    request = CalledAbout(required=False)
