"""Which requests, and what is to be done with each."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api.fields import UserField
from tracker.api.inputs import Strict, listed
from tracker.bulk.services import MOST, Chosen
from workflows import registry
from workflows.vocabulary import Direction

CHANNELS: Final = sorted(
    key for key, table in registry.CHANNELS.items() if Direction.OUTGOING in table.directions
)


class ChosenInput(Strict):
    """A request, in the version that the caller read."""

    request = serializers.UUIDField()
    seen_version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class BulkInput(Strict):
    """What every act has in common."""

    requests = listed(ChosenInput(), min_length=1, max_length=MOST)
    rehearse = serializers.BooleanField(
        required=False, default=False, help_text="Only say what would become of each; nothing is kept."
    )

    def validate_requests(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each of them once."""
        if len({row["request"] for row in rows}) < len(rows):
            raise serializers.ValidationError(_("Name each request once."))
        return rows

    @property
    def chosen(self) -> list[Chosen]:
        """The requests; the input is valid."""
        return [
            Chosen(uuid=row["request"], seen_version=row["seen_version"])
            for row in self.validated_data["requests"]
        ]


class ReassignAllInput(BulkInput):
    """Who is responsible from now on."""

    officer = UserField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class EscalateAllInput(BulkInput):
    """By which channel the same is asked."""

    channel = serializers.ChoiceField(choices=CHANNELS)
