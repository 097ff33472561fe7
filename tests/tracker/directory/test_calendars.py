"""Working days of a place."""

from datetime import date

import pytest

from tests import factories
from tests.tracker.directory.rows import RECORDED_AT, SOURCED
from tracker.directory import services
from tracker.directory.models import HolidayChange
from tracker.directory.queries import working_calendar

pytestmark = pytest.mark.django_db


def test_the_published_calendar_and_the_weekend_of_the_place_are_used() -> None:
    emirates = factories.jurisdiction("EG", holiday_country="EG", time_zone="Africa/Cairo")
    calendar = working_calendar(emirates, [2024])
    assert calendar.zone == "Africa/Cairo"
    assert calendar.weekend == {4, 5}
    assert not calendar.is_working(date(2024, 4, 25))


def test_a_subdivision_has_its_own_days() -> None:
    scotland = factories.jurisdiction("GB-SCT", holiday_country="GB", holiday_subdivision="SCT")
    assert not working_calendar(scotland, [2024]).is_working(date(2024, 1, 2))


def test_local_rows_add_and_remove_days() -> None:
    estonia = factories.jurisdiction("EE", holiday_country="EE")
    for on, change in (
        (date(2024, 3, 4), HolidayChange.ADDED),
        (date(2024, 6, 24), HolidayChange.REMOVED),
        (date(2023, 3, 3), HolidayChange.ADDED),
    ):
        services.save_holiday(
            estonia, on, by=None, recorded_at=RECORDED_AT, name="Decreed", change=change, **SOURCED
        )
    calendar = working_calendar(estonia, [2024])
    assert not calendar.is_working(date(2024, 3, 4))
    assert calendar.is_working(date(2024, 6, 24))
    assert date(2023, 3, 3) not in calendar.holidays
    assert calendar.skipped(date(2024, 3, 3), date(2024, 3, 5)) == ((date(2024, 3, 4), "Decreed"),)


def test_without_a_published_calendar_only_the_weekend_is_known() -> None:
    calendar = working_calendar(factories.jurisdiction("XX"), [2024])
    assert not calendar.holidays
    assert (calendar.zone, calendar.weekend) == ("UTC", frozenset({5, 6}))
