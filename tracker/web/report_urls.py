"""The addresses of the reports."""

from django.urls import path

from tracker.web.reports import report, report_csv, reports

urlpatterns = [
    path("", reports, name="reports"),
    path("<slug:slug>/", report, name="report"),
    path("<slug:slug>.csv", report_csv, name="report_csv"),
]
