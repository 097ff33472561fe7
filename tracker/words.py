"""Messages of the workflows in the reader's language: for choices of forms, messages and the template filter."""

import datetime as dt

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.messages import Message, Param
from workflows.occurrence import Occurred, Precision

_FORMATS = {Precision.MONTH: "F Y", Precision.YEAR: "Y"}


def spoken(message: Message | str) -> str:
    """``message`` as a sentence; plain strings pass as they are."""
    if not isinstance(message, Message):
        return str(message)
    sentence = _form(message) if message.msgid else ""
    return (
        sentence % {name: _parameter(value) for name, value in message.params} if message.params else sentence
    )


def thousands(number: int) -> str:
    """A number of things, thousands apart."""
    return number_format(number, force_grouping=True)


def _form(message: Message) -> str:
    return ngettext(message.msgid, message.plural, message.count) if message.plural else _(message.msgid)


def _parameter(value: Param) -> str:
    match value:
        case Message():
            return spoken(value)
        case dt.datetime():
            return date_format(value, "DATETIME_FORMAT")
        case dt.date():
            return date_format(value, "DATE_FORMAT")
        case _:
            return str(value)


def day_words(occurred: Occurred) -> str:
    """When something happened, no more precisely than it is known."""
    return date_format(occurred.on, _FORMATS.get(occurred.precision, "DATE_FORMAT"))


def moment_words(moment: dt.datetime) -> str:
    """Day and time, in the zone that all readers share."""
    return f"{date_format(moment.astimezone(dt.UTC), 'DATETIME_FORMAT')} UTC"


def short_day(day: dt.date, *, today: dt.date) -> str:
    """``3 Mar`` within the year of ``today``, otherwise with its year."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


def distance(day: dt.date, *, today: dt.date) -> str:
    """How far ``day`` is from ``today``, in whole calendar days and in words."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
