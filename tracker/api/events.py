"""An entry of the log of a request as answers print it: its line, and its codes that mean something outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from rest_framework import serializers

from tracker.api.fields import OccurredOut, PersonRef
from tracker.casework.models import Event
from workflows.vocabulary import EventKind

CODES: Final = frozenset(
    {
        "ground", "mode", "until", "stop", "deadline", "party", "void", "sha256", "size", "kind", "quantity",
        "currency", "changed", "urgency", "confidential", "from", "to", "from_moment", "to_moment", "cause", "holidays",
        "received",
    }
)  # fmt: skip
"""Codes of an event that mean the same outside; ids of rows do not, and are told by UUID or not at all."""
AUTHORITIES: Final = ("authority", "granted_by")
PEOPLE: Final = ("officer", "user")
REQUESTS: Final = ("production",)
"""Codes that are ids of rows."""
CHANGES: Final = "changes"
"""The codes that a correction gives to the corrected entry."""

Told = Callable[[str, Any], Any]


class EventLine(serializers.ModelSerializer[Event]):
    """That something was recorded: what, when, by whom."""

    occurred = OccurredOut()
    by = PersonRef(allow_null=True)

    class Meta:
        model = Event
        fields: ClassVar[tuple[str, ...]] = (
            "sequence",
            "action",
            "kind",
            "occurred",
            "recorded_at",
            "by",
            "source",
        )


def codes_of(entry: Event, told: Told) -> dict[str, Any]:
    """The codes by name; ``told`` prints what an id names, from the name of the code and the id, or None."""
    codes = _told(entry.data, told)
    if entry.kind == EventKind.CORRECTED:
        codes |= {name: entry.data[name] for name in ("target", "occurred") if name in entry.data}
        codes |= {CHANGES: _told(entry.data[CHANGES], told)} if CHANGES in entry.data else {}
    return codes


def _told(data: Mapping[str, Any], told: Told) -> dict[str, Any]:
    codes = {name: value for name, value in data.items() if name in CODES}
    rows = {name: told(name, data[name]) for name in (*AUTHORITIES, *PEOPLE, *REQUESTS) if data.get(name)}
    return codes | {name: row for name, row in rows.items() if row is not None}
