"""What is sent to make and change webhooks."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tracker.api.fields import OwnOfficeField
from tracker.api.inputs import Strict
from tracker.api.webhooks.read import KINDS
from tracker.outbox.services.webhooks import WebhookChange
from workflows.vocabulary import EventKind


class ChangeInput(Strict):
    """What is to be other than it is; what is not sent stays."""

    url = serializers.CharField(
        max_length=500,
        required=False,
        help_text="HTTPS, at a host that an administrator has allowed; no user, no fragment.",
    )
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=KINDS),
        max_length=len(KINDS),
        required=False,
        help_text="Kinds of events; empty: all of them.",
    )
    is_active = serializers.BooleanField(required=False)

    @property
    def kinds_given(self) -> list[EventKind]:
        """As the vocabulary has them."""
        return [EventKind(value) for value in self.validated_data.get("kinds", ())]

    @property
    def change(self) -> WebhookChange:
        """As the service takes it."""
        given = self.validated_data
        return WebhookChange(
            url=given.get("url"),
            kinds=self.kinds_given if "kinds" in given else None,
            is_active=given.get("is_active"),
        )


class MakingInput(ChangeInput):
    """A new webhook of an office in which the caller works."""

    office = OwnOfficeField()
    is_active = None  # type: ignore[assignment]  # a new one is switched on

    def get_fields(self) -> dict[str, Any]:
        """Without an address there is nothing to make."""
        fields: dict[str, Any] = super().get_fields()
        fields["url"].required = True
        return fields
