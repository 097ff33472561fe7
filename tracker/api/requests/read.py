"""A request as it is read: a line of a list, and the whole of it."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from tracker.api.fields import AuthorityRef, MessageOut, PersonRef, PlaceRef, worded
from tracker.api.problems import told
from tracker.api.reasons import ReasonSerializer
from tracker.api.requests.parts import (
    DeadlineSerializer,
    DocumentSerializer,
    EventSerializer,
    GrantSerializer,
    ItemSerializer,
    LinkSerializer,
    OffenceSerializer,
    PersonSerializer,
    ReferenceSerializer,
    ResultSerializer,
)
from tracker.api.shaping import Shaped
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest
from tracker.casework.standing import holder_name, standing
from workflows.engine import Field, FieldName, Offer
from workflows.engine.fields import FIELD_WORDS
from workflows.vocabulary import Ground, Tone, Transmission

RELATED = ("office", "jurisdiction", "officer", "holder_authority", "executing_authority")


class HolderSerializer(serializers.Serializer[AssistanceRequest]):
    """Who has the paper, and since when."""

    party = serializers.CharField(source="holder_party")
    stop = serializers.CharField(source="holder_stop")
    authority = AuthorityRef(source="holder_authority", allow_null=True)
    name = serializers.SerializerMethodField()
    since = serializers.DateField(source="holder_since")

    def get_name(self, row: AssistanceRequest) -> str:
        """The named authority, whoever executes, or the stop of the route."""
        return holder_name(row)


class DueSerializer(serializers.Serializer[AssistanceRequest]):
    """The next date; late from ``late_from`` on, amber from ``soon_from`` on."""

    on = serializers.DateField(source="due_on", allow_null=True)
    kind = serializers.CharField(source="due_kind")
    soon_from = serializers.DateTimeField(allow_null=True)
    late_from = serializers.DateTimeField(allow_null=True)


class StandingSerializer(serializers.Serializer[AssistanceRequest]):
    """Where the request stands at the moment of the call."""

    tone = serializers.ChoiceField(choices=[(tone.value, tone.value) for tone in Tone])
    words = serializers.CharField()

    def to_representation(self, instance: AssistanceRequest) -> dict[str, Any]:
        """Tone and words at the moment of the call."""
        found = standing(instance, self.context["at"])
        return {"tone": found.tone.value, "words": found.words}


class RequestLine(Shaped, serializers.ModelSerializer[AssistanceRequest]):
    """A request as a list shows it. ``version`` goes into the next write as ``seen_version``."""

    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    jurisdiction = PlaceRef()
    officer = PersonRef(allow_null=True)
    holder = HolderSerializer(source="*")
    due = DueSerializer(source="*")
    standing = StandingSerializer(source="*")
    flags = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = AssistanceRequest
        fields: ClassVar[tuple[str, ...]] = (
            "uuid", "reference", "their_reference", "title", "direction", "channel", "channel_version", "instrument",
            "office", "jurisdiction", "officer", "urgency", "stage", "holder", "waits_on", "flags", "outcome",
            "opened_on", "sent_on", "acknowledged_on", "answered_on", "closed_on", "last_event_on", "due", "standing",
            "is_adopted", "illustrative", "created_at", "version",
        )  # fmt: skip


class AskedSerializer(serializers.Serializer[Any]):
    """A field that an action asks for; ``choices`` where only some codes can be given."""

    name = serializers.ChoiceField(choices=[(name.value, name.value) for name in FieldName])
    title = MessageOut()
    is_required = serializers.BooleanField()
    choices = serializers.ListField(child=serializers.CharField(), allow_null=True)


class OfferSerializer(serializers.Serializer[Offer]):
    """An action of the channel: whether it may be done now, every reason why not, and what it asks for."""

    action = serializers.CharField()
    title = MessageOut()
    hint = MessageOut(allow_null=True)
    kind = serializers.CharField(help_text="The kind of event that it makes.")
    allowed = serializers.BooleanField()
    here = serializers.BooleanField(help_text="The stage offers it; only something else may be missing.")
    reasons = ReasonSerializer(many=True)
    asks_for = AskedSerializer(many=True)

    def to_representation(self, instance: Offer) -> dict[str, Any]:
        """The offer with its fields as the channel's table has them."""
        action = instance.action
        return {
            "action": action.key,
            "title": worded(action.label),
            "hint": worded(action.hint) if action.hint else None,
            "kind": action.kind.value,
            "allowed": instance.allowed,
            "here": instance.here,
            "reasons": [told(reason).as_data() for reason in instance.reasons],
            "asks_for": [asked(entry, self.context["case"]) for entry in action.fields],
        }


