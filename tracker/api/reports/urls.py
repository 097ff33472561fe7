"""Addresses under /api/v1/reports/."""

from __future__ import annotations

from django.urls import URLPattern, path

from tracker.api.reports import views

urlpatterns: list[URLPattern] = [
    path("reports/", views.Reports.as_view(), name="reports"),
    path("reports/<slug:slug>/", views.OneReport.as_view(), name="report"),
    *(
        path(f"reports/<slug:slug>/{ending}/", view.as_view(), name=f"report_{ending}")
        for ending, view in views.FILES.items()
    ),
]
