"""The codes of an entry: only those that its action asks for, each of the kind that the log keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError

from tracker.casework.services.checking import UNKNOWN, WRONG_KIND, faults_of
from tracker.chain import JSON
from workflows.engine import Action, FieldName
from workflows.vocabulary import Transmission

TEXTS: Final = frozenset({FieldName.REASON, FieldName.NOTE, FieldName.THEIR_REFERENCE, FieldName.GRANTOR})
"""Fields of free words, which stay out of the log's codes."""

NUMBERS: Final = frozenset({FieldName.AUTHORITY, FieldName.OFFICER, FieldName.GRANTED_BY})
LONGEST: Final = 60


def checked(action: Action, data: Mapping[str, JSON]) -> dict[str, JSON]:
    """``data`` where every code is one that ``action`` asks for and could be true; raises ValidationError."""
    asked = {entry.name.value for entry in action.fields} - TEXTS - {FieldName.ITEMS}
    for name, value in data.items():
        if name not in asked:
            raise ValidationError(UNKNOWN, params={"name": name})
        if not _is_code(FieldName(name), value):
            raise ValidationError({name: WRONG_KIND})
    return dict(data)


def _is_code(name: FieldName, value: JSON) -> bool:
    if name in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    if name is FieldName.MODE:
        return isinstance(value, str) and value in set(Transmission)
    return isinstance(value, str) and not list(faults_of(value, limit=LONGEST))
