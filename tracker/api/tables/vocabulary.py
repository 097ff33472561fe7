"""Every closed list that a client meets: codes, and words for people in the language of the caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from rest_framework import serializers

from tracker.accounts.choices import RoleChoices
from tracker.accounts.models.ladders import AnchorChoices
from tracker.api.codes import CodeField
from tracker.casework import labels, table_labels
from tracker.directory.dates import DatePrecision
from tracker.directory.models import (
    AuthorityKind,
    Capacity,
    EngagementKind,
    JurisdictionKind,
    Network,
    PostKind,
    RegisterKind,
)
from tracker.directory.queries import Answer
from tracker.words import spoken
from workflows.deadlines import SHIFT_WORDS, UNIT_WORDS
from workflows.engine.fields import FIELD_WORDS
from workflows.engine.needs import NEED_WORDS
from workflows.vocabulary import Counts, EventKind, Ground, GroundKind

Words = Mapping[Any, Any]


class WordSerializer(serializers.Serializer[Any]):
    """One code of a list, with its words."""

    code = serializers.CharField()
    title = serializers.CharField(help_text="In the language of the caller (Accept-Language).")


class GroundWordSerializer(WordSerializer):
    """A ground; only those of kind `refusal` can refuse."""

    kind = CodeField(GroundKind)


class EventWordSerializer(WordSerializer):
    """A kind of event, and what it counts as in every figure."""

    counts = CodeField(Counts)


LISTS: Final[Mapping[str, Words | Iterable[Enum]]] = {
    "stages": labels.STAGE,
    "flags": labels.FLAG,
    "parties": labels.PARTY,
    "roles": RoleChoices,
    "directions": labels.DIRECTION,
    "item_types": labels.ITEM_TYPE,
    "data_categories": labels.DATA_CATEGORY,
    "data_types": labels.DATA_TYPE,
    "grounds": labels.GROUND,
    "ground_kinds": table_labels.GROUND_KIND,
    "event_kinds": table_labels.HAPPENED,
    "counts": table_labels.COUNTS,
    "sources": table_labels.SOURCE,
    "deadline_kinds": labels.DEADLINE_KIND,
    "deadline_states": labels.DEADLINE_STATE,
    "shifts": SHIFT_WORDS,
    "levels": labels.LEVEL,
    "anchors": AnchorChoices,
    "audiences": labels.AUDIENCE,
    "item_outcomes": labels.ITEM_OUTCOME,
    "item_groups": labels.ITEM_GROUP,
    "outcomes": labels.OUTCOME,
    "outcome_groups": labels.OUTCOME_GROUP,
    "preservation_groups": labels.PRESERVATION_GROUP,
    "dispositions": labels.DISPOSITION,
    "stretch_kinds": labels.STRETCH_KIND,
    "resumptions": table_labels.RESUMPTION,
    "transmissions": labels.TRANSMISSION,
    "urgencies": labels.URGENCY,
    "translation_states": labels.TRANSLATION,
    "person_roles": labels.PERSON_ROLE,
    "proceedings": labels.PROCEEDING,
    "offence_categories": labels.OFFENCE_CATEGORY,
    "link_kinds": labels.LINK_KIND,
    "result_kinds": labels.RESULT_KIND,
    "fields": FIELD_WORDS,
    "needs": NEED_WORDS,
    "moves": table_labels.MOVE,
    "waits_on": table_labels.WAITS_ON,
    "units": UNIT_WORDS,
    "rolls": table_labels.ROLL,
    "marks": table_labels.MARK,
    "courts": table_labels.COURT,
    "jurisdiction_kinds": JurisdictionKind,
    "authority_kinds": AuthorityKind,
    "networks": Network,
    "post_kinds": PostKind,
    "engagement_kinds": EngagementKind,
    "register_kinds": RegisterKind,
    "capacities": Capacity,
    "answers": Answer,
    "precisions": DatePrecision,
}
"""The lists by name, each with what gives its words."""

_ROWS: Final[Mapping[str, type[WordSerializer]]] = {
    "grounds": GroundWordSerializer,
    "event_kinds": EventWordSerializer,
}


class VocabularySerializer(serializers.Serializer[Any]):
    """Each list under its name, in the order in which forms offer it."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One field a list. Names of lists may be names of the class, too, so that they are not declared in it."""
        return {name: _ROWS.get(name, WordSerializer)(many=True) for name in LISTS}


def vocabulary() -> dict[str, list[dict[str, Any]]]:
    """All lists, in the language of the caller."""
    return {name: list(_rows(words)) for name, words in LISTS.items()}


def _rows(words: Words | Iterable[Enum]) -> Iterator[dict[str, Any]]:
    spoken_of = words if isinstance(words, Mapping) else {member: _label(member) for member in words}
    for member, title in spoken_of.items():
        row = {"code": str(member.value), "title": spoken(title)}
        if isinstance(member, Ground):
            row["kind"] = member.kind
        if isinstance(member, EventKind):
            row["counts"] = member.counts
        yield row


def _label(member: Any) -> Any:
    return member.label
