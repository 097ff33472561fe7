"""Who calls: a program with a token, or a page with its session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from tracker import clock
from tracker.accounts import policy, services
from tracker.accounts.choices import TokenState
from tracker.accounts.models import ApiToken, User
from tracker.casework.viewer import Viewer

SCHEME: Final = "Bearer"
LONGEST: Final = 200

REFUSED: Final[Mapping[TokenState, Any]] = {
    TokenState.EXPIRED: gettext_lazy("This token has expired. Make a new one."),
    TokenState.REVOKED: gettext_lazy("This token was revoked. Make a new one."),
    TokenState.SUSPENDED: gettext_lazy(
        "This token is suspended: its account or office is closed, or its user has no role there any more. "
        "Ask an administrator."
    ),
}


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer mlat_…``; a token that does not count is recorded and answered 401."""

    @sensitive_variables("secret")
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
        request.viewer = _viewer_of(token)  # type: ignore[attr-defined]  # the same, for the whole of the call
        return token.user, token

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 asks for (RFC 6750)."""
        return f'{SCHEME} realm="MLA Tracker"'


class PageAuthentication(SessionAuthentication):
    """The session of somebody who signed in on the pages; what it writes carries the CSRF token."""


def _viewer_of(token: ApiToken) -> Viewer:
    """Who calls by the token, bound to its office; raises AuthenticationFailed where it cannot be used."""
    viewer = Viewer(user=token.user, at=clock.now(), bound_to=token.office)
    state = token.state_at(viewer.at)
    if state == TokenState.VALID:
        state = policy.token_state(state, within=viewer.scope)
    if state != TokenState.VALID:
        raise AuthenticationFailed(REFUSED[state])
    return viewer
