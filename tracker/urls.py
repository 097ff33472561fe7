"""Every address of the program."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from tracker.web.health import health

urlpatterns = [
    path("health", health, name="health"),
    # One sign-in for all: the admin's own would know neither second factors nor rate limits.
    path("admin/login/", secure_admin_login(admin.site.login)),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
