"""Addresses of the tables."""

from __future__ import annotations

from django.urls import path

from tracker.api.tables import views

urlpatterns = [
    path("channels/", views.Channels.as_view(), name="channels"),
    path("channels/<slug:key>/", views.OneChannel.as_view(), name="channel"),
    path("instruments/", views.Instruments.as_view(), name="instruments"),
    path("instruments/<slug:key>/", views.OneInstrument.as_view(), name="instrument"),
    path("ladders/", views.Ladders.as_view(), name="ladders"),
    path("vocabulary/", views.Vocabulary.as_view(), name="vocabulary"),
]
