"""Addresses under /directory/."""

from django.urls import path

from tracker.web.directory.pages import directory, jurisdiction

urlpatterns = [
    path("", directory, name="directory"),
    path("<str:code>/", jurisdiction, name="jurisdiction"),
]
