"""Deadlines: rules, the dates that follow from them, and when to remind of them."""

from workflows.deadlines.counting import EXPIRY_WARNING, Due, Places, add_months, due_on
from workflows.deadlines.ladders import AT_ONCE, LADDERS, PRESSING, Anchor, Step, goes_at_once
from workflows.deadlines.rules import UNIT_WORDS, Citation, DeadlineRule, Mark, Period, Unit

__all__ = [
    "AT_ONCE",
    "EXPIRY_WARNING",
    "LADDERS",
    "PRESSING",
    "UNIT_WORDS",
    "Anchor",
    "Citation",
    "DeadlineRule",
    "Due",
    "Mark",
    "Period",
    "Places",
    "Step",
    "Unit",
    "add_months",
    "due_on",
    "goes_at_once",
]
