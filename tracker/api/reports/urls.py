"""Addresses under /api/v1/reports/, /api/v1/packs/ and /api/v1/publications/."""

from __future__ import annotations

from django.urls import URLPattern, path

from tracker.api.reports import packs, publications, views

urlpatterns: list[URLPattern] = [
    path("reports/", views.Reports.as_view(), name="reports"),
    path("reports/<slug:slug>/", views.OneReport.as_view(), name="report"),
    *(
        path(f"reports/<slug:slug>/{ending}/", view.as_view(), name=f"report_{ending}")
        for ending, view in views.FILES.items()
    ),
    path("packs/", packs.Packs.as_view(), name="packs"),
    path("packs/runs/", packs.PackRuns.as_view(), name="pack_runs"),
    path("packs/runs/<uuid:uuid>/", packs.OnePackRun.as_view(), name="pack_run"),
    path("packs/runs/<uuid:uuid>/retries/", packs.PackRetries.as_view(), name="pack_retries"),
    *(
        path(f"packs/runs/<uuid:uuid>/{ending}/", view.as_view(), name=f"pack_{ending}")
        for ending, view in packs.FILES.items()
    ),
    path("publications/", publications.Publications.as_view(), name="publications"),
    path("publications/<uuid:uuid>/", publications.OnePublication.as_view(), name="publication"),
    path("publications/<uuid:uuid>/restatement/", publications.OneRestatement.as_view(), name="restatement"),
    *(
        path(f"publications/<uuid:uuid>/{ending}/", view.as_view(), name=f"publication_{ending}")
        for ending, view in publications.FILES.items()
    ),
]
