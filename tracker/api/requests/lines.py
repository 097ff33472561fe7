"""Lines of a list, each printed at once: field by field, fifty of them cost more than finding them.

`RequestLine` describes the same line; a test holds the two to one another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from rest_framework.request import Request

from tracker.accounts.models import User
from tracker.api.requests.read import RequestLine
from tracker.api.shaping import EXPAND, FIELDS, named
from tracker.casework.models import AssistanceRequest
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import LISTED
from tracker.casework.standing import holder_name, standing
from tracker.directory.models import Authority

COLUMNS: Final = (
    "uuid", "reference", "their_reference", "title", "direction", "channel", "channel_version", "instrument",
    "office__code", "office__time_zone", "jurisdiction__code", "jurisdiction__name", "officer__uuid", "officer__name",
    "urgency", "stage", "holder_party", "holder_stop", "holder_since", "holder_authority__uuid",
    "holder_authority__name", "executing_authority__name", "waits_on", "flags", "outcome", "opened_on", "sent_on",
    "acknowledged_on", "answered_on", "closed_on", "last_event_on", "due_on", "due_kind", "soon_from", "late_from",
    "long_from", "is_adopted", "illustrative", "created_at", "version",
)  # fmt: skip
"""What a line is made of; the facts and purposes of fifty requests stay where they are."""

Line = dict[str, Any]


def with_columns(rows: AssistanceRequestQuerySet) -> AssistanceRequestQuerySet:
    """What a line prints, fetched with it, and nothing else."""
    return rows.select_related(*LISTED).only(*COLUMNS)


def printer(request: Request, *, at: datetime) -> Callable[[Sequence[AssistanceRequest]], list[Line]]:
    """What prints rows with the fields that the call asks for; raises WrongParameter for a name that is none."""
    wanted = named(request, FIELDS, known=RequestLine.Meta.fields)
    named(request, EXPAND, known=RequestLine.expandable)
    if wanted is None:
        return lambda rows: [line_of(row, at) for row in rows]
    return lambda rows: [_only(line_of(row, at), wanted) for row in rows]


def line_of(row: AssistanceRequest, at: datetime) -> Line:
    """The whole line as things stand at ``at``."""
    stands = standing(row, at)
    return {
        "uuid": str(row.uuid),
        "reference": row.reference,
        "their_reference": row.their_reference,
        "title": row.title,
        "direction": row.direction,
        "channel": row.channel,
        "channel_version": row.channel_version,
        "instrument": row.instrument,
        "office": row.office.code,
        "jurisdiction": {"code": row.jurisdiction.code, "name": row.jurisdiction.name},
        "officer": _named(row.officer),
        "urgency": row.urgency,
        "stage": row.stage,
        "holder": _holder(row),
        "waits_on": row.waits_on,
        "flags": row.flags,
        "outcome": row.outcome,
        "opened_on": _day(row.opened_on),
        "sent_on": _day(row.sent_on),
        "acknowledged_on": _day(row.acknowledged_on),
        "answered_on": _day(row.answered_on),
        "closed_on": _day(row.closed_on),
        "last_event_on": _day(row.last_event_on),
        "due": {
            "on": _day(row.due_on),
            "kind": row.due_kind,
            "soon_from": _moment(row.soon_from),
            "late_from": _moment(row.late_from),
        },
        "standing": {
            "tone": stands.tone.value,
            "words": stands.words,
            "level": stands.level.value if stands.level else None,
        },
        "is_adopted": row.is_adopted,
        "illustrative": row.illustrative,
        "created_at": _moment(row.created_at),
        "version": row.version,
    }


def _only(line: Line, wanted: frozenset[str]) -> Line:
    return {name: value for name, value in line.items() if name in wanted}


def _holder(row: AssistanceRequest) -> Line:
    return {
        "party": row.holder_party,
        "stop": row.holder_stop,
        "authority": _named(row.holder_authority),
        "name": holder_name(row),
        "since": _day(row.holder_since),
    }


def _named(one: User | Authority | None) -> Line | None:
    return {"uuid": str(one.uuid), "name": one.name} if one else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z" if moment else None
