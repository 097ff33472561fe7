"""Addresses under /api/v1/fixtures/."""

from __future__ import annotations

from django.urls import URLPattern, path

from tracker.api.loading import views

urlpatterns: list[URLPattern] = [
    path("fixtures/checks/", views.Checks.as_view(), name="fixture_checks"),
    path("fixtures/loads/", views.Loads.as_view(), name="fixture_loads"),
]
