"""The addresses of the reports."""

from django.urls import path

from tracker.web.reports.packs import pack, pack_again, pack_anew, pack_file, pack_run, packs
from tracker.web.reports.pages import report, report_file, reports
from tracker.web.reports.publications import publication, publication_file, publications, publish

urlpatterns = [
    path("", reports, name="reports"),
    path("published/", publications, name="publications"),
    path("published/<uuid:uuid>/", publication, name="publication"),
    path("published/<uuid:uuid>.<slug:ending>", publication_file, name="publication_file"),
    path("packs/", packs, name="packs"),
    path("packs/<uuid:uuid>/", pack_run, name="pack_run"),
    path("packs/<uuid:uuid>.<slug:ending>", pack_file, name="pack_file"),
    path("packs/<uuid:uuid>/again/", pack_again, name="pack_again"),
    path("packs/<uuid:uuid>/anew/", pack_anew, name="pack_anew"),
    path("packs/<slug:slug>/", pack, name="pack"),
    path("<slug:slug>/", report, name="report"),
    path("<slug:slug>/publish/", publish, name="publish"),
    path("<slug:slug>.<slug:ending>", report_file, name="report_file"),
]
