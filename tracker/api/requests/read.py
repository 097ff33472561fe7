"""A request as it is read: a line of a list, and the whole of it."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.asked import AskedSerializer, asked
from tracker.api.codes import CodeField
from tracker.api.fields import AuthorityRef, MessageOut, PersonRef, PlaceRef, rows_of, worded
from tracker.api.problems import told
from tracker.api.reasons import ReasonSerializer
from tracker.api.requests.deadlines import AgeSerializer, DeadlineSerializer
from tracker.api.requests.parts import (
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
from tracker.casework.ages import age_of_request
from tracker.casework.case import Case
from tracker.casework.labels import DEADLINE_KIND, FLAG, PARTY, choices
from tracker.casework.models import AssistanceRequest
from tracker.casework.standing import holder_name, standing
from workflows.engine import Action, FieldName, Offer
from workflows.vocabulary import EventKind, Level, Tone


class HolderSerializer(serializers.Serializer[AssistanceRequest]):
    """Who has the paper, and since when."""

    party = serializers.ChoiceField(choices=choices(PARTY), source="holder_party")
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
    kind = serializers.ChoiceField(choices=choices(DEADLINE_KIND), source="due_kind", allow_blank=True)
    soon_from = serializers.DateTimeField(allow_null=True)
    late_from = serializers.DateTimeField(allow_null=True)


class StandingSerializer(serializers.Serializer[AssistanceRequest]):
    """Where the request stands at the moment of the call."""

    tone = serializers.ChoiceField(choices=[(tone.value, tone.value) for tone in Tone])
    words = serializers.CharField()
    level = CodeField(Level, allow_null=True, help_text="How pressing it is; null where no deadline runs.")

    def to_representation(self, instance: AssistanceRequest) -> dict[str, Any]:
        """Tone and words at the moment of the call."""
        found = standing(instance, self.context["at"])
        level = found.level.value if found.level else None
        return {"tone": found.tone.value, "words": found.words, "level": level}


class RequestLine(Shaped, serializers.ModelSerializer[AssistanceRequest]):
    """A request as a list shows it. ``version`` goes into the next write as ``seen_version``."""

    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    jurisdiction = PlaceRef()
    officer = PersonRef(allow_null=True)
    holder = HolderSerializer(source="*")
    due = DueSerializer(source="*")
    standing = StandingSerializer(source="*")
    flags = serializers.ListField(child=serializers.ChoiceField(choices=choices(FLAG)))

    class Meta:
        model = AssistanceRequest
        fields: ClassVar[tuple[str, ...]] = (
            "uuid", "reference", "their_reference", "title", "direction", "channel", "channel_version", "instrument",
            "office", "jurisdiction", "officer", "urgency", "stage", "holder", "waits_on", "flags", "outcome",
            "opened_on", "sent_on", "acknowledged_on", "answered_on", "closed_on", "last_event_on", "due", "standing",
            "is_adopted", "illustrative", "created_at", "version",
        )  # fmt: skip


class OfferSerializer(serializers.Serializer[Offer]):
    """An action of the channel: whether it may be done now, every reason why not, and what it asks for."""

    action = serializers.CharField()
    title = MessageOut()
    hint = MessageOut(allow_null=True)
    kind = serializers.ChoiceField(
        choices=[kind.value for kind in EventKind], help_text="The kind of event that it makes."
    )
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
            "asks_for": _asked(action, self.context["case"]),
        }


def _asked(action: Action, case: Case) -> list[dict[str, Any]]:
    """The declared fields, with the codes that may be given now."""
    here = case.snapshot.holder.stop
    stops = [stop.key for stop in case.procedure.route if stop.key != here]
    deadlines = [deadline.rule for deadline in case.snapshot.open_deadlines]
    moves = action.field(FieldName.DEADLINE) is not None
    return [
        asked(
            entry,
            stops=stops,
            deadlines=deadlines,
            extensions=case.extensions if moves and entry.name is FieldName.UNTIL else (),
        )
        for entry in action.fields
    ]


def offered_in(case: Case) -> list[Any]:
    """Every action of the channel, with every reason against it; none for whoever only reads."""
    offers: Any = case.offers if case.roles else ()
    return rows_of(OfferSerializer(offers, many=True, context={"case": case}))


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
    age = serializers.SerializerMethodField()
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
            "persons", "offences", "references", "age", "available_actions", "events", "deadlines", "documents",
            "links", "results", "grants",
        )  # fmt: skip

    @property
    def case(self) -> Case:
        """The request with its history, read once."""
        case: Case = self.context["case"]
        return case

    @extend_schema_field(AgeSerializer(allow_null=True))
    def get_age(self, _row: AssistanceRequest) -> dict[str, Any] | None:
        """Days from the sending or receipt to today or the answer; null where no rule of it lets a clock stop."""
        age = age_of_request(self.case)
        return dict(AgeSerializer(age).data) if age else None

    @extend_schema_field(OfferSerializer(many=True))
    def get_available_actions(self, _row: AssistanceRequest) -> list[dict[str, Any]]:
        """Every action of the channel, as the page offers it."""
        return offered_in(self.case)

    @extend_schema_field(EventSerializer(many=True))
    def get_events(self, _row: AssistanceRequest) -> list[Any]:
        """The log, in the order in which it was recorded."""
        return rows_of(EventSerializer(self.case.events, many=True, context=self.context))

    @extend_schema_field(DeadlineSerializer(many=True))
    def get_deadlines(self, _row: AssistanceRequest) -> list[Any]:
        """Every version of every deadline, the soonest first."""
        return rows_of(DeadlineSerializer(self.case.deadlines, many=True, context=self.context))

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, row: AssistanceRequest) -> list[Any]:
        """The documents, oldest first."""
        return rows_of(DocumentSerializer(row.documents.select_related("uploaded_by"), many=True))

    @extend_schema_field(LinkSerializer(many=True))
    def get_links(self, _row: AssistanceRequest) -> list[Any]:
        """Links to and from requests that the caller may see."""
        return rows_of(LinkSerializer(self.case.links, many=True))

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, row: AssistanceRequest) -> list[Any]:
        """What the assistance led to."""
        return rows_of(ResultSerializer(row.results.all(), many=True))

    @extend_schema_field(GrantSerializer(many=True))
    def get_grants(self, _row: AssistanceRequest) -> list[Any]:
        """Who may see it beyond the office, today."""
        return rows_of(GrantSerializer(self.case.grants, many=True))
