"""What a deadline is of, and what became of it."""

from enum import StrEnum


class DeadlineKind(StrEnum):
    """Who loses what when it passes: they owe us, we owe, something is lost, or custom only."""

    REPLY = "reply"
    OBLIGATION = "obligation"
    EXPIRY = "expiry"
    EXPECTATION = "expectation"


class DeadlineState(StrEnum):
    OPEN = "open"
    MET = "met"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
