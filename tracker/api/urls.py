"""The addresses of the API, under /api/v1/."""

from __future__ import annotations

from django.urls import include, path

app_name = "api"

urlpatterns = [
    path("", include("tracker.api.requests.urls")),
    path("", include("tracker.api.tables.urls")),
    path("", include("tracker.api.directory.urls")),
    path("", include("tracker.api.reports.urls")),
    path("", include("tracker.api.work.urls")),
    path("", include("tracker.api.loading.urls")),
    path("", include("tracker.api.logs.urls")),
    path("", include("tracker.api.webhooks.urls")),
]
