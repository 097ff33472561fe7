"""How entries of the log and statements of the channels look on the page of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workflows.engine import Court
from workflows.vocabulary import EventKind, Tone

PAPERWORK: Final = frozenset(
    {
        EventKind.EDITED,
        EventKind.DOCUMENT_ADDED,
        EventKind.LINKED,
        EventKind.ACCESS_GRANTED,
        EventKind.ACCESS_REVOKED,
        EventKind.REASSIGNED,
        EventKind.RESULT_RECORDED,
        EventKind.ADOPTED,
        EventKind.DEADLINE_RECOUNTED,
    }
)
"""Entries about the file rather than about the request: printed in a lower voice."""

COURT_TONE: Final[Mapping[Court, Tone]] = {
    Court.YES: Tone.ANSWERED,
    Court.NO: Tone.REFUSED,
    Court.DEPENDS: Tone.DUE_SOON,
}
