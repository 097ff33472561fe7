"""Deadlines: rules, the dates that follow from them, and when to remind of them."""

from workflows.deadlines.counting import EXPIRY_WARNING, Due, Places, add_months, due_on
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
from workflows.deadlines.rules import UNIT_WORDS, Citation, DeadlineRule, Mark, Period, Unit
from workflows.deadlines.steps import Anchor, Moments, Step, next_moment, passed

__all__ = [
    "AT_ONCE",
    "EXPIRY_WARNING",
    "IN_HOURS",
    "LADDERS",
    "OF_ENQUIRIES",
    "PRESSING",
    "UNIT_WORDS",
    "Anchor",
    "Citation",
    "DeadlineRule",
    "Due",
    "Mark",
    "Moments",
    "Period",
    "Places",
    "Step",
    "Tightening",
    "Unit",
    "add_months",
    "due_on",
    "goes_at_once",
    "ladder_of",
    "next_moment",
    "passed",
    "tightened",
]
