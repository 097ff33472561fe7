"""Stretches of days, and the years that States count their money and their requests by."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext


class YearStart(NamedTuple):
    """The day on which a fiscal year begins; never 29 February, which most years lack."""

    month: int
    day: int


class Quarter(NamedTuple):
    """Three months of a calendar year, from 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return quarter_name(self.number, str(self.year))

    @property
    def place(self) -> int:
        """Among all quarters: the next one has the next number."""
        return 4 * self.year + self.number

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return date(self.year, 3 * self.number, _length(self.year, 3 * self.number))


CALENDAR_YEAR = YearStart(1, 1)


def quarter_name(number: int, year: str) -> str:
    """A quarter of a year, fiscal or not, as it is written everywhere."""
    return gettext("Q%(number)s %(year)s") % {"number": number, "year": year}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From one day to another, both included; None is open-ended."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.first or self.last)

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        first, last = _shown(self.first), _shown(self.last)
        if first and last:
            return f"{first} – {last}"
        if first:
            return gettext("since %(day)s") % {"day": first}
        return gettext("until %(day)s") % {"day": last} if last else gettext("All")

    def year_before(self) -> Period:
        """The same days a year earlier; a February that is counted to its end stays one."""
        return Period(first=self.first and _earlier(self.first), last=self.last and _last_earlier(self.last))


def fiscal_year(day: date, begins: YearStart) -> Period:
    """The year that ``day`` lies in, where years begin on ``begins``."""
    first = date(day.year, *begins)
    if first > day:
        first = date(day.year - 1, *begins)
    return Period(first=first, last=date(first.year + 1, *begins) - timedelta(days=1))


def _shown(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, _length(day.year - 1, day.month)))


def _last_earlier(day: date) -> date:
    if day.day == _length(day.year, day.month):
        return day.replace(year=day.year - 1, day=_length(day.year - 1, day.month))
    return _earlier(day)


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]
