"""What came of a request and of each thing asked for, and why it was not given."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Final


class ItemOutcome(StrEnum):
    """What came of one thing asked for. ``OPEN`` until an event says otherwise."""

    OPEN = "open"
    EXECUTED = "executed"
    PARTLY_EXECUTED = "partly_executed"
    NIL = "nil"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    RETURNED = "returned"
    REFERRED = "referred"
    NO_ANSWER = "no_answer"


class ItemGroup(StrEnum):
    """What had become of one thing asked for by a day; the groups are a partition."""

    GRANTED = "granted"
    PARTLY = "partly_granted"
    NIL = "nothing_found"
    REFUSED = "refused"
    ENDED = "ended_without_answer"
    PENDING = "pending"


GROUP_OF: Mapping[ItemOutcome, ItemGroup] = MappingProxyType(
    {
        ItemOutcome.OPEN: ItemGroup.PENDING,
        ItemOutcome.EXECUTED: ItemGroup.GRANTED,
        ItemOutcome.PARTLY_EXECUTED: ItemGroup.PARTLY,
        ItemOutcome.NIL: ItemGroup.NIL,
        ItemOutcome.REFUSED: ItemGroup.REFUSED,
        ItemOutcome.WITHDRAWN: ItemGroup.ENDED,
        ItemOutcome.LAPSED: ItemGroup.ENDED,
        ItemOutcome.RETURNED: ItemGroup.ENDED,
        ItemOutcome.REFERRED: ItemGroup.ENDED,
        ItemOutcome.NO_ANSWER: ItemGroup.ENDED,
    }
)


class Outcome(StrEnum):
    """What came of a request: derived from its items and its ending, never set by hand."""

    OPEN = "open"
    EXECUTED = "executed"
    PARTLY_EXECUTED = "partly_executed"
    NIL = "nil"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    RETURNED = "returned"
    REFERRED = "referred"
    NO_ANSWER = "no_answer"


class OutcomeGroup(StrEnum):
    """The partition that every rate is printed with."""

    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    ENDED_WITHOUT_ANSWER = "ended_without_answer"
    OPEN_NOT_DUE = "open_not_due"
    OPEN_OVERDUE = "open_overdue"


OPEN_GROUPS: Final = (OutcomeGroup.OPEN_NOT_DUE, OutcomeGroup.OPEN_OVERDUE)
"""Neither answered nor ended."""


class Disposition(StrEnum):
    """What had come of a request sent, by a day; they are a partition. The first four are answers."""

    EXECUTED = "executed"
    NIL = "nil"
    REFUSED = "refused"
    OTHERWISE = "answered_otherwise"
    WITHDRAWN = "withdrawn"
    ENDED = "ended_without_answer"
    PENDING = "pending"


class PreservationGroup(StrEnum):
    """What became of keeping data by a day; the groups are a partition. The first four are those whose day has come."""

    RECEIVED = "received_in_time"
    SENT = "sent_in_time"
    LATE = "asked_for_late"
    ABANDONED = "not_asked_for"
    COVERED = "covered"
    RUNNING = "running"
    ENDED = "ended_before"


class GroundKind(StrEnum):
    REFUSAL = "refusal"
    DEFICIENCY = "deficiency"
    POSTPONEMENT = "postponement"
    NO_DATA = "no_data"


class Ground(Enum):
    """Why something was not given. Only grounds of kind ``REFUSAL`` can refuse."""

    kind: GroundKind

    def __new__(cls, value: str, kind: GroundKind = GroundKind.REFUSAL) -> "Ground":
        member = object.__new__(cls)
        member._value_ = value
        member.kind = kind
        return member

    POLITICAL = "POL"
    SOVEREIGNTY = "SOV"
    DUAL_CRIMINALITY = "DC"
    FISCAL = "FISC"
    IMMUNITY = "IMM"
    NATIONAL_SECURITY = "NSEC"
    NE_BIS_IN_IDEM = "NBI"
    TERRITORIALITY = "TERR"
    FUNDAMENTAL_RIGHTS = "FR"
    NOT_AN_OFFENCE_EIO = "DC-EIO"
    RESTRICTED_MEASURE = "RESTR"
    NO_DOMESTIC_MEASURE = "NODOM"
    DEATH_PENALTY = "DP"
    DISCRIMINATION = "DISC"
    DE_MINIMIS = "MINOR"
    RECIPROCITY = "RECIP"
    POLITICALLY_MOTIVATED = "POLMOT"
    CONFIDENTIALITY = "CONF"
    INSUFFICIENT_FACTS = "INSUF", GroundKind.DEFICIENCY
    LANGUAGE = "LANG", GroundKind.DEFICIENCY
    WRONG_CHANNEL = "CHAN", GroundKind.DEFICIENCY
    PENDING_PROCEEDINGS = "PEND", GroundKind.POSTPONEMENT
    NO_DATA = "NODATA", GroundKind.NO_DATA


class ResultKind(StrEnum):
    ARRESTS = "arrests"
    CONVICTIONS = "convictions"
    VICTIMS = "victims"
    DEVICES = "devices"
    AMOUNT = "amount"
