"""The addresses of the API, under /api/v1/."""

from __future__ import annotations

from django.urls import include, path, re_path

from tracker.api.calendars import Feeds, OneFeed
from tracker.api.me import Me
from tracker.api.notices import AllRead, Notices, OneRead
from tracker.api.saved.views import OneSavedView, SavedViews, ViewMails
from tracker.api.views import Nowhere

app_name = "api"

urlpatterns = [
    path("me/", Me.as_view(), name="me"),
    path("me/notices/", Notices.as_view(), name="notices"),
    path("me/notices/readings/", AllRead.as_view(), name="notices_readings"),
    path("me/notices/<uuid:uuid>/readings/", OneRead.as_view(), name="notice_readings"),
    path("calendars/", Feeds.as_view(), name="calendars"),
    path("calendars/<uuid:uuid>/", OneFeed.as_view(), name="calendar"),
    path("views/", SavedViews.as_view(), name="saved_views"),
    path("views/<uuid:uuid>/mail/", ViewMails.as_view(), name="saved_view_mail"),
    path("views/<uuid:uuid>/", OneSavedView.as_view(), name="saved_view"),
    path("", include("tracker.api.document.urls")),
    path("", include("tracker.api.bulk.urls")),
    path("", include("tracker.api.requests.urls")),
    path("", include("tracker.api.tables.urls")),
    path("", include("tracker.api.directory.urls")),
    path("", include("tracker.api.reports.urls")),
    path("", include("tracker.api.work.urls")),
    path("", include("tracker.api.loading.urls")),
    path("", include("tracker.api.logs.urls")),
    path("", include("tracker.api.webhooks.urls")),
    path("", include("tracker.api.enquiries.urls")),
    re_path("", Nowhere.as_view()),
]
