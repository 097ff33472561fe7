"""The dossier as it is sent: its columns, and the rows under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api.fields import AuthorityField, ByCode, OwnOfficeField, UserField
from tracker.api.inputs import Strict, Versioned, listed
from tracker.api.requests.parts import (
    IdentifierSerializer,
    OffenceSerializer,
    PersonSerializer,
    ReferenceSerializer,
)
from tracker.casework.models import AssistanceRequest, Item
from tracker.casework.services import Dossier, ItemDraft
from tracker.directory.models import Jurisdiction
from workflows import registry
from workflows.following import FOLLOWINGS
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, LinkKind

ROWS: Final = ("persons", "offences", "references")
MOST_ROWS: Final = 200
MOST_FOLLOWED: Final = 50


class ItemInput(Strict, serializers.ModelSerializer[Item]):
    """One thing asked for; ``number`` names an item that the request has already."""

    number = serializers.IntegerField(min_value=1, max_value=32767, required=False)
    identifiers = listed(IdentifierSerializer(), required=False, max_length=500)

    class Meta:
        model = Item
        fields = (
            "number", "type", "data_category", "description", "custodian", "period_from", "period_until", "identifiers",
        )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The period in order, said where it was given."""
        begin, end = attrs.get("period_from"), attrs.get("period_until")
        if begin and end and end < begin:
            raise serializers.ValidationError(
                {"period_until": _("The period ends before it begins. Exchange the two dates.")}
            )
        return attrs


class DossierInput(Strict, serializers.ModelSerializer[AssistanceRequest]):
    """The dossier: columns, and rows of items, persons, offences, references."""

    jurisdiction: Any = ByCode(
        queryset=Jurisdiction.objects.all(),
        error_messages={"does_not_exist": _("There is no such jurisdiction in the directory.")},
    )
    instrument = serializers.ChoiceField(
        choices=sorted(registry.INSTRUMENTS), required=False, allow_blank=True
    )
    requesting_authority = AuthorityField(required=False, allow_null=True)
    requested_authority = AuthorityField(required=False, allow_null=True)
    central_authority = AuthorityField(required=False, allow_null=True)
    executing_authority = AuthorityField(required=False, allow_null=True)
    deputy = UserField(required=False, allow_null=True)
    supervisor = UserField(required=False, allow_null=True)
    items = listed(ItemInput(), min_length=1, max_length=MOST_ROWS)
    persons = listed(PersonSerializer(), required=False, max_length=MOST_ROWS)
    offences = listed(OffenceSerializer(), required=False, max_length=MOST_ROWS)
    references = listed(ReferenceSerializer(), required=False, max_length=MOST_ROWS)

    class Meta:
        model = AssistanceRequest
        fields: ClassVar[Any] = (
            "title", "jurisdiction", "instrument", "legal_basis", "fallback_basis", "requesting_authority",
            "investigating_authority", "requested_authority", "central_authority", "executing_authority",
            "their_reference", "deputy", "supervisor", "country_desk", "proceeding", "case_number", "facts", "purpose",
            "urgency", "urgency_reason", "needed_by", "is_confidential", "no_notification", "use_limitation",
            "use_accepted_by", "use_accepted_on", "language", "languages_required", "translation", "translator",
            "translation_cost", "earlier_contacts", "items", "persons", "offences", "references",
        )  # fmt: skip

    def dossier(self, before: Dossier | None = None) -> Dossier:
        """The dossier as sent; what was not sent stays as it was ``before``."""
        before = before or Dossier(columns={})
        given = self.validated_data
        columns = {
            name: given[name]
            for name in DossierInput.Meta.fields
            if name in given and name not in (*ROWS, "items")
        }
        rows = {name: tuple(given[name]) if name in given else getattr(before, name) for name in ROWS}
        items = tuple(map(_draft, given["items"])) if "items" in given else before.items
        return Dossier(columns={**before.columns, **columns}, items=items, **rows)


class FollowsInput(Strict):
    """The requests that a new one follows from, such as several preservations for one production."""

    kind = serializers.ChoiceField(
        choices=[entry.kind.value for entry in FOLLOWINGS],
        help_text="The new request is this of each of them.",
    )
    requests = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_FOLLOWED)

    def validate_kind(self, value: str) -> LinkKind:
        """As the vocabulary has it."""
        return LinkKind(value)

    def validate_requests(self, value: list[UUID]) -> list[AssistanceRequest]:
        """Those that the caller may see, as the context has them; each once, in the order given."""
        wanted = list(dict.fromkeys(value))
        seen: QuerySet[AssistanceRequest] = self.context["seen"]
        found = {row.uuid: row for row in seen.filter(uuid__in=wanted)}
        if len(found) < len(wanted):
            raise serializers.ValidationError(_("One of these is no request that you may see."))
        return [found[uuid] for uuid in wanted]


class OpeningInput(DossierInput):
    """A new request: who asks whom by which way, then the dossier."""

    office = OwnOfficeField()
    direction = serializers.ChoiceField(choices=[entry.value for entry in Direction])
    channel = serializers.ChoiceField(choices=sorted(registry.CHANNELS))
    occurred_on = serializers.DateField(
        help_text="Day of the draft (outgoing, transit) or of the receipt (incoming)."
    )
    follows = FollowsInput(required=False)

    class Meta(DossierInput.Meta):
        fields: ClassVar[Any] = (
            "office", "direction", "channel", "occurred_on", "follows", *DossierInput.Meta.fields,
        )  # fmt: skip

    @property
    def occurred(self) -> Occurred:
        """The day, in the zone of the office."""
        return Occurred(on=self.validated_data["occurred_on"], zone=self.validated_data["office"].time_zone)


class EditInput(Versioned, DossierInput):
    """Parts of the dossier; what is not sent stays. Rows are replaced as a whole."""

    class Meta(DossierInput.Meta):
        fields: ClassVar[Any] = ("seen_version", *DossierInput.Meta.fields)

    def get_fields(self) -> dict[str, Any]:
        """Nothing is needed but the version."""
        fields: dict[str, Any] = super().get_fields()
        for name in fields.keys() - {"seen_version"}:
            fields[name].required = False
        return fields


def _draft(row: Mapping[str, Any]) -> ItemDraft:
    pairs = tuple((entry["kind"], entry["value"]) for entry in row.get("identifiers", ()))
    return ItemDraft(**{**row, "identifiers": pairs})
