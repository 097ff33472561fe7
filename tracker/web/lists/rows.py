"""One request as a list shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.casework.models import AssistanceRequest
from tracker.casework.queries import LISTED, procedure_of
from tracker.casework.standing import Standing, days_late, holder_name, next_date, standing
from tracker.web.route import Thumbnail
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """What templates print; nothing here decides anything."""

    assistance_request: AssistanceRequest
    standing: Standing
    thumbnail: Thumbnail
    channel: str
    holder: str
    days_late: int
    next_date: date | None


def rows_of(found: Iterable[AssistanceRequest], at: datetime) -> list[ListRow]:
    return [row_of(assistance_request, at) for assistance_request in found]


def with_shown(requests: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    """What a row prints, fetched with it."""
    return requests.select_related(*LISTED)


def row_of(assistance_request: AssistanceRequest, at: datetime) -> ListRow:
    stands = standing(assistance_request, at)
    return ListRow(
        assistance_request=assistance_request,
        standing=stands,
        thumbnail=_thumbnail(assistance_request, stands),
        channel=spoken(registry.channel(assistance_request.channel).label),
        holder=holder_name(assistance_request),
        days_late=days_late(assistance_request.late_from, at),
        next_date=next_date(assistance_request),
    )


def _thumbnail(assistance_request: AssistanceRequest, stands: Standing) -> Thumbnail:
    route = procedure_of(assistance_request).route
    keys = [stop.key for stop in route]
    stop = assistance_request.holder_stop
    position = keys.index(stop) if stop in keys else -1
    return Thumbnail(
        parties=tuple(Party(stop.party) for stop in route),
        position=position,
        tone=stands.tone.value,
        description=_("with %(holder)s, stop %(position)d of %(count)d: %(state)s")
        % {
            "holder": holder_name(assistance_request),
            "position": position + 1,
            "count": len(keys),
            "state": stands.words,
        },
    )
