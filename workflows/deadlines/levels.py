"""How pressing a deadline is: the one definition of due soon, overdue and long overdue.

Everything else asks the same moments: queries compare the columns that keep them, pages and programs call `level_at`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from workflows.vocabulary import DeadlineKind, Level

# House rules. What is lost does not get later: an expiry is at the last level from the start of its day.
LONG_AFTER: Mapping[DeadlineKind, timedelta] = MappingProxyType(
    {
        DeadlineKind.REPLY: timedelta(days=30),
        DeadlineKind.OBLIGATION: timedelta(days=14),
        DeadlineKind.EXPECTATION: timedelta(days=90),
        DeadlineKind.EXPIRY: timedelta(0),
    }
)
"""How long after it became late something is long overdue."""


def long_from(kind: DeadlineKind, late_from: datetime) -> datetime:
    """The moment from which something of that kind is long overdue."""
    return late_from + LONG_AFTER[kind]


def level_at(at: datetime, *, soon_from: datetime, late_from: datetime, long_from: datetime) -> Level:
    """The level at the moment ``at``; each begins with its moment."""
    if at >= long_from:
        return Level.LONG_OVERDUE
    if at >= late_from:
        return Level.OVERDUE
    return Level.DUE_SOON if at >= soon_from else Level.RUNNING
