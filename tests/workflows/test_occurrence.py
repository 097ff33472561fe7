"""When something happened, as precisely as it is known."""

from datetime import UTC, date, datetime, time

import pytest

from tests.workflows.story import on
from workflows.occurrence import Occurred, Precision


def at(day: str, hour: int, zone: str = "UTC") -> Occurred:
    return on(day, at=time(hour), zone=zone, precision=Precision.MOMENT)


def test_a_time_of_day_belongs_to_a_moment_only() -> None:
    with pytest.raises(ValueError, match="time of day"):
        on("2024-01-01", at=time(1))
    with pytest.raises(ValueError, match="time of day"):
        on("2024-01-01", precision=Precision.MOMENT)


@pytest.mark.parametrize(
    ("earlier", "later", "surely"),
    [
        (on("2024-01-01"), on("2024-01-02"), True),
        (on("2024-01-02"), on("2024-01-02"), False),
        (on("2024-01-01", precision=Precision.MONTH), on("2024-01-31"), False),
        (on("2024-01-31"), on("2024-02-01", precision=Precision.MONTH), True),
        (on("2024-01-01", precision=Precision.YEAR), on("2024-12-31"), False),
        (on("2023-12-31"), on("2024-01-01", precision=Precision.YEAR), True),
        (at("2024-01-01", 10), on("2024-01-01"), False),
        (at("2024-01-01", 10), at("2024-01-01", 11), True),
        (at("2024-01-02", 1, "Asia/Tokyo"), at("2024-01-01", 20), True),
    ],
)
def test_order_is_checked_at_the_coarser_precision(earlier: Occurred, later: Occurred, surely: bool) -> None:
    assert earlier.precedes(later) is surely
    assert not later.precedes(earlier)


def test_a_moment_keeps_its_local_date() -> None:
    found = Occurred.at_moment(datetime(2024, 1, 1, 20, 0, 0, 5, tzinfo=UTC), "Asia/Tokyo")
    assert (found.on, found.at) == (date(2024, 1, 2), time(5))
    assert found.moment == found.earliest == found.latest == datetime(2024, 1, 1, 20, tzinfo=UTC)


def test_a_day_lasts_from_its_start_to_its_end_in_its_zone() -> None:
    day = on("2024-03-31", zone="Europe/Paris")
    assert day.moment is None
    assert (day.earliest, day.latest) == (
        datetime(2024, 3, 30, 23, tzinfo=UTC),
        datetime(2024, 3, 31, 22, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "occurred", [on("2024-01-01"), at("2024-01-01", 3), on("2024-01-01", precision=Precision.YEAR)]
)
def test_storage_and_back(occurred: Occurred) -> None:
    assert Occurred.from_data(occurred.as_data()) == occurred


@pytest.mark.parametrize(("day", "zone"), [("0001-01-01", "Asia/Tokyo"), ("9999-12-31", "America/New_York")])
def test_the_ends_of_the_calendar_are_no_crash(day: str, zone: str) -> None:
    found = on(day, zone=zone)
    assert found.earliest.year == found.latest.year == found.on.year
    assert on(day, zone=zone, at=time(23, 59), precision=Precision.MOMENT).moment is not None
    assert on("2024-01-01").latest == datetime(2024, 1, 2, tzinfo=UTC)
