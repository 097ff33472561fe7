"""How often one caller may ask: counted by token, for pages by user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from tracker.accounts.clients import address_of
from tracker.accounts.models import ApiToken

if TYPE_CHECKING:
    # Its own module reads the settings that name this one.
    from rest_framework.views import APIView


class PerCaller(SimpleRateThrottle):
    """One bucket a token, one a signed-in user, one an address for whoever is neither."""

    scope = "caller"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002  # its signature
        """The bucket of this caller."""
        if isinstance(request.auth, ApiToken):
            ident = f"token-{request.auth.pk}"
        elif request.user.is_authenticated:
            ident = f"user-{request.user.pk}"
        else:
            ident = f"address-{address_of(request)}"
        return self.cache_format % {"scope": self.scope, "ident": ident}
