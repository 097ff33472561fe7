"""Clocks that stand still while a question is open, and the ages that follow: gross, and net of that."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """From the day of the question to the day of its answer; ``until`` None while it is open."""

    begun: date
    until: date | None = None

    def days(self, on: date) -> int:
        """Whole days that the clock stood still by the day ``on``."""
        return max((min(self.until or on, on) - self.begun).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """Days since the start: all of them, and those on which the clock ran."""

    gross: int
    net: int


def age_of(start: date, pauses: tuple[Pause, ...], on: date) -> Age:
    """How old something is on the day ``on``; pauses do not overlap."""
    gross = max((on - start).days, 0)
    return Age(gross=gross, net=max(gross - sum(pause.days(on) for pause in pauses), 0))
