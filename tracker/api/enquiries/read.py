"""What is due for an enquiry, and a run of letters, as they are read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tracker.api.fields import AuthorityRef, MessageOut, PersonRef, PlaceRef
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.movement import still_days
from tracker.casework.standing import holder_name
from tracker.enquiries.models import EnquiryLine, EnquiryRun, RunState
from tracker.enquiries.queries import addressee_of


class EnquiredRequest(serializers.ModelSerializer[AssistanceRequest]):
    """The request that an enquiry is about, with the version to name when it is marked as sent."""

    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    jurisdiction = PlaceRef()

    class Meta:
        model = AssistanceRequest
        fields = (
            "uuid", "reference", "their_reference", "office", "jurisdiction", "last_event_on", "version",
        )  # fmt: skip


class DueEnquirySerializer(serializers.ModelSerializer[Deadline]):
    """An enquiry that is due or soon due; ``addressee`` is null where the competent authority is meant."""

    request = EnquiredRequest()
    holder = serializers.SerializerMethodField()
    addressee = serializers.SerializerMethodField()
    days_without_movement = serializers.SerializerMethodField()
    written_by = serializers.CharField(
        allow_null=True, help_text="Who has asked for a letter about it within the last day."
    )

    class Meta:
        model = Deadline
        fields = (
            "request", "holder", "addressee", "days_without_movement", "written_by", "due_on", "late_from",
        )  # fmt: skip

    def get_holder(self, deadline: Deadline) -> str:
        """Who has it, in words."""
        return holder_name(deadline.request)

    def get_addressee(self, deadline: Deadline) -> str | None:
        """The name of the authority to which the letter goes."""
        found = addressee_of(deadline.request)
        return found.name if found else None

    def get_days_without_movement(self, deadline: Deadline) -> int:
        """Since somebody did or received something; a date that was moved is nothing of that."""
        return still_days(deadline.request, self.context["at"])


class EnquiryLineSerializer(serializers.ModelSerializer[EnquiryLine]):
    """A request in a letter; ``recorded`` is the entry of its history that says it was sent, null until then."""

    request = EnquiredRequest()
    letter = serializers.IntegerField(source="letter.number")
    addressee = AuthorityRef(source="letter.addressee", allow_null=True)
    refusals = MessageOut(
        many=True, source="reasons", help_text="Why it could not be recorded the last time."
    )

    class Meta:
        model = EnquiryLine
        fields = ("request", "letter", "addressee", "written_version", "recorded", "sent_on", "refusals")


class EnquiryRunSerializer(serializers.ModelSerializer[EnquiryRun]):
    """Letters that were asked for at once, and how far they are: ``written`` of ``wanted`` files."""

    made_by = PersonRef()
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in RunState])
    written = serializers.IntegerField(
        help_text="0 where it is done: the files were deleted since, being old."
    )
    wanted = serializers.IntegerField()
    requests = serializers.IntegerField(help_text="How many requests are named in the letters.")
    recorded = serializers.IntegerField(help_text="How many of them are recorded as sent.")

    class Meta:
        model = EnquiryRun
        fields = (
            "uuid", "made_by", "dated_on", "state", "written", "wanted", "requests", "recorded", "created_at",
            "finished_at",
        )  # fmt: skip


class EnquiryRunWhole(EnquiryRunSerializer):
    """The same with every line."""

    lines = EnquiryLineSerializer(many=True, source="shown_lines")

    class Meta(EnquiryRunSerializer.Meta):
        fields = (*EnquiryRunSerializer.Meta.fields, "lines")  # type: ignore[assignment]  # one more
