"""Who the caller is, and what may be done: the first thing that a program asks."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.accounts.choices import RoleChoices, Scope
from tracker.accounts.models import ApiToken, Office, User
from tracker.api.parameters import require_only
from tracker.api.views import ApiView
from tracker.casework.viewer import Viewer

KEPT: Final = (
    "uuid", "name", "email", "language", "time_zone", "quiet_from", "quiet_until", "wants_copies",
)  # fmt: skip
"""What is told of the account as it stands there."""


class AccountKind(StrEnum):
    """Who answers for what the account does."""

    PERSON = "person"
    PROGRAM = "program"


class OfficeRef(serializers.ModelSerializer[Office]):
    """An office, by code and name."""

    class Meta:
        model = Office
        fields = ("code", "name")


class OfficeRoles(serializers.Serializer[Any]):
    """An office, and what the caller is there today, by a role of its own or of an office above."""

    office = OfficeRef()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=RoleChoices.choices))


class TokenOut(serializers.ModelSerializer[ApiToken]):
    """The token of the call. It ends at ``expires_at``."""

    office = OfficeRef()
    scopes = serializers.SerializerMethodField()

    class Meta:
        model = ApiToken
        fields = ("uuid", "label", "hint", "office", "scopes", "created_at", "expires_at")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices)))
    def get_scopes(self, token: ApiToken) -> list[str]:
        """In the order of their list."""
        return [scope.value for scope in Scope if scope in token.scopes]


class MeOut(serializers.Serializer[Any]):
    """The caller."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in AccountKind])
    language = serializers.CharField()
    time_zone = serializers.CharField(help_text="It decides which day is today for the caller.")
    quiet_from = serializers.TimeField(
        allow_null=True,
        help_text="In these hours, in its time zone, only what is lost within a day is mailed.",
    )
    quiet_until = serializers.TimeField(allow_null=True)
    wants_copies = serializers.BooleanField(
        help_text="Whether, as head of an office, it is told what the officer is told. Of expiries it always is."
    )
    roles = OfficeRoles(many=True, help_text="Of a token only those in its office and below.")
    token = TokenOut(allow_null=True, help_text="Null where a page called by its session.")


class Me(ApiView):
    """The caller."""

    reads_under = None

    @extend_schema(responses={200: MeOut}, operation_id="me_read")
    def get(self, request: Request) -> Response:
        """Who calls, in which offices as what, and by which token. Any scope will do."""
        require_only(request)
        user = self.viewer.user
        return Response(
            MeOut(
                {
                    **{name: getattr(user, name) for name in KEPT},
                    "kind": kind_of(user),
                    "roles": list(_roles(self.viewer)),
                    "token": request.auth if isinstance(request.auth, ApiToken) else None,
                }
            ).data
        )


def kind_of(user: User) -> AccountKind:
    """Whether a person or a program uses the account."""
    return AccountKind.PROGRAM if user.is_service else AccountKind.PERSON


def _roles(viewer: Viewer) -> Iterator[dict[str, Any]]:
    scope = viewer.scope
    for office in Office.objects.filter(pk__in=scope.everywhere).order_by("code"):
        yield {"office": office, "roles": sorted(role.value for role in scope.roles_in(office.pk))}
