"""Deadlines: rules, the dates that follow from them, and when to remind of them."""

from workflows.deadlines.counting import (
    EXPIRY_WARNING,
    Due,
    Places,
    add_months,
    due_on,
    furthest,
    moved,
    resumed,
)
from workflows.deadlines.ladders import (
    AT_ONCE,
    IN_HOURS,
    LADDERS,
    OF_ENQUIRIES,
    PRESSING,
    Tightening,
    goes_at_once,
    ladder_of,
    tightened,
)
from workflows.deadlines.levels import LONG_AFTER, level_at, long_from
from workflows.deadlines.moving import SHIFT_WORDS, explained, shift_of
from workflows.deadlines.pauses import Age, Pause, age_of
from workflows.deadlines.rules import UNIT_WORDS, Citation, DeadlineRule, Mark, Period, Unit
from workflows.deadlines.steps import Anchor, Moments, Step, next_moment, passed

__all__ = [
    "AT_ONCE",
    "EXPIRY_WARNING",
    "IN_HOURS",
    "LADDERS",
    "LONG_AFTER",
    "OF_ENQUIRIES",
    "PRESSING",
    "SHIFT_WORDS",
    "UNIT_WORDS",
    "Age",
    "Anchor",
    "Citation",
    "DeadlineRule",
    "Due",
    "Mark",
    "Moments",
    "Pause",
    "Period",
    "Places",
    "Step",
    "Tightening",
    "Unit",
    "add_months",
    "age_of",
    "due_on",
    "explained",
    "furthest",
    "goes_at_once",
    "ladder_of",
    "level_at",
    "long_from",
    "moved",
    "next_moment",
    "passed",
    "resumed",
    "shift_of",
    "tightened",
]
