"""Evaluator packs over the API: listed, filled in, as files; the figures of the page and of its files."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.fields import rows_of
from tracker.api.figures import Link
from tracker.api.paging import whole
from tracker.api.parameters import require_only
from tracker.api.renderers import AsIs
from tracker.api.reports.parameters import documented, told
from tracker.api.reports.read import (
    DefinitionSerializer,
    ReportParameterSerializer,
    ReportTableSerializer,
    table_data,
)
from tracker.api.reports.views import Reporting
from tracker.api.schema import page_of
from tracker.api.views import ApiView
from tracker.packs.document import Document, Told
from tracker.packs.files import PACK_FILES, PackFile
from tracker.packs.filling import filled
from tracker.packs.registry import PACKS
from tracker.packs.words import Pair
from tracker.reports.asking import QuestionForm

PARAMETERS: Final = documented([pack.question for pack in PACKS.values()])


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


class OfPacks(Reporting):
    """Base of the views of packs."""

    def document(self, request: Request, slug: str) -> Document:
        """The pack filled in; 404 where there is no such pack, 422 where the question cannot be read."""
        if slug not in PACKS:
            raise Http404
        form = self.asked(request, PACKS[slug].question, {})
        return filled(PACKS[slug], form, self.viewer.counted)


class Packs(OfPacks):
    """The packs that there are."""

    @extend_schema(responses={200: page_of(PackSerializer, "Pack")}, operation_id="packs_list")
    def get(self, request: Request) -> Response:
        """Each with what can be asked of it."""
        require_only(request)
        described = [
            {
                "slug": pack.slug,
                "title": pack.title,
                "summary": pack.summary,
                "parameters": list(
                    told(QuestionForm({}, report=pack.question, viewer=self.viewer, offered={}))
                ),
            }
            for pack in PACKS.values()
        ]
        return whole(rows_of(PackSerializer(described, many=True)))


class OnePack(OfPacks):
    """One pack."""

    @extend_schema(parameters=PARAMETERS, responses={200: PackDocumentSerializer}, operation_id="packs_read")
    def get(self, request: Request, slug: str) -> Response:
        """It filled in for the period in the address."""
        return Response(PackDocumentSerializer(_data(self.document(request, slug), self.link)).data)


def _file_view(form: PackFile) -> type[ApiView]:
    @extend_schema(
        parameters=PARAMETERS,
        responses={(200, form.content_type): OpenApiResponse(OpenApiTypes.BINARY)},
        operation_id=f"packs_export_{form.ending}",
    )
    def get(self: OfPacks, request: Request, slug: str) -> Any:
        """Exactly the file of the page."""
        return form.written(self.document(request, slug))

    about = f"One pack as {form.title}."
    return type(
        f"PackAs{form.title}", (OfPacks,), {"renderer_classes": (AsIs,), "get": get, "__doc__": about}
    )


FILES: Final = {form.ending: _file_view(form) for form in PACK_FILES.values()}
"""A view for each form of file, by its ending."""


def _data(document: Document, link: Link) -> dict[str, Any]:
    return {
        "slug": document.pack.slug,
        "title": document.pack.title,
        "as_of": document.question.on,
        "computed_at": document.question.at,
        "hide_under": document.hide_under,
        "facts": _pairs(document.facts),
        "legend": _pairs(document.legend),
        "cautions": document.cautions,
        "sections": [
            {
                "key": answer.section.key,
                "asked_in": answer.section.source,
                "asked": answer.section.asked,
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
        "publications": [publication.uuid for publication in part.published],
    }


def _pairs(pairs: tuple[Pair, ...]) -> list[dict[str, str]]:
    return [{"term": term, "text": text} for term, text in pairs]
