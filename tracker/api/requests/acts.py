"""What is sent to act on a request, checked for its kind; what may be done, the services say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api.fields import AuthorityField, ClockField, UserField
from tracker.api.inputs import NOT_ASKED, REQUIRED, Strict, Versioned
from tracker.api.requests.dossier import MOST_ROWS
from tracker.casework.labels import LINK_KIND, choices
from tracker.casework.models import Result
from tracker.casework.services.codes import TEXTS
from tracker.chain import JSON
from workflows.engine import Action, FieldName
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import Ground, LinkKind, Transmission


class Happening(Versioned):
    """Something that happened on a day, at a time where one is known, in the zone of the office."""

    occurred_on = serializers.DateField()
    occurred_at = ClockField(
        required=False, allow_null=True, help_text="Without a zone: in that of the office."
    )

    def occurred(self, zone: str) -> Occurred:
        """The day and time as a value."""
        return happened(self.validated_data, zone)


class Codes(Strict):
    """The codes that an action may ask for; authorities and officers by UUID."""

    ground = serializers.ChoiceField(choices=[entry.value for entry in Ground], required=False)
    stop = serializers.CharField(max_length=40, required=False, help_text="A stop of the channel's route.")
    authority = AuthorityField(required=False)
    until = serializers.DateField(required=False)
    mode = serializers.ChoiceField(choices=[entry.value for entry in Transmission], required=False)
    deadline = serializers.CharField(
        max_length=60, required=False, help_text="The rule of a running deadline."
    )
    officer = UserField(required=False)
    granted_by = AuthorityField(required=False, help_text="Who granted an extension.")


CODES: Final = tuple(Codes().fields.keys())


class ActionInput(Happening, Codes):
    """What an action asks for: ``available_actions`` says which of these, and which of them it needs."""

    items = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=32767), required=False, max_length=MOST_ROWS
    )
    reason = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    their_reference = serializers.CharField(max_length=120, required=False, allow_blank=True)
    grantor = serializers.CharField(
        max_length=120,
        required=False,
        allow_blank=True,
        help_text="Who granted an extension, where the directory does not have them.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What the action needs is there, said where it is missing; what it does not ask for is refused."""
        action: Action = self.context["action"]
        asked = {entry.name.value for entry in action.fields}
        faults = {
            entry.name.value: [REQUIRED]
            for entry in action.fields
            if entry.required and not attrs.get(entry.name)
        }
        faults |= {name.value: [NOT_ASKED] for name in FieldName if name in attrs and name not in asked}
        if faults:
            raise serializers.ValidationError(faults)
        return attrs

    @property
    def items_chosen(self) -> tuple[str, ...]:
        """Numbers of items as the history knows them."""
        return tuple(map(str, self.validated_data.get("items", ())))

    @property
    def codes(self) -> dict[str, JSON]:
        """What goes into the event."""
        return dict(coded(self.validated_data))

    @property
    def texts(self) -> dict[str, JSON]:
        """The free words beside it."""
        return {name.value: self.validated_data[name] for name in TEXTS if self.validated_data.get(name)}


class CorrectionInput(Versioned):
    """Takes an entry back (``void``), or amends its day or codes."""

    reason = serializers.CharField(max_length=2000)
    void = serializers.BooleanField(default=False)
    occurred_on = serializers.DateField(required=False)
    occurred_at = ClockField(
        required=False, allow_null=True, help_text="Without a zone: in that of the entry."
    )
    changes = Codes(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A time needs its day."""
        if attrs.get("occurred_at") and not attrs.get("occurred_on"):
            raise serializers.ValidationError({"occurred_on": _("Give the day, too.")})
        return attrs

    def occurred(self, zone: str) -> Occurred | None:
        """The other day, where one is given."""
        given = self.validated_data
        return happened(given, zone) if "occurred_on" in given and not given["void"] else None

    @property
    def changes_given(self) -> dict[str, JSON] | None:
        """The other codes, where some are given."""
        given = self.validated_data
        return dict(coded(given["changes"])) if "changes" in given and not given["void"] else None


class ReassignmentInput(Versioned):
    """Who is responsible from now on."""

    officer = UserField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class LinkInput(Versioned):
    """This request is the (kind) of the other one, which the caller must be able to see."""

    kind = serializers.ChoiceField(choices=choices(LINK_KIND))
    target = serializers.UUIDField()

    def validate_kind(self, value: str) -> LinkKind:
        """As the vocabulary has it."""
        return LinkKind(value)


class GrantInput(Versioned):
    """Sight of the request for somebody of another office."""

    user = UserField()
    until_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The first day without."
    )


class ResultInput(Versioned, serializers.ModelSerializer[Result]):
    """What the assistance led to."""

    class Meta:
        model = Result
        fields = ("seen_version", "kind", "quantity", "currency", "occurred_on", "at_least", "note")


class DocumentInput(Versioned):
    """A file, as multipart form data."""

    file = serializers.FileField(allow_empty_file=True, max_length=200)


def happened(given: Mapping[str, Any], zone: str) -> Occurred:
    """The day and time that were sent."""
    at: time | None = given.get("occurred_at")
    if at is None:
        return Occurred(on=given["occurred_on"], zone=zone)
    return Occurred(
        on=given["occurred_on"], at=at.replace(microsecond=0), zone=zone, precision=Precision.MOMENT
    )


def coded(given: Mapping[str, Any]) -> Iterator[tuple[str, JSON]]:
    """Codes as the log keeps them: rows by id, dates as ISO text."""
    for name in CODES:
        value = given.get(name)
        if isinstance(value, Model):
            yield name, int(value.pk)
        elif value not in (None, ""):
            yield name, value.isoformat() if isinstance(value, date) else value
