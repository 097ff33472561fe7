"""Working days of a jurisdiction: the published holiday calendar, corrected by the directory's own rows."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import holidays

from tracker.directory.models import Holiday, HolidayChange
from workflows.calendars import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.directory.models import Jurisdiction

WESTERN_WEEKEND = frozenset({5, 6})


def working_calendar(jurisdiction: Jurisdiction, years: Iterable[int]) -> Calendar:
    """Return the calendar of those years, in the jurisdiction's own zone.

    Where no calendar is published only the weekend and the directory's own rows are known.
    """
    wanted = tuple(sorted(set(years)))
    published, weekend = _published(jurisdiction.holiday_country, jurisdiction.holiday_subdivision, wanted)
    days = dict(published)
    for row in Holiday.objects.filter(jurisdiction=jurisdiction, on__year__in=wanted):
        if row.change == HolidayChange.ADDED:
            days[row.on] = row.name
        else:
            days.pop(row.on, None)
    return Calendar(
        zone=jurisdiction.time_zone or "UTC",
        holidays=MappingProxyType(dict(sorted(days.items()))),
        weekend=weekend,
    )


@lru_cache(maxsize=1024)
def _published(
    country: str, subdivision: str, years: tuple[int, ...]
) -> tuple[tuple[tuple[date, str], ...], frozenset[int]]:
    """Ask the package once per process; its names are in the language of the country."""
    if not country:
        return (), WESTERN_WEEKEND
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    return tuple(found.items()), frozenset(found.weekend)
