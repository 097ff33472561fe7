"""Working days of one place, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Holidays (date to name), weekend (Monday is 0) and IANA zone of the place where something must be done."""

    zone: str = "UTC"
    holidays: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working(self, day: date) -> date:
        """``day`` itself, or the first working day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; the day of the event is not counted."""
        for _ in range(count):
            day = self.next_working(day + timedelta(days=1))
        return day

    def working_between(self, after: date, until: date) -> int:
        """Working days after ``after`` up to and including ``until``."""
        span = (until - after).days
        return sum(self.is_working(after + timedelta(days=offset)) for offset in range(1, span + 1))

    def skipped(self, after: date, until: date) -> tuple[tuple[date, str], ...]:
        """Named holidays after ``after`` up to and including ``until``, in order."""
        return tuple(sorted((day, name) for day, name in self.holidays.items() if after < day <= until))


class Roll(StrEnum):
    """What a period does when it ends on a day that is no working day."""

    NONE = "none"
    EU1182 = "eu1182"