def asked(entry: Field, case: Case) -> dict[str, Any]:
    """One declared field of an action, with the codes that may be given."""
    return {
        "name": entry.name.value,
        "title": worded(FIELD_WORDS[entry.name]),
        "is_required": entry.required,
        "choices": _choices(entry, case),
    }


def _choices(entry: Field, found: Case) -> list[str] | None:
    match entry.name:
        case FieldName.GROUND:
            return [ground.value for ground in Ground if not entry.grounds or ground.kind in entry.grounds]
        case FieldName.MODE:
            return [mode.value for mode in Transmission]
        case FieldName.STOP:
            return [stop.key for stop in found.procedure.route if stop.key != found.snapshot.holder.stop]
        case FieldName.DEADLINE:
            return sorted({deadline.rule for deadline in found.snapshot.open_deadlines})
        case _:
            return None


def _many(serializer: Any) -> list[Any]:
    """What a serializer of many rows says."""
    rows: list[Any] = serializer.data
    return rows


EXPANDABLE = frozenset({"events", "deadlines", "documents", "links", "results", "grants"})


class RequestWhole(RequestLine):
    """A request with its dossier, what can be done now, and what ``expand`` asks for."""

    expandable: ClassVar[frozenset[str]] = EXPANDABLE

    requesting_authority = AuthorityRef(allow_null=True)
    requested_authority = AuthorityRef(allow_null=True)
    central_authority = AuthorityRef(allow_null=True)
    executing_authority = AuthorityRef(allow_null=True)
    deputy = PersonRef(allow_null=True)
    supervisor = PersonRef(allow_null=True)
    items = ItemSerializer(many=True)
    persons = PersonSerializer(many=True)
    offences = OffenceSerializer(many=True)
    references = ReferenceSerializer(many=True, source="foreign_references")
    available_actions = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()
    deadlines = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()
    links = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    grants = serializers.SerializerMethodField()

    class Meta:
        model = AssistanceRequest
        fields: ClassVar[tuple[str, ...]] = (
            *RequestLine.Meta.fields, "deputy", "supervisor", "country_desk", "legal_basis", "fallback_basis",
            "requesting_authority", "investigating_authority", "requested_authority", "central_authority",
            "executing_authority", "proceeding", "case_number", "facts", "purpose", "urgency_reason", "needed_by",
            "is_confidential", "no_notification", "use_limitation", "use_accepted_by", "use_accepted_on", "language",
            "languages_required", "translation", "translator", "translation_cost", "earlier_contacts", "items",
            "persons", "offences", "references", "available_actions", "events", "deadlines", "documents", "links",
            "results", "grants",
        )  # fmt: skip

    @property
    def case(self) -> Case:
        """The request with its history, read once."""
        case: Case = self.context["case"]
        return case

    def get_available_actions(self, _row: AssistanceRequest) -> list[dict[str, Any]]:
        """Every action of the channel, as the page offers it."""
        offers = self.case.offers if self.case.roles else ()
        return [OfferSerializer(offer, context=self.context).data for offer in offers]

    def get_events(self, _row: AssistanceRequest) -> list[Any]:
        """The log, in the order in which it was recorded."""
        return _many(EventSerializer(self.case.events, many=True, context=self.context))

    def get_deadlines(self, _row: AssistanceRequest) -> list[Any]:
        """Every version of every deadline, the soonest first."""
        return _many(DeadlineSerializer(self.case.deadlines, many=True, context=self.context))

    def get_documents(self, row: AssistanceRequest) -> list[Any]:
        """The documents, oldest first."""
        return _many(DocumentSerializer(row.documents.select_related("uploaded_by"), many=True))

    def get_links(self, _row: AssistanceRequest) -> list[Any]:
        """Links to and from requests that the caller may see."""
        return _many(LinkSerializer(self.case.links, many=True))

    def get_results(self, row: AssistanceRequest) -> list[Any]:
        """What the assistance led to."""
        return _many(ResultSerializer(row.results.all(), many=True))

    def get_grants(self, _row: AssistanceRequest) -> list[Any]:
        """Who may see it beyond the office, today."""
        return _many(GrantSerializer(self.case.grants, many=True))
