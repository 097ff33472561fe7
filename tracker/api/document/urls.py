"""Addresses of this part of the API."""

from __future__ import annotations

from django.urls import path

from tracker.api.document.views import Docs, Document

urlpatterns = [
    path("schema/", Document.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
]
