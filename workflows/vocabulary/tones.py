"""How what stands in the lists looks."""

from enum import StrEnum


class Tone(StrEnum):
    """One vocabulary of tones; the value is the CSS class."""

    DRAFT = "draft"
    WITH_THEM = "with-them"
    WITH_US = "with-us"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    REFUSED = "refused"
    CLOSED = "closed"
