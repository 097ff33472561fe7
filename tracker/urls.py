"""Every address of the program."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from tracker.admin import site
from tracker.web.health import health


def closed(_request: HttpRequest) -> HttpResponse:
    """Answer 404 for a page of the sign-in package that is not offered here."""
    raise Http404


urlpatterns = [
    path("health", health, name="health"),
    path("admin/", site.urls),
    # An administrator vouches for each address, so nobody changes their own.
    path("accounts/email/", closed),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("tracker.api.urls")),
    path("", include("tracker.web.urls")),
]
