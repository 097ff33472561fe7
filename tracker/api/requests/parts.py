"""What lies under a request, as it is read: items, persons, events, documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.events import AUTHORITIES, REQUESTS, EventLine, codes_of
from tracker.api.fields import PersonRef
from tracker.api.inputs import Strict
from tracker.casework.case import Case
from tracker.casework.models import (
    Document,
    Event,
    ForeignReference,
    Grant,
    Identifier,
    Item,
    Link,
    Offence,
    Person,
    Result,
)
from workflows.engine.preservation import Preserved
from workflows.vocabulary import DeadlineState


class IdentifierSerializer(Strict, serializers.ModelSerializer[Identifier]):
    """An account, address or number by which an item's data can be found."""

    class Meta:
        model = Identifier
        fields = ("kind", "value")


class PreservedSerializer(serializers.Serializer[Preserved]):
    """How long data is kept; ``until`` is the day on which it may be lost, null where nobody said."""

    begun = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    renewals = serializers.IntegerField()
    state = CodeField(DeadlineState, allow_null=True, help_text="What became of the date; null for none.")


class ItemSerializer(serializers.ModelSerializer[Item]):
    """One thing asked for, with its own outcome."""

    identifiers = IdentifierSerializer(many=True)
    preserved = serializers.SerializerMethodField()

    class Meta:
        model = Item
        fields = (
            "number", "type", "data_category", "description", "custodian", "period_from", "period_until",
            "identifiers", "outcome", "decided_on", "preserved",
        )  # fmt: skip

    @extend_schema_field(PreservedSerializer(allow_null=True))
    def get_preserved(self, row: Item) -> dict[str, Any] | None:
        """From when until when; null where nothing is preserved."""
        case: Case = self.context["case"]
        found = case.preserved.get(str(row.number))
        return dict(PreservedSerializer(found).data) if found else None


class PersonSerializer(Strict, serializers.ModelSerializer[Person]):
    """Somebody the request is about."""

    class Meta:
        model = Person
        fields = ("role", "name", "aliases", "born_on", "nationality", "identifiers", "location", "custody")


class OffenceSerializer(Strict, serializers.ModelSerializer[Offence]):
    """One offence: the domestic provision and what it would be over there."""

    class Meta:
        model = Offence
        fields = ("category", "description", "provision", "maximum_penalty", "foreign_equivalent")


class ReferenceSerializer(Strict, serializers.ModelSerializer[ForeignReference]):
    """The number that an authority on the way has given the request."""

    class Meta:
        model = ForeignReference
        fields = ("authority", "number")


class EventSerializer(EventLine):
    """One entry of the log: codes, and the words beside it until they are erased."""

    items = serializers.ListField(child=serializers.CharField(), help_text="Numbers of items.")
    codes = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    erased = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields: ClassVar[tuple[str, ...]] = (
            *EventLine.Meta.fields,
            "items",
            "codes",
            "words",
            "erased",
            "hash",
        )

    def get_codes(self, row: Event) -> dict[str, Any]:
        """Codes by name; authorities and people by UUID."""
        return codes_of(row, self._named)

    def get_words(self, row: Event) -> dict[str, Any]:
        """The free words by name."""
        content = getattr(row, "content", None)
        return dict(content.texts) if content else {}

    def get_erased(self, row: Event) -> bool:
        """Whether the words were erased."""
        content = getattr(row, "content", None)
        return content is not None and content.erased_at is not None

    def _named(self, code: str, key: int) -> dict[str, str] | None:
        case: Case = self.context["case"]
        if code in REQUESTS:
            found = case.productions.get(key)
            return {"uuid": str(found.uuid), "reference": found.reference} if found else None
        known: Mapping[int, Any] = case.authorities if code in AUTHORITIES else case.people
        row = known.get(key)
        return {"uuid": str(row.uuid), "name": row.name} if row is not None else None


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A file of the request; its bytes are under ``content``."""

    uploaded_by = PersonRef()

    class Meta:
        model = Document
        fields = (
            "uuid", "name", "content_type", "size", "sha256", "dated_on", "uploaded_by", "uploaded_at",
        )  # fmt: skip


class LinkSerializer(serializers.ModelSerializer[Link]):
    """This request is the (kind) of ``target``; only links to requests that the caller may see are listed."""

    request: Any = serializers.SlugRelatedField(slug_field="uuid", read_only=True)
    target: Any = serializers.SlugRelatedField(slug_field="uuid", read_only=True)
    target_reference = serializers.CharField(source="target.reference")

    class Meta:
        model = Link
        fields = ("request", "kind", "target", "target_reference", "created_at")


class ResultSerializer(serializers.ModelSerializer[Result]):
    """What assistance led to; amounts are never added across currencies."""

    class Meta:
        model = Result
        fields = ("kind", "quantity", "currency", "occurred_on", "at_least", "note")


class GrantSerializer(serializers.ModelSerializer[Grant]):
    """Sight of the request for somebody of another office; ``until_on`` is the first day without."""

    user = PersonRef()
    given_by = PersonRef()

    class Meta:
        model = Grant
        fields = ("uuid", "user", "from_on", "until_on", "given_by")
