"""What a token may be used for. What somebody may do at all, policy and tables say, as for the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from tracker.accounts.choices import Scope
from tracker.accounts.models import ApiToken

if TYPE_CHECKING:
    # Its own module reads the settings that name this one.
    from rest_framework.views import APIView


class InScope(BasePermission):
    """Signed in, and within the scopes of the token; a session has all of them.

    A view names the scope of its reads (``reads_under``, otherwise read; None where any will do), and that of its
    writes where nothing of a case is written by them (``writes_under``, otherwise write).
    """

    message = _("This token was not made for that. Use one with the scope that is needed.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the caller may use this method of this view."""
        if not request.user.is_authenticated:
            return False
        if not isinstance(request.auth, ApiToken):
            return True
        if request.method in SAFE_METHODS:
            needed = getattr(view, "reads_under", Scope.READ)
        else:
            needed = getattr(view, "writes_under", Scope.WRITE)
        return needed is None or needed in request.auth.scopes
