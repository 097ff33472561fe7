"""The OpenAPI document: what operations have in common, said once; the rest is read off views and serializers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from tracker.api.document import answers, kinds, words
from tracker.api.events import EventLine
from tracker.api.headers import KEY, LONGEST_KEY
from tracker.api.paging import AFTER, CURSOR, MOST, PAGE, USUAL
from tracker.api.problems import CONTENT_TYPE
from tracker.api.reasons import ReasonSerializer
from tracker.api.shaping import EXPAND, FIELDS

HEADER: Final = OpenApiParameter.HEADER
QUERY: Final = OpenApiParameter.QUERY
WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": KEY},
    HEADER,
    description="A key of the caller's own making. A call repeated under it gets the first answer.",
)
IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|"[0-9]+"(, ?"[0-9]+")*)$'},
    HEADER,
    description="The ETag that was read; 412 where it has changed.",
)
PAGING: Final = [
    OpenApiParameter(
        AFTER,
        {"type": "string", "pattern": CURSOR},
        QUERY,
        description="A cursor from `next` or `previous`.",
    ),
    OpenApiParameter(
        PAGE,
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        QUERY,
        description="Rows a page.",
    ),
]
SHAPING: Final = [
    OpenApiParameter(
        FIELDS,
        {"type": "array", "items": {"type": "string"}},
        QUERY,
        explode=False,
        description="Names of fields, with commas; all by default.",
    ),
]

CSV_FILE: Final[Any] = {
    (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="UTF-8 with a byte-order mark.")
}
"""What an address that answers with such a file declares."""


def expanding(names: frozenset[str]) -> OpenApiParameter:
    """The parameter that asks for more than the usual fields."""
    return OpenApiParameter(
        EXPAND,
        {"type": "array", "items": {"type": "string", "enum": sorted(names)}},
        QUERY,
        explode=False,
        description="What to add to the usual fields, with commas.",
    )


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457): what was refused, with every reason."""

    type = serializers.CharField(help_text="A URN that stays the same, whatever the language.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors_ = ReasonSerializer(many=True, required=False, source="reasons")
    seen_version = serializers.IntegerField(required=False, help_text="On 409: the version that was sent.")
    current_version = serializers.IntegerField(required=False, help_text="On 409: the version that is there.")
    since = EventLine(
        many=True, required=False, help_text="On 409: what was recorded after the version sent."
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``errors`` under its own name, which the class uses otherwise."""
        fields = super().get_fields()
        return {name.rstrip("_"): field for name, field in fields.items()}


NOT_FOUND: Final[Any] = {(404, CONTENT_TYPE): OpenApiResponse(ProblemSerializer)}
"""For an address that is not there for everybody, although nothing in it says so."""


def page_of(
    serializer: type[serializers.BaseSerializer[Any]],
    name: str,
    **beside: serializers.Field[Any, Any, Any, Any],
) -> type[serializers.Serializer[Any]]:
    """The shape of a page of such rows, and of what it tells ``beside``."""
    return type(
        f"{name}Page",
        (serializers.Serializer,),
        {
            "results": serializer(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            **beside,
            "__doc__": "One page, and the addresses of its neighbours.",
        },
    )


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How a program says who it is."""

    target_class = "tracker.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002  # its signature
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": words.TOKEN}


class PageScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """The session of a page."""

    target_class = "tracker.api.authentication.PageAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002  # its signature
        """The cookie of the pages."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": words.SESSION,
        }


class Schema(AutoSchema):
    """Operations as views declare them, with the headers and refusals that each can be answered with."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation, completed by what its kind of call has in common."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        found = {
            status: answers.finished(status, answer, method=str(self.method))
            for status, answer in operation["responses"].items()
        }
        operation["responses"] = {**answers.refusals(self._refusals(operation)), **found}
        operation["responses"] = dict(sorted(operation["responses"].items()))
        self.resolve_serializer(ProblemSerializer, "response")
        return operation

    def get_summary(self) -> str:
        """The first line of what the method says of itself."""
        told: str = get_doc(getattr(self.view, str(self.method).lower()))
        return told.partition("\n")[0].replace("``", "").rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]  # as its base has it
        """What the method says after that, otherwise what the view says."""
        own = _words(get_doc(getattr(self.view, str(self.method).lower()))).partition("\n")[2].strip()
        return own or _words(get_doc(self.view.__class__))

    def get_override_parameters(self) -> list[Any]:
        """The headers that every write takes."""
        more = [IDEMPOTENCY_KEY] if self.method == "POST" else []
        if self.method in WRITES and "/requests/{uuid}/" in self.path:
            more.append(IF_MATCH)
        return [*super().get_override_parameters(), *more]

    def get_tags(self) -> list[str]:
        """The part of the API where the view is."""
        return [self.view.__class__.__module__.split(".")[2]]

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        """The body or answer, with every limit that its fields hold."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if "description" in schema:
            schema["description"] = _words(schema["description"])
        return kinds.described(serializer, schema, sent=direction == "request")

    def _refusals(self, operation: dict[str, Any]) -> Iterator[HTTPStatus]:
        yield from (HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS)
        if {} not in operation.get("security", [{}]):
            yield from (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
        if "{" in self.path:
            yield HTTPStatus.NOT_FOUND
        if "requestBody" in operation:
            yield from (HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if IF_MATCH in self.get_override_parameters():
            yield from (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED)
        yield HTTPStatus.UNPROCESSABLE_ENTITY


def _words(text: str) -> str:
    """A docstring as the document writes it: code in single quotes of its kind."""
    return re.sub(r"``([^`]+)``", r"`\1`", text)
