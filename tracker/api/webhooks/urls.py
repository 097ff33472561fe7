"""Addresses under /api/v1/webhooks/."""

from __future__ import annotations

from django.urls import path

from tracker.api.webhooks import views

ONE = "webhooks/<uuid:uuid>/"

urlpatterns = [
    path("webhooks/", views.Webhooks.as_view(), name="webhooks"),
    path(ONE, views.OneWebhook.as_view(), name="webhook"),
    path(f"{ONE}rotations/", views.Rotations.as_view(), name="webhook_rotations"),
    path(f"{ONE}pings/", views.Pings.as_view(), name="webhook_pings"),
    path(f"{ONE}deliveries/", views.Deliveries.as_view(), name="webhook_deliveries"),
    path(
        f"{ONE}deliveries/<uuid:delivery>/retries/", views.Retries.as_view(), name="webhook_delivery_retries"
    ),
]
