"""Addresses under /preferences/webhooks/."""

from django.urls import path

from tracker.web.webhooks import acts, pages

urlpatterns = [
    path("", pages.webhooks_page, name="webhooks"),
    path("new/", pages.webhook_new, name="webhook_new"),
    path("<uuid:uuid>/", pages.webhook_page, name="webhook"),
    path("<uuid:uuid>/secret/", acts.make_secret, name="webhook_secret"),
    path("<uuid:uuid>/test/", acts.send_test, name="webhook_test"),
    path("<uuid:uuid>/remove/", acts.remove, name="webhook_remove"),
    path("<uuid:uuid>/deliveries/<uuid:delivery>/", acts.send_again, name="webhook_retry"),
]
