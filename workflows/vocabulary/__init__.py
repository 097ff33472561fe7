"""The words that channels, instruments, pages and reports share.

Members are stored by value: a value, once released, is never renamed or given another meaning.
"""

from workflows.vocabulary.actors import Audience, Direction, Party, Role, Source
from workflows.vocabulary.clocks import DeadlineKind, DeadlineState, Level, Shift
from workflows.vocabulary.course import (
    ACTS,
    ANSWERS,
    ENDINGS,
    Counts,
    EventKind,
    Flag,
    Resumption,
    Stage,
    StretchKind,
    resumption,
)
from workflows.vocabulary.happened import HAPPENED
from workflows.vocabulary.matter import (
    DataCategory,
    DataType,
    ItemType,
    LinkKind,
    OffenceCategory,
    PersonRole,
    Proceeding,
    TranslationState,
    Transmission,
    Urgency,
    data_type_of,
)
from workflows.vocabulary.results import (
    GROUP_OF,
    OPEN_GROUPS,
    Disposition,
    Ground,
    GroundKind,
    ItemGroup,
    ItemOutcome,
    Outcome,
    OutcomeGroup,
    PreservationGroup,
    ResultKind,
)
from workflows.vocabulary.tones import Tone

__all__ = [
    "ACTS",
    "ANSWERS",
    "ENDINGS",
    "GROUP_OF",
    "HAPPENED",
    "OPEN_GROUPS",
    "Audience",
    "Counts",
    "DataCategory",
    "DataType",
    "DeadlineKind",
    "DeadlineState",
    "Direction",
    "Disposition",
    "EventKind",
    "Flag",
    "Ground",
    "GroundKind",
    "ItemGroup",
    "ItemOutcome",
    "ItemType",
    "Level",
    "LinkKind",
    "OffenceCategory",
    "Outcome",
    "OutcomeGroup",
    "Party",
    "PersonRole",
    "PreservationGroup",
    "Proceeding",
    "ResultKind",
    "Resumption",
    "Role",
    "Shift",
    "Source",
    "Stage",
    "StretchKind",
    "Tone",
    "TranslationState",
    "Transmission",
    "Urgency",
    "data_type_of",
    "resumption",
]
