"""Words for the shared vocabulary, for choices and pages, parted as it is; the values are the vocabulary's own."""

from tracker.casework.labels.actors import AUDIENCE, DIRECTION, PARTY
from tracker.casework.labels.choosing import Labels, choices, values
from tracker.casework.labels.clocks import DEADLINE_KIND, DEADLINE_STATE, LEVEL
from tracker.casework.labels.course import FLAG, STAGE, STRETCH_KIND
from tracker.casework.labels.matter import (
    DATA_CATEGORY,
    DATA_TYPE,
    ITEM_TYPE,
    LINK_KIND,
    LINK_KIND_BACK,
    OFFENCE_CATEGORY,
    PERSON_ROLE,
    PROCEEDING,
    TRANSLATION,
    TRANSMISSION,
    URGENCY,
)
from tracker.casework.labels.results import (
    DISPOSITION,
    GROUND,
    ITEM_GROUP,
    ITEM_OUTCOME,
    OUTCOME,
    OUTCOME_GROUP,
    PRESERVATION_GROUP,
    RESULT_KIND,
)

__all__ = [
    "AUDIENCE",
    "DATA_CATEGORY",
    "DATA_TYPE",
    "DEADLINE_KIND",
    "DEADLINE_STATE",
    "DIRECTION",
    "DISPOSITION",
    "FLAG",
    "GROUND",
    "ITEM_GROUP",
    "ITEM_OUTCOME",
    "ITEM_TYPE",
    "LEVEL",
    "LINK_KIND",
    "LINK_KIND_BACK",
    "OFFENCE_CATEGORY",
    "OUTCOME",
    "OUTCOME_GROUP",
    "PARTY",
    "PERSON_ROLE",
    "PRESERVATION_GROUP",
    "PROCEEDING",
    "RESULT_KIND",
    "STAGE",
    "STRETCH_KIND",
    "TRANSLATION",
    "TRANSMISSION",
    "URGENCY",
    "Labels",
    "choices",
    "values",
]
