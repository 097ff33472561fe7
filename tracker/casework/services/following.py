"""Requests that follow from others: what is copied, and how they stay linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tracker.accounts.models import Office, User
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest
from tracker.casework.queries import followings_of
from tracker.casework.services.access import link
from tracker.casework.services.drafts import Dossier, ItemDraft, dossier_of
from tracker.casework.services.opening import open_request
from tracker.casework.viewer import Viewer
from workflows.following import Following
from workflows.messages import message
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, ItemType, LinkKind

OF_THE_CASE: Final = frozenset(
    {
        "title", "proceeding", "case_number", "facts", "purpose", "investigating_authority", "requesting_authority",
        "urgency", "urgency_reason", "needed_by", "is_confidential", "no_notification", "language", "country_desk",
        "supervisor", "deputy", "illustrative",
    }
)  # fmt: skip
"""What is true of the case, whoever is asked."""
OF_THE_PLACE: Final = frozenset({"jurisdiction", "languages_required"})
OF_THE_WAY: Final = frozenset({"instrument", "legal_basis", "fallback_basis"})
OF_BOTH: Final = frozenset({"requested_authority", "central_authority"})
"""Who is asked in that place by that way."""


def proposed(row: AssistanceRequest, following: Following) -> Dossier:
    """What of the request's dossier the new one begins with. References, limits and translations are each one's own."""
    before = dossier_of(row)
    kept = OF_THE_CASE
    if following.same_place:
        kept |= OF_THE_PLACE
    if following.same_way:
        kept |= OF_THE_WAY
    if following.same_place and following.same_way:
        kept |= OF_BOTH
    return replace(
        before,
        columns={name: value for name, value in before.columns.items() if name in kept},
        items=tuple(_asked(before.items, following)),
        references=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What a new request follows from: it is ``kind`` of each of ``requests``."""

    kind: LinkKind
    requests: Sequence[AssistanceRequest]


def log_request(
    viewer: Viewer,
    *,
    office: Office,
    direction: Direction,
    channel: str,
    dossier: Dossier,
    occurred: Occurred,
    uuid: UUID | None = None,
    follows: Follows | None = None,
) -> AssistanceRequest:
    """Log what ``viewer`` has to do from now on, by itself or as the follow-up of others; raises as `open_request`."""
    opening: dict[str, Any] = {
        "office": office,
        "direction": direction,
        "channel": channel,
        "dossier": dossier,
        "by": viewer.user,
        "occurred": occurred,
        "recorded_at": viewer.at,
        "uuid": uuid,
    }
    if follows is None:
        return open_request(**opening)
    return follow_up(follows.requests, follows.kind, **opening)


@transaction.atomic
def follow_up(
    sources: Sequence[AssistanceRequest],
    kind: LinkKind,
    *,
    by: User,
    recorded_at: datetime,
    **opening: Any,
) -> AssistanceRequest:
    """Open a request (``opening`` as for `open_request`) that is ``kind`` of each of ``sources``, and link it to them.

    One request for production may cover several preservations. Raises Refused for a source that ``by`` may not see, or
    of which there is nothing of that kind; then nothing is opened.
    """
    row = open_request(by=by, recorded_at=recorded_at, **opening)
    for version, source in enumerate(sources, start=row.version):
        link(row, source, kind, by=by, recorded_at=recorded_at, seen_version=version)
        if kind not in {entry.kind for entry in followings_of(source)}:
            raise Refused(
                message("Nothing of %(reference)s can be followed up like this.", reference=source.reference)
            )
    row.refresh_from_db()
    return row


def _asked(items: Sequence[ItemDraft], following: Following) -> list[ItemDraft]:
    asked = [(item, following.asks(ItemType(item.type), item.data_category)) for item in items]
    return [replace(item, number=None, type=wanted.value) for item, wanted in asked if wanted]
