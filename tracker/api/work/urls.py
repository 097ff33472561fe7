"""Addresses of what is late and of what needs somebody."""

from __future__ import annotations

from django.urls import URLPattern, path

from tracker.api.work import views

urlpatterns: list[URLPattern] = [
    path("overdue/", views.Overdue.as_view(), name="overdue"),
    path("worklist/", views.Worklist.as_view(), name="worklist"),
    path("reminders/undelivered/", views.Undelivered.as_view(), name="undelivered"),
    path("reminders/undelivered/<uuid:uuid>/retry/", views.Retries.as_view(), name="retry"),
]
