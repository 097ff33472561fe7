"""The document, and the pages that show it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import translation
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.views import ApiView


@cache
def document() -> dict[str, Any]:
    """The whole document, the same for every caller and in every installation; made once a process."""
    with translation.override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


class Document(ApiView):
    """This document.

    It is for everybody, signed in or not: it holds no data, the sources that it is made from are public, and who has
    yet to get a token reads here how.
    """

    permission_classes = (AllowAny,)
    renderer_classes = (
        OpenApiJsonRenderer2,
        OpenApiYamlRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
    )

    @extend_schema(operation_id="document_read", responses={200: {"type": "object"}})
    def get(self, _request: Request) -> Response:
        """Read this document, as JSON or YAML."""
        return Response(document())


class Docs(TemplateView):
    """The document to browse, from static files of this site alone; for everybody, as the document is."""

    template_name = "api/docs.html"
