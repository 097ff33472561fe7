"""The OpenAPI document: what operations have in common, said once; the rest is read off views and serializers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from tracker.api.paging import AFTER, MOST, PAGE, USUAL
from tracker.api.problems import CONTENT_TYPE
from tracker.api.reasons import ReasonSerializer
from tracker.api.shaping import EXPAND, FIELDS

HEADER: Final = OpenApiParameter.HEADER
QUERY: Final = OpenApiParameter.QUERY
WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    HEADER,
    description="A key of the caller's own making. A call repeated under it gets the first answer.",
)
IF_MATCH: Final = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, HEADER, description="The ETag that was read; 412 where it has changed."
)
PAGING: Final = [
    OpenApiParameter(AFTER, OpenApiTypes.STR, QUERY, description="A cursor from `next` or `previous`."),
    OpenApiParameter(
        PAGE,
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        QUERY,
        description="Rows a page.",
    ),
]
SHAPING: Final = [
    OpenApiParameter(
        FIELDS, OpenApiTypes.STR, QUERY, description="Names of fields, with commas; all by default."
    ),
]

CSV_FILE: Final[Any] = {
    (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="UTF-8 with a byte-order mark.")
}
"""What an address that answers with such a file declares."""


def expanding(names: frozenset[str]) -> OpenApiParameter:
    """The parameter that asks for more than the usual fields."""
    listed = ", ".join(f"`{name}`" for name in sorted(names))
    return OpenApiParameter(
        EXPAND, OpenApiTypes.STR, QUERY, description=f"What to add, with commas: {listed}."
    )


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457): what was refused, with every reason."""

    type = serializers.CharField(help_text="A URN that stays the same, whatever the language.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors_ = ReasonSerializer(many=True, required=False, source="reasons")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``errors`` under its own name, which the class uses otherwise."""
        fields = super().get_fields()
        return {name.rstrip("_"): field for name, field in fields.items()}


def page_of(
    serializer: type[serializers.BaseSerializer[Any]], name: str
) -> type[serializers.Serializer[Any]]:
    """The shape of a page of such rows."""
    return type(
        f"{name}Page",
        (serializers.Serializer,),
        {
            "results": serializer(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "__doc__": "One page, and the addresses of its neighbours.",
        },
    )


class ShapedScheme(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # registers itself
    """What a call can leave out by `fields`, or gets only by `expand`, need not be there."""

    target_class = "tracker.api.shaping.Shaped"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        """The usual schema of all fields, none of which must be there."""
        self.target.context["request"] = None  # nobody's call shapes the document
        # As its documentation shows; the class's own way takes the base for the serializer.
        map_serializer: Any = auto_schema._map_serializer  # noqa: SLF001
        found: dict[str, Any] = map_serializer(self.target, direction, bypass_extensions=True)
        found.pop("required", None)
        return found


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How a program says who it is."""

    target_class = "tracker.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002  # its signature
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A personal or service token: `mlat_…`."}


class PageScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """The session of a page."""

    target_class = "tracker.api.authentication.PageAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002  # its signature
        """The cookie of the pages."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class Schema(AutoSchema):
    """Operations as views declare them, with the problems that each can answer."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        """The declared answers, and every other problem that this kind of call can meet.

        Here, not where serializers are declared: what a view declares takes the place of those altogether.
        """
        declared: Any = super()._get_response_bodies(direction)
        described: Any = self._get_response_for_code
        problems = {
            str(int(status)): described(_problem(status), str(int(status)), [CONTENT_TYPE], direction)
            for status in self._problems()
        }
        return {**problems, **declared}

    def get_override_parameters(self) -> list[Any]:
        """The headers that every write takes."""
        more = [IDEMPOTENCY_KEY] if self.method == "POST" else []
        if self.method in WRITES and "{uuid}" in self.path and "/requests/" in self.path:
            more.append(IF_MATCH)
        return [*super().get_override_parameters(), *more]

    def get_tags(self) -> list[str]:
        """The first part of the address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def _problems(self) -> list[HTTPStatus]:
        found = [
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.NOT_ACCEPTABLE,
            HTTPStatus.TOO_MANY_REQUESTS,
        ]
        if "{" in self.path:
            found.append(HTTPStatus.NOT_FOUND)
        if self.method in WRITES:
            found += [HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
        if self.method in WRITES and "/requests/{uuid}" in self.path:
            found += [HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED]
        return [*found, HTTPStatus.UNPROCESSABLE_ENTITY]


NOT_FOUND: Final[Any] = {(404, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description="Not Found")}
"""For an address that is not there for everybody, although nothing in it says so."""


def _problem(status: HTTPStatus) -> OpenApiResponse:
    return OpenApiResponse(ProblemSerializer, description=status.phrase)
