"""The days before and after an engagement, with what its dates leave open left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.directory.models import Engagement


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From one day to another, both included."""

    first: date
    last: date


def window_before(engagement: Engagement, days: int) -> Window | None:
    """So many days until the eve of the first day on which it may have begun; None where nobody says when."""
    began = engagement.began
    if began is None:
        return None
    return Window(first=_moved(began.first, -days), last=_moved(began.first, -1))


def window_after(engagement: Engagement, days: int) -> Window | None:
    """So many days from the morrow of the last day on which it may have ended.

    Where nobody says when it ended, or it still goes on, of the last day on which it may have begun.
    """
    began, ended = engagement.began, engagement.ended
    over = ended.last if ended else engagement.until_by or (began.last if began else None)
    return Window(first=_moved(over, 1), last=_moved(over, days)) if over else None


def _moved(day: date, days: int) -> date:
    """Within the days that there are."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal() - 1))
