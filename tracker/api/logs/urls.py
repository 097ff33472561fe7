"""Addresses under /api/v1/logs/."""

from __future__ import annotations

from django.urls import URLPattern, path

from tracker.api.logs import views

urlpatterns: list[URLPattern] = [
    path("logs/accounts/", views.AccountLog.as_view(), name="log_accounts"),
    path("logs/calendars/", views.FeedLog.as_view(), name="log_calendars"),
    path("logs/directory/", views.DirectoryLog.as_view(), name="log_directory"),
    path("logs/events/", views.EventLog.as_view(), name="log_events"),
    path("logs/tokens/", views.TokenLog.as_view(), name="log_tokens"),
    path("logs/verification/", views.Verification.as_view(), name="log_verification"),
]
