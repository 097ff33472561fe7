"""What became of each."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tracker.api.fields import MessageOut
from tracker.bulk.services import Done, Outcome


class OutcomeSerializer(serializers.Serializer[Outcome]):
    """What became of one request: done, or every reason why not."""

    request = serializers.UUIDField(source="uuid")
    reference = serializers.SerializerMethodField(help_text="Empty for one that the caller may not see.")
    done = serializers.BooleanField()
    reasons = MessageOut(many=True)
    made = serializers.SerializerMethodField(help_text="The request that was drafted; null where none was.")

    def get_reference(self, outcome: Outcome) -> str:
        """Ours."""
        return outcome.row.reference if outcome.row else ""

    def get_made(self, outcome: Outcome) -> str | None:
        """Its UUID; of a rehearsal there is none."""
        return str(outcome.made.uuid) if outcome.made and not self.context["rehearsed"] else None


class DoneSerializer(serializers.Serializer[Any]):
    """What became of each, in the order in which they were named."""

    rehearsed = serializers.BooleanField(help_text="Nothing was kept: this is what would become of each.")
    outcomes = OutcomeSerializer(many=True)
    enquiry_run = serializers.UUIDField(
        allow_null=True, help_text="The letters that are written, if any are."
    )


def done_data(done: Done, *, rehearsed: bool) -> dict[str, Any]:
    """What DoneSerializer prints."""
    run = done.run.uuid if done.run and not rehearsed else None
    return {"rehearsed": rehearsed, "outcomes": done.outcomes, "enquiry_run": run}
