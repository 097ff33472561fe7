"""Addresses under /loading/."""

from django.urls import path

from tracker.web.loading.pages import (
    loading,
    loading_discard,
    loading_load,
    loading_problems,
    loading_remove,
    loading_set,
)

urlpatterns = [
    path("", loading, name="loading"),
    path("<uuid:uuid>/", loading_set, name="loading_set"),
    path("<uuid:uuid>/load/", loading_load, name="loading_load"),
    path("<uuid:uuid>/remove/", loading_remove, name="loading_remove"),
    path("<uuid:uuid>/discard/", loading_discard, name="loading_discard"),
    path("<uuid:uuid>/problems.csv", loading_problems, name="loading_problems"),
]
