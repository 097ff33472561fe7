"""What a calendar program reads: whoever has the address needs no sign-in."""

from __future__ import annotations

import hashlib
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from tracker import clock
from tracker.accounts import services
from tracker.accounts.clients import address_of
from tracker.accounts.models import CalendarFeed
from tracker.casework.viewer import Viewer
from tracker.feeds.icalendar import calendar_text
from tracker.feeds.queries import entries

HOUR: Final = 60 * 60
TOO_MANY: Final = 429


@sensitive_variables("secret")
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of that secret, 304 where the program has it already; 404 where there is none, 429 too often.

    The use is written once the answer is known; where it cannot be written nothing is read.
    """
    feed = services.feed_of(secret)
    caller = f"feed-{feed.pk}" if feed else f"address-{address_of(request)}"
    answer = _too_often() if _asks_too_often(caller) else _answered(request, feed)
    if feed is not None:
        services.record_feed_use(feed, status=answer.status_code, client=address_of(request), at=clock.now())
    return answer


def _answered(request: HttpRequest, feed: CalendarFeed | None) -> HttpResponse:
    if feed is None or feed.revoked_at is not None:
        return HttpResponseNotFound(content_type="text/plain")
    viewer = Viewer(user=feed.user, at=clock.now())
    text = calendar_text(feed, entries(feed, viewer))
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    whole = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    whole["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    whole["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=whole) or whole


def _asks_too_often(caller: str) -> bool:
    """Count the call; true beyond the rate of an hour."""
    key = f"calendar-{caller}-{int(clock.now().timestamp()) // HOUR}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > settings.CALENDAR_READS_AN_HOUR
    except ValueError:  # dropped from the cache meanwhile: then it has not been asked often
        return False


def _too_often() -> HttpResponse:
    answer = HttpResponse(status=TOO_MANY, content_type="text/plain")
    answer["Retry-After"] = str(HOUR - int(clock.now().timestamp()) % HOUR)
    return answer
