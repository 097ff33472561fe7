"""Which packs somebody reads, over which requests each counts, what it says and whether that still leads there."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from tracker.casework.models.sight import Sight
from tracker.casework.policy import sees_all_counted
from tracker.casework.viewer import Viewer
from tracker.packs.document import Document
from tracker.packs.keeping import revived
from tracker.packs.models import PackOffice, PackRequest, PackRun, PackState


def runs_of(viewer: Viewer) -> QuerySet[PackRun]:
    """Those that the viewer asked for, as long as the viewer's own figures count all that they count; latest first.

    Whoever has lost an office or a request has lost the packs that count it.
    """
    offices = PackOffice.objects.filter(run=OuterRef("pk")).exclude(
        office__in=viewer.scope.working | viewer.scope.auditor
    )
    requests = PackRequest.objects.filter(run=OuterRef("pk")).exclude(request__in=viewer.counted)
    found = PackRun.objects.filter(~Exists(offices), ~Exists(requests), asked_by=viewer.user)
    return found.defer("content").order_by("-id")


def sight_of(run: PackRun) -> Sight:
    """All that was counted for its reader when it was asked for. Two queries."""
    single = sorted(run.requests.values_list("request", flat=True))
    return Sight(offices=frozenset(run.offices.values_list("office", flat=True)), single=single or None)


def document_of(run: PackRun) -> Document | None:
    """What it says; nothing before it is ready."""
    return revived(run.content) if run.state == PackState.DONE and run.content else None


def leads_to_rows(run: PackRun, viewer: Viewer) -> bool:
    """Whether figures lead to the register: where it shows exactly what the pack counts, neither less nor more."""
    counted = viewer.counted.sight
    if counted is None or not sees_all_counted(viewer.scope):
        return False
    then = sight_of(run)
    return (set(then.offices), set(then.single or ())) == (set(counted.offices), set(counted.single or ()))
