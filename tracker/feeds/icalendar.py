"""A feed as its calendar program reads it. The same rows give the same bytes, so that nothing is loaded for nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final
from uuid import uuid5

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration

from tracker.accounts.models import CalendarFeed
from tracker.casework.models import Deadline
from tracker.casework.queries import rule_label
from tracker.feeds.queries import Entry, subject_of
from tracker.outbox.wording import message_domain
from tracker.words import spoken
from workflows.vocabulary import DeadlineKind

ONE_DAY: Final = dt.timedelta(days=1)
REFRESHED: Final = dt.timedelta(hours=1)
"""How often we ask calendar programs to look again."""
ALARM_DAYS: Final = (7, 3, 1)
"""So many days before the last safe day of an expiry ..."""
ALARM_HOUR: Final = dt.timedelta(hours=9)
"""... at this hour where the calendar's reader is."""


def calendar_text(feed: CalendarFeed, entries: Iterable[Entry]) -> bytes:
    """The whole calendar in the language of whoever made the feed."""
    with translation.override(feed.user.language):
        calendar = Calendar()
        calendar.add("prodid", "-//MLA Tracker//Deadlines//EN")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _name(feed))
        calendar.add("refresh-interval", vDuration(REFRESHED), parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for entry in entries:
            calendar.add_component(_event(entry))
        return bytes(calendar.to_ical())


def _name(feed: CalendarFeed) -> str:
    if feed.office is None:
        return _("My deadlines (MLA Tracker)")
    return _("Deadlines of %(office)s (MLA Tracker)") % {"office": feed.office.code}


def _event(entry: Entry) -> Event:
    deadline = entry.deadline
    reference, rule = deadline.request.reference, spoken(rule_label(deadline))
    link = f"{settings.SITE_URL}/requests/{deadline.request.uuid}/"
    event = Event()
    event.add("uid", f"{_identity(deadline)}@{message_domain()}")
    event.add("sequence", entry.moved)
    event.add("dtstamp", deadline.created_at.replace(microsecond=0))
    event.add("summary", f"{reference}: {rule}")
    event.add("description", f"{_when(deadline)}\n{link}")
    event.add("url", link)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    _place(event, deadline)
    if deadline.kind == DeadlineKind.EXPIRY:
        for days in ALARM_DAYS:
            event.add_component(_alarm(days, f"{reference}: {rule}"))
    return event


def _identity(deadline: Deadline) -> str:
    """The same for every version of the deadline, so that a moved date moves the entry."""
    _request, *subject = subject_of(deadline)
    return str(uuid5(deadline.request.uuid, "/".join(str(part or "") for part in subject)))


def _place(event: Event, deadline: Deadline) -> None:
    """An hour where hours are counted; otherwise a whole day, that of an expiry the last on which it is safe."""
    if deadline.counts_hours:
        event.add("dtstart", deadline.due_from.astimezone(dt.UTC))
        return
    day = deadline.last_day
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)


def _when(deadline: Deadline) -> str:
    day = date_format(deadline.last_day, "DATE_FORMAT")
    if deadline.kind == DeadlineKind.EXPIRY:
        return _("Last safe day: %(day)s") % {"day": day}
    return _("Date: %(day)s") % {"day": day}


def _alarm(days: int, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", ALARM_HOUR - days * ONE_DAY)
    return alarm
