"""Addresses under /directory/."""

from django.urls import path

from tracker.web.directory.authorities import authorities
from tracker.web.directory.listing import directory
from tracker.web.directory.profile import jurisdiction
from tracker.web.directory.treaties import treaties, treaty

urlpatterns = [
    path("", directory, name="directory"),
    path("authorities/", authorities, name="authorities"),
    path("instruments/", treaties, name="treaties"),
    path("instruments/<slug:instrument>/", treaty, name="treaty"),
    path("<str:code>/", jurisdiction, name="jurisdiction"),
]
