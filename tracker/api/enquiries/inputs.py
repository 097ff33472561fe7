"""What is sent to ask for letters and to mark them as sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api.inputs import Strict, listed
from tracker.enquiries.services import MOST
from workflows.vocabulary import Transmission


class DueParameters(serializers.Serializer[Any]):
    """Which of the enquiries that are due."""

    jurisdiction = serializers.CharField(
        max_length=20, required=False, help_text="The code of a jurisdiction: only requests to it."
    )


class AskInput(Strict):
    """The requests that get a letter; each is due for an enquiry."""

    requests = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)


class SentRequestInput(Strict):
    """A request whose letter was sent, in the version that the caller read."""

    request = serializers.UUIDField()
    seen_version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class SendingInput(Strict):
    """When and how letters were sent."""

    sent_on = serializers.DateField()
    mode = serializers.ChoiceField(choices=[mode.value for mode in Transmission])
    requests = listed(SentRequestInput(), min_length=1, max_length=MOST)

    def validate_requests(self, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        """Each of them once."""
        if len({row["request"] for row in rows}) < len(rows):
            raise serializers.ValidationError(_("Name each request once."))
        return rows
