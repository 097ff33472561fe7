"""The addresses of the pages."""

from django.urls import include, path

from tracker.web.bulk.pages import bulk
from tracker.web.feeds.pages import feed_page, feeds, revoke_feed
from tracker.web.feeds.reading import calendar
from tracker.web.lists.overdue import overdue
from tracker.web.lists.register import register, register_csv, register_xlsx
from tracker.web.lists.undelivered import send_again, undelivered_page
from tracker.web.lists.views import change, forget, mail_view, saved_view, saved_views
from tracker.web.lists.worklist import worklist
from tracker.web.log import log_index, log_of
from tracker.web.notices import bell, notice_read, notices, notices_read
from tracker.web.preferences import preferences, theme

urlpatterns = [
    path("", worklist, name="worklist"),
    path("register/", register, name="register"),
    path("register/bulk/", bulk, name="bulk"),
    path("register/views/", saved_views, name="saved_views"),
    path("register/views/<uuid:uuid>/", saved_view, name="saved_view"),
    path("register/views/<uuid:uuid>/change/", change, name="saved_view_change"),
    path("register/views/<uuid:uuid>/mail/", mail_view, name="saved_view_mail"),
    path("register/views/<uuid:uuid>/forget/", forget, name="saved_view_forget"),
    path("register.csv", register_csv, name="register_csv"),
    path("register.xlsx", register_xlsx, name="register_xlsx"),
    path("overdue/", overdue, name="overdue"),
    path("overdue/reminders/", undelivered_page, name="undelivered"),
    path("overdue/reminders/<uuid:uuid>/", send_again, name="undelivered_retry"),
    path("enquiries/", include("tracker.web.enquiry_urls")),
    path("notices/", notices, name="notices"),
    path("notices/bell/", bell, name="bell"),
    path("notices/read/", notices_read, name="notices_read"),
    path("notices/<uuid:uuid>/read/", notice_read, name="notice_read"),
    path("preferences/", preferences, name="preferences"),
    path("calendar/<str:secret>.ics", calendar, name="calendar"),
    path("preferences/calendars/", feeds, name="feeds"),
    path("preferences/calendars/<uuid:uuid>/", feed_page, name="feed"),
    path("preferences/calendars/<uuid:uuid>/revoke/", revoke_feed, name="feed_revoke"),
    path("preferences/tokens/", include("tracker.web.token_urls")),
    path("preferences/theme/", theme, name="preferences_theme"),
    path("preferences/webhooks/", include("tracker.web.webhook_urls")),
    path("requests/", include("tracker.web.request_urls")),
    path("reports/", include("tracker.web.report_urls")),
    path("directory/", include("tracker.web.directory_urls")),
    path("log/", log_index, name="log"),
    path("log/<uuid:uuid>/", log_of, name="log_of"),
    path("loading/", include("tracker.web.loading_urls")),
]
