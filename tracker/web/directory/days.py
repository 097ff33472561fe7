"""Dates as the directory knows them: a day, a month, a year, or only the latest day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.directory.dates import DatePrecision, PartialDate

YEAR_ENDS = (12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a date, in words. ``on`` is set for a whole day only; ``iso`` is empty for a bound."""

    words: str
    iso: str = ""
    on: dt.date | None = None


def known(date: PartialDate | None, latest: dt.date | None = None) -> Known | None:
    """The date no more precisely than its source gives it, else its bound; None where nothing is known."""
    if date is not None:
        return _written(date)
    return Known(words=_bound(latest)) if latest else None


def period(
    began: PartialDate | None, ended: PartialDate | None, ended_by: dt.date | None = None
) -> Known | None:
    """From when until when, as far as it is known."""
    first, last = known(began), known(ended, ended_by)
    if first is None or last is None:
        return Known(words=_("since %(day)s") % {"day": first.words}) if first else last
    if first.words == last.words:
        return first
    return Known(words=_("%(first)s – %(last)s") % {"first": first.words, "last": last.words})


def year_of(began: PartialDate | None, ended: PartialDate | None, ended_by: dt.date | None) -> int | None:
    """The year under which a period is filed: that of its beginning or, where unknown, of its end."""
    day = next((date.first for date in (began, ended) if date is not None), ended_by)
    return day.year if day else None


def _written(date: PartialDate) -> Known:
    match date.precision:
        case DatePrecision.YEAR:
            return Known(words=date_format(date.first, "Y"), iso=str(date))
        case DatePrecision.MONTH:
            return Known(words=date_format(date.first, "F Y"), iso=str(date))
        case _:
            return Known(words=date_format(date.first, "DATE_FORMAT"), iso=str(date), on=date.first)


def _bound(latest: dt.date) -> str:
    if (latest.month, latest.day) == YEAR_ENDS:
        return _("by the end of %(year)s") % {"year": date_format(latest, "Y")}
    return _("by %(day)s") % {"day": date_format(latest, "DATE_FORMAT")}
