"""The administration site: an administrator's membership opens it, after the sign-in of all pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

PEOPLE: Final = frozenset({"User", "Office", "Membership", "OfficeRung", "ApiToken", "AccountEvent"})
CONNECTIONS: Final = frozenset({"AllowedHost"})


class AdministrationSite(AdminSite):
    """Shows itself to administrators; to others who are signed in it does not exist."""

    site_header = _("Administration")
    site_title = _("MLA Tracker")
    index_title = _("People and reference data")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Does the user hold an administrator's membership today?"""
        return request.user.is_authenticated and request.user.has_module_perms("tracker")

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002  # Django's signature
        """Answer 404 to whoever is signed in without the right, before Django offers another sign-in."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return cast(View, gate)

    def login(self, request: HttpRequest, *_context: object) -> HttpResponse:
        """Send to the sign-in of all pages: it knows the rate limits and second factors."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or resolve_url("admin:index"))

    def logout(self, *_asked: object) -> HttpResponse:  # type: ignore[override]  # a redirect does as well
        """Send to the sign-out of all pages."""
        return redirect("account_logout")

    def password_change(self, *_asked: object) -> HttpResponse:  # type: ignore[override]  # the same
        """Send to the page where everybody changes their own password."""
        return redirect("account_change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Show people, connections and reference data apart, though they are one app."""
        return [part for app in super().get_app_list(request, app_label) for part in _parts(app)]


def _parts(app: dict[str, Any]) -> list[dict[str, Any]]:
    people = [model for model in app["models"] if model["object_name"] in PEOPLE]
    connections = [model for model in app["models"] if model["object_name"] in CONNECTIONS]
    reference = [model for model in app["models"] if model["object_name"] not in PEOPLE | CONNECTIONS]
    named = ((_("People"), people), (_("Connections"), connections), (_("Reference data"), reference))
    return [{**app, "name": name, "models": models} for name, models in named if models]


site = AdministrationSite()
