"""Addresses under /api/v1/enquiries/."""

from __future__ import annotations

from django.urls import path

from tracker.api.enquiries import views

ONE = "enquiries/<uuid:uuid>/"

urlpatterns = [
    path("enquiries/", views.Runs.as_view(), name="enquiry_runs"),
    path("enquiries/due/", views.DueEnquiries.as_view(), name="enquiries_due"),
    path(ONE, views.OneRun.as_view(), name="enquiry_run"),
    path(f"{ONE}letters.zip", views.Letters.as_view(), name="enquiry_letters"),
    path(f"{ONE}sendings/", views.Sendings.as_view(), name="enquiry_sendings"),
    path(f"{ONE}retries/", views.RunRetries.as_view(), name="enquiry_retries"),
]
