"""Addresses of what is done with many requests at once."""

from __future__ import annotations

from django.urls import URLPattern, path

from tracker.api.bulk import views

urlpatterns: list[URLPattern] = [
    path("requests/bulk/reassignments/", views.Reassignments.as_view(), name="bulk_reassignments"),
    path("requests/bulk/enquiries/", views.Enquiries.as_view(), name="bulk_enquiries"),
    path("requests/bulk/escalations/", views.Escalations.as_view(), name="bulk_escalations"),
]
