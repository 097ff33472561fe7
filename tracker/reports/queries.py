"""Which published figures somebody reads, and of which offices somebody may publish."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from tracker.casework.models import AssistanceRequest
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.models.sight import Sight
from tracker.casework.viewer import Viewer
from tracker.reports.models import Publication, PublicationOffice


def publications_for(viewer: Viewer) -> QuerySet[Publication]:
    """Those all of whose offices the viewer's own reports count; latest first. What was granted gives no sight."""
    found = publications_over(viewer.scope.working | viewer.scope.auditor)
    return found.select_related("published_by").order_by("-id")


def publications_over(offices: Collection[int] | QuerySet[Any, Any]) -> QuerySet[Publication]:
    """Those that count no other offices than these."""
    elsewhere = PublicationOffice.objects.exclude(office__in=offices)
    return Publication.objects.exclude(pk__in=elsewhere.values("publication"))


def publishable_by(viewer: Viewer) -> AssistanceRequestQuerySet:
    """What the viewer's publications count: the requests of the offices that the viewer supervises."""
    return AssistanceRequest.objects.seen(Sight(offices=viewer.scope.supervisor))


def counted_in(publication: Publication) -> AssistanceRequestQuerySet:
    """The requests of its offices, as they are now."""
    return AssistanceRequest.objects.seen(Sight(offices=publication.counted.values("office")))
