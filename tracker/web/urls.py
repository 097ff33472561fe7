"""The addresses of the pages."""

from django.urls import include, path

from tracker.web.lists.overdue import overdue
from tracker.web.lists.register import register, register_csv
from tracker.web.lists.worklist import worklist
from tracker.web.preferences import theme

urlpatterns = [
    path("", worklist, name="worklist"),
    path("register/", register, name="register"),
    path("register.csv", register_csv, name="register_csv"),
    path("overdue/", overdue, name="overdue"),
    path("preferences/theme/", theme, name="preferences_theme"),
    path("requests/", include("tracker.web.request_urls")),
    path("reports/", include("tracker.web.report_urls")),
    path("directory/", include("tracker.web.directory_urls")),
]
