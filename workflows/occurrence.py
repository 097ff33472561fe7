"""When something happened, as precisely as it is known: a letter carries a date, not an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Precision(StrEnum):
    MOMENT = "moment"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_DEPTH = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3, Precision.MOMENT: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurred:
    """A local date in an IANA zone, with a time of day only where one is known.

    For a month or a year, ``on`` is its first day. Day counts are counted on ``on``, never through UTC.
    """

    on: date
    zone: str = "UTC"
    at: time | None = None
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if (self.at is not None) != (self.precision is Precision.MOMENT):
            raise ValueError("A time of day is given exactly when the precision is the moment.")

    @classmethod
    def at_moment(cls, moment: datetime, zone: str) -> "Occurred":
        """The local date and time in ``zone`` of an aware ``moment``, to the second."""
        local = moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
        return cls(on=local.date(), at=local.time(), zone=zone, precision=Precision.MOMENT)

    @property
    def moment(self) -> datetime | None:
        """The instant in UTC where it is known, otherwise None."""
        if self.at is None:
            return None
        return _instant(self.on, self.at, self.zone)

    @property
    def earliest(self) -> datetime:
        """The first instant, in UTC, at which this can have happened."""
        return self.moment or _instant(self.on, time(), self.zone)

    @property
    def latest(self) -> datetime:
        """The moment where it is known, otherwise the end of its first day, in UTC."""
        if self.on == date.max:
            return self.moment or _LAST
        return self.moment or _instant(self.on + timedelta(days=1), time(), self.zone)

    def precedes(self, other: "Occurred") -> bool:
        """Whether this is surely before ``other``, compared at the coarser of the two precisions."""
        mine, theirs = self.moment, other.moment
        if mine is not None and theirs is not None:
            return mine < theirs
        depth = min(_DEPTH[self.precision], _DEPTH[other.precision], 3)
        return _parts(self.on)[:depth] < _parts(other.on)[:depth]

    def as_data(self) -> dict[str, str | None]:
        """Plain strings for storage, read back by :meth:`from_data`."""
        at = self.at.isoformat() if self.at else None
        return {"on": self.on.isoformat(), "at": at, "zone": self.zone, "precision": self.precision.value}

    @classmethod
    def from_data(cls, data: Mapping[str, str | None]) -> "Occurred":
        at = data["at"]
        return cls(
            on=date.fromisoformat(data["on"] or ""),
            at=time.fromisoformat(at) if at else None,
            zone=data["zone"] or "UTC",
            precision=Precision(data["precision"] or ""),
        )


def _instant(on: date, at: time, zone: str) -> datetime:
    """The instant in UTC; for the first and last day of the calendar, which is another day there, its bound."""
    try:
        return datetime.combine(on, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return _FIRST if on.year == date.min.year else _LAST


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
