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
from workflows.deadlines.ladders import LADDERS, Anchor, Step
from workflows.deadlines.levels import LONG_AFTER, level_at, long_from
from workflows.deadlines.moving import SHIFT_WORDS, explained, shift_of
from workflows.deadlines.pauses import Age, Pause, age_of
from workflows.deadlines.rules import UNIT_WORDS, Citation, DeadlineRule, Mark, Period, Unit

__all__ = [
    "EXPIRY_WARNING",
    "LADDERS",
    "LONG_AFTER",
    "SHIFT_WORDS",
    "UNIT_WORDS",
    "Age",
    "Anchor",
    "Citation",
    "DeadlineRule",
    "Due",
    "Mark",
    "Pause",
    "Period",
    "Places",
    "Step",
    "Unit",
    "add_months",
    "age_of",
    "due_on",
    "explained",
    "furthest",
    "level_at",
    "long_from",
    "moved",
    "resumed",
    "shift_of",
]
