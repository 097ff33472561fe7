"""Who has to do with a request, seen from our office."""

from enum import StrEnum


class Role(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Direction(StrEnum):
    """Seen from our office: we ask, they ask, or we only pass on."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    TRANSIT = "transit"


class Party(StrEnum):
    US = "us"
    THEM = "them"
    THIRD = "third"


class Source(StrEnum):
    """Who entered an event: a person at work, a file of history, or the program itself."""

    HUMAN = "human"
    IMPORT = "import"
    SYSTEM = "system"


class Audience(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    HEAD_ABOVE = "head_above"
