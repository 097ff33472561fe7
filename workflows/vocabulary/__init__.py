"""The words that channels, instruments, pages and reports share.

Members are stored by value: a value, once released, is never renamed or given another meaning.
"""

from workflows.vocabulary.actors import Audience, Direction, Party, Role, Source
from workflows.vocabulary.clocks import DeadlineKind, DeadlineState, Level, Shift
from workflows.vocabulary.course import ACTS, ANSWERS, ENDINGS, Counts, EventKind, Flag, Stage, StretchKind
from workflows.vocabulary.happened import HAPPENED
from workflows.vocabulary.matter import (
    DataCategory,
    ItemType,
    LinkKind,
    OffenceCategory,
    PersonRole,
    Proceeding,
    TranslationState,
    Transmission,
    Urgency,
)
from workflows.vocabulary.results import (
    Ground,
    GroundKind,
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
    "HAPPENED",
    "Audience",
    "Counts",
    "DataCategory",
    "DeadlineKind",
    "DeadlineState",
    "Direction",
    "EventKind",
    "Flag",
    "Ground",
    "GroundKind",
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
    "Role",
    "Shift",
    "Source",
    "Stage",
    "StretchKind",
    "Tone",
    "TranslationState",
    "Transmission",
    "Urgency",
]
