"""What a deadline is of, and what became of it."""

from enum import StrEnum


class DeadlineKind(StrEnum):
    """Who loses what when it passes: they owe us, we owe, something is lost, or custom only."""

    REPLY = "reply"
    OBLIGATION = "obligation"
    EXPIRY = "expiry"
    EXPECTATION = "expectation"


class DeadlineState(StrEnum):
    """``LAPSED`` is an expiry that came: what it kept may be lost."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Level(StrEnum):
    """How pressing what runs is at a moment, in rising severity."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"


class Shift(StrEnum):
    """How a date was moved by hand: as its law lets it, as somebody granted it, earlier, or as no law gives it."""

    BY_LAW = "by_law"
    GRANTED = "granted"
    SHORTENED = "shortened"
    OVERRIDDEN = "overridden"
