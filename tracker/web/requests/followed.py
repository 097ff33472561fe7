"""The request that a new one follows from, as the address or the form names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from tracker.casework.queries import followings_of
from tracker.casework.services import Dossier
from tracker.casework.viewer import Viewer
from workflows.following import Following
from workflows.vocabulary import LinkKind


@dataclass(frozen=True, kw_only=True)
class Followed:
    """``row`` is followed up in the way of ``following``."""

    row: AssistanceRequest
    following: Following
    viewer: Viewer

    @cached_property
    def dossier(self) -> Dossier:
        """What the new request begins with; read once for the form and the rows under it."""
        return services.proposed(self.row, self.following)

    @property
    def way(self) -> Mapping[str, object]:
        """Office and direction; the channel too where it is the same."""
        start = {"office": self.row.office, "direction": self.row.direction}
        return {**start, "channel": self.row.channel} if self.following.same_way else start

    @property
    def also(self) -> QuerySet[AssistanceRequest]:
        """Other preservations that went out there and are open, which the same request for production may cover."""
        if self.following.kind is not LinkKind.PRODUCTION_OF:
            return AssistanceRequest.objects.none()
        others = self.viewer.requests.open().filter(
            office=self.row.office,
            jurisdiction=self.row.jurisdiction,
            direction=self.row.direction,
            sent_on__isnull=False,
            items__type__in=self.following.of,
        )
        return others.exclude(pk=self.row.pk).order_by("-opened_on", "-pk").distinct()


def followed(viewer: Viewer, given: Mapping[str, str]) -> Followed | None:
    """What ``given`` names by ``follows`` and ``following``; None where it names nothing.

    Raises Http404 for a request that the viewer may not see, or that cannot be followed up like this.
    """
    uuid, kind = given.get("follows", ""), given.get("following", "")
    if not uuid:
        return None
    row = viewer.requests.select_related("office", "jurisdiction").filter(uuid=_uuid(uuid)).first()
    fitting = [entry for entry in followings_of(row) if entry.kind == kind] if row else []
    if row is None or not fitting:
        raise Http404
    return Followed(row=row, following=fitting[0], viewer=viewer)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
