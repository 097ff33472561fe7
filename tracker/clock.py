"""The only place where time is read. Only the edges call it; everything below is told the time."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return _source()()


def today(zone: str | ZoneInfo) -> dt.date:
    """The present day of the calendar in `zone`, an IANA name or a zone."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


def moved() -> dt.datetime:
    """The real moment, moved by the seconds that the file `settings.CLOCK_OFFSET_FILE` holds.

    A clock for test settings: processes that share the file share the moved clock.
    """
    file = Path(settings.CLOCK_OFFSET_FILE)
    seconds = float(file.read_text() or 0) if file.exists() else 0.0
    return timezone.now() + dt.timedelta(seconds=seconds)


def _source() -> Callable[[], dt.datetime]:
    """The real clock, or the one named by `settings.CLOCK`, which only test settings have."""
    named = getattr(settings, "CLOCK", None)
    if named is None:
        return timezone.now
    return cast(Callable[[], dt.datetime], import_string(named) if isinstance(named, str) else named)
