"""Packs as they are read: the kinds, one that was asked for with how far it is, and what was kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.figures import Link
from tracker.api.reports.read import (
    DefinitionSerializer,
    ReportParameterSerializer,
    ReportTableSerializer,
    table_data,
)
from tracker.packs.document import Document, Told
from tracker.packs.models import PackRun, PackState
from tracker.packs.queries import document_of
from tracker.packs.words import Pair


class PackSerializer(serializers.Serializer[Any]):
    """A pack: for which evaluation it is, and what can be asked."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    parameters = ReportParameterSerializer(many=True)


class PackPartSerializer(serializers.Serializer[Any]):
    """A table of a pack; null where there is none, and why."""

    number = serializers.CharField()
    title = serializers.CharField()
    table = ReportTableSerializer(allow_null=True)
    reason = serializers.CharField(
        allow_null=True, help_text="Why there is no table: zero, or not available."
    )
    report = serializers.CharField(allow_null=True)
    query = serializers.CharField(
        allow_null=True, help_text="Asks the report the same; null where figures are hidden."
    )
    definitions = DefinitionSerializer(many=True)
    anomalies = serializers.ListField(child=serializers.CharField())
    publications = serializers.ListField(
        child=serializers.UUIDField(), help_text="Published figures that are the same."
    )


class PackSectionSerializer(serializers.Serializer[Any]):
    """What the evaluators ask and where, and what the register says."""

    key = serializers.CharField()
    asked_in = serializers.CharField()
    asked = serializers.CharField()
    parts = PackPartSerializer(many=True)


class PackDocumentSerializer(serializers.Serializer[Any]):
    """A pack filled in. Where counts are hidden, no figure leads to its rows."""

    slug = serializers.CharField()
    title = serializers.CharField()
    as_of = serializers.DateField()
    computed_at = serializers.DateTimeField()
    hide_under = serializers.IntegerField(allow_null=True)
    facts = DefinitionSerializer(many=True, help_text="What was asked, over which offices, by whom and when.")
    legend = DefinitionSerializer(many=True, help_text="What stands in place of figures.")
    cautions = serializers.ListField(child=serializers.CharField())
    sections = PackSectionSerializer(many=True)


class PackRunSerializer(serializers.ModelSerializer[PackRun]):
    """A pack that was asked for, and how far it is."""

    question = serializers.DictField(
        child=serializers.CharField(),
        help_text="As it was asked; without ``as_of`` where that was the day itself.",
    )
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in PackState])

    class Meta:
        model = PackRun
        fields = ("uuid", "pack", "question", "as_of", "language", "state", "asked_at", "finished_at")


class PackRunWhole(PackRunSerializer):
    """The same with what was put together; null until it is."""

    document = serializers.SerializerMethodField()

    class Meta(PackRunSerializer.Meta):
        fields = (*PackRunSerializer.Meta.fields, "document")  # type: ignore[assignment]  # one more

    @extend_schema_field(PackDocumentSerializer(allow_null=True))
    def get_document(self, run: PackRun) -> Any:
        """Figures and words as they were kept."""
        document = document_of(run)
        return PackDocumentSerializer(_data(document, self.context["link"])).data if document else None


def _data(document: Document, link: Link) -> dict[str, Any]:
    return {
        "slug": document.slug,
        "title": document.title,
        "as_of": document.on,
        "computed_at": document.at,
        "hide_under": document.hide_under,
        "facts": _pairs(document.facts),
        "legend": _pairs(document.legend),
        "cautions": document.cautions,
        "sections": [
            {
                "key": answer.key,
                "asked_in": answer.source,
                "asked": answer.asked,
                "parts": [_part(part, link) for part in answer.parts],
            }
            for answer in document.answers
        ],
    }


def _part(part: Told, link: Link) -> dict[str, Any]:
    return {
        "number": part.number,
        "title": part.title,
        "table": table_data(part.table, link) if part.table else None,
        "reason": part.reason or None,
        "report": part.slug or None,
        "query": urlencode(part.query) or None,
        "definitions": _pairs(part.definitions),
        "anomalies": part.anomalies,
        "publications": [published.uuid for published in part.published],
    }


def _pairs(pairs: tuple[Pair, ...]) -> list[dict[str, str]]:
    return [{"term": term, "text": text} for term, text in pairs]
