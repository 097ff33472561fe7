"""A period cut into years, quarters or months, each named as people name it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.reports.periods import CALENDAR_YEAR, YearStart, fiscal_year, quarter_name

AT_MOST: Final = 40
"""So many can be read side by side."""


class Each(StrEnum):
    """How long the steps are; quarters and months begin where the year begins."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


MONTHS: Final[Mapping[Each, int]] = {Each.YEAR: 12, Each.QUARTER: 3, Each.MONTH: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one day to another, both included, of a year, quarter or month that may reach beyond them."""

    label: str
    first: date
    last: date


def steps(first: date, last: date, each: Each, begins: YearStart) -> tuple[Step, ...]:
    """The period from one day to another in steps without a gap; those at its ends may be shorter.

    Longer ones where there would be too many; of too many years, the first are taken together.
    """
    lengths = list(Each)[: list(Each).index(each) + 1]
    found = [tuple(_cut(first, last, one, begins)) for one in reversed(lengths)]
    fitting = next((one for one in found if len(one) <= AT_MOST), found[-1])
    if len(fitting) <= AT_MOST:
        return fitting
    early, others = fitting[: 1 - AT_MOST], fitting[1 - AT_MOST :]
    label = f"{early[0].label} – {early[-1].label}"
    return (Step(label=label, first=first, last=early[-1].last), *others)


def _cut(first: date, last: date, each: Each, begins: YearStart) -> Iterator[Step]:
    whole_from = _begin(first, each, begins)
    while whole_from <= last:
        whole_until = _later(whole_from, MONTHS[each], begins.day) - timedelta(days=1)
        start, end = max(first, whole_from), min(last, whole_until)
        name = _name(whole_from, each, begins)
        if (start, end) != (whole_from, whole_until):
            between = {"first": date_format(start, "j M"), "last": date_format(end, "j M")}
            name = f"{name} ({gettext('%(first)s – %(last)s') % between})"
        yield Step(label=name, first=start, last=end)
        whole_from = whole_until + timedelta(days=1)


def _begin(day: date, each: Each, begins: YearStart) -> date:
    """The first day of the step that the day lies in."""
    found = start = fiscal_year(day, begins).first or day
    while start <= day:
        found, start = start, _later(start, MONTHS[each], begins.day)
    return found


def _later(start: date, months: int, day: int) -> date:
    """So many months later, on that day of the month or its last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def _name(start: date, each: Each, begins: YearStart) -> str:
    if each is Each.MONTH and begins.day == 1:
        return date_format(start, "M Y")
    year = fiscal_year(start, begins).first or start
    named = str(year.year) if begins == CALENDAR_YEAR else f"{year.year}/{(year.year + 1) % 100:02}"
    if each is Each.YEAR:
        return named
    passed = ((start.year - year.year) * 12 + start.month - year.month) // MONTHS[each] + 1
    if each is Each.QUARTER:
        return quarter_name(passed, named)
    return gettext("month %(number)s of %(year)s") % {"number": passed, "year": named}
