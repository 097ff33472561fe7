"""The addresses of the reports."""

from django.urls import path

from tracker.web.reports import report, report_file, reports

urlpatterns = [
    path("", reports, name="reports"),
    path("<slug:slug>/", report, name="report"),
    path("<slug:slug>.<slug:ending>", report_file, name="report_file"),
]
