"""Every address of the program."""

from django.urls import include, path

from tracker.admin import site
from tracker.web.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("admin/", site.urls),
    path("accounts/", include("allauth.urls")),
]
