"""Who calls: a program with a token, or a page with its session."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import ApiToken, User

SCHEME: Final = "Bearer"
LONGEST: Final = 200


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer mlat_…``; a token that does not count is recorded and answered 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's user and the token; None where the caller sent none."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = services.token_of(secret.strip()[:LONGEST])
        if token is None:
            raise AuthenticationFailed(_("There is no such token. Check it, or make a new one."))
        # Kept apart from `auth`, so that a refused use is recorded as well.
        request.used_token = token  # type: ignore[attr-defined]  # as REST framework keeps the user itself
        if not services.counts(token, at=clock.now()):
            raise AuthenticationFailed(_("This token has expired or was revoked. Make a new one."))
        return token.user, token

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 asks for (RFC 6750)."""
        return f'{SCHEME} realm="MLA Tracker"'


class PageAuthentication(SessionAuthentication):
    """The session of somebody who signed in on the pages; what it writes carries the CSRF token."""
