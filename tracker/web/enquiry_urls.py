"""Addresses under /enquiries/."""

from django.urls import path

from tracker.web.enquiries.pages import enquiries, run_again, run_letters, run_page

urlpatterns = [
    path("", enquiries, name="enquiries"),
    path("<uuid:uuid>/", run_page, name="enquiry_run"),
    path("<uuid:uuid>/letters.zip", run_letters, name="enquiry_letters"),
    path("<uuid:uuid>/again/", run_again, name="enquiry_again"),
]
