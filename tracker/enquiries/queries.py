"""Which requests are due for a status enquiry, whom it is addressed to, and which runs somebody works with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.models.indexes import FINAL_STAGES
from tracker.casework.viewer import Viewer
from tracker.directory.models import Authority
from tracker.enquiries.models import EnquiryLine, EnquiryRun, RunState
from workflows.house import STATUS_ENQUIRY
from workflows.messages import Message, message
from workflows.vocabulary import Direction, Party

SHOWN = (
    "request__office",
    "request__jurisdiction",
    "request__officer",
    "request__holder_authority",
    "request__executing_authority",
    "request__requested_authority",
    "request__central_authority",
)
"""What a list of due enquiries prints of other tables."""
BY_JURISDICTION: Final = ("request__jurisdiction__name", "request__last_event_on", "pk")
LATELY: Final = timedelta(hours=24)
"""Whoever asks for a letter so soon after somebody else did not know of theirs."""


def due(viewer: Viewer, *, jurisdiction: str = "") -> QuerySet[Deadline]:
    """The monthly enquiries that are due or soon due, of open outgoing requests of offices in which the viewer works,
    to the jurisdiction of that code where one is named.

    Longest without movement first, by jurisdiction.
    """
    found = _running(viewer).filter(request__in=AssistanceRequest.objects.filter(_chased(jurisdiction)))
    return found.select_related("request", *SHOWN).order_by(*BY_JURISDICTION)


def first_due(viewer: Viewer, *, jurisdiction: str = "", count: int) -> QuerySet[Deadline]:
    """The first of these: all are sorted by their ids alone, and only then is more read of so many. One query more.

    To be sorted by what requests say, deadlines are joined with them; in any other order that takes longer.
    """
    first = _running(viewer).filter(_chased(jurisdiction, "request__")).order_by(*BY_JURISDICTION)
    return due(viewer).filter(pk__in=list(first.values_list("pk", flat=True)[:count]))


def _running(viewer: Viewer) -> QuerySet[Deadline]:
    offices = viewer.scope.working
    return Deadline.objects.open().filter(
        rule=STATUS_ENQUIRY.key, soon_from__lte=viewer.at, office__in=offices
    )


def _chased(jurisdiction: str, to: str = "") -> Q:
    """The condition on requests, or on rows that lead ``to`` them."""
    wanted: dict[str, object] = {"direction": Direction.OUTGOING.value, "is_adopted": True}
    if jurisdiction:
        wanted["jurisdiction__code"] = jurisdiction
    return Q(~Q(**{f"{to}stage__in": FINAL_STAGES}), **{to + name: value for name, value in wanted.items()})


def next_due(rows: Collection[AssistanceRequest]) -> dict[int, date]:
    """When the next enquiry about each of them is due, where one is counted. One query."""
    found = Deadline.objects.open().filter(rule=STATUS_ENQUIRY.key, request__in=rows)
    return dict(found.order_by("-due_on").values_list("request", "due_on"))


def why_not_due(viewer: Viewer, row: AssistanceRequest, next_on: date | None) -> Message:
    """Why `due` leaves it out, and what to do."""
    if row.office_id not in viewer.scope.working:
        return message("You do not work in the office of this request.")
    if row.direction != Direction.OUTGOING or row.sent_on is None or row.is_final:
        return message("Only an open request of ours that went out can be enquired about.")
    if not row.is_adopted:
        return message("It is imported history that nobody has adopted. Adopt it first.")
    if next_on is None:
        return message("No status enquiry is due for it as it stands.")
    return message("No status enquiry is due or soon due: the next is due on %(on)s.", on=next_on)


def with_letters(found: QuerySet[Deadline], *, at: datetime) -> QuerySet[Deadline]:
    """Each with whoever asked last for a letter about its request since `LATELY` (``written_by``), or None."""
    lines = EnquiryLine.objects.filter(request=OuterRef("request"), run__created_at__gt=at - LATELY)
    last = lines.exclude(run__state=RunState.FAILED.value).order_by("-pk")
    return found.annotate(written_by=Subquery(last.values("run__made_by__name")[:1]))


def addressee_of(row: AssistanceRequest) -> Authority | None:
    """Whoever has it on the other side; otherwise whoever was asked. None: the competent authority of the State."""
    if row.holder_party == Party.THEM and row.holder_authority is not None:
        return row.holder_authority
    named: tuple[Authority | None, ...] = (
        row.executing_authority,
        row.requested_authority,
        row.central_authority,
    )
    return next((authority for authority in named if authority is not None), None)


def has_letters(run: EnquiryRun) -> bool:
    """Whether they are written and still kept: files go after a while, what was recorded stays."""
    return run.state == RunState.DONE and run.letters.exclude(docx="").exists()


def runs_of(viewer: Viewer) -> QuerySet[EnquiryRun]:
    """Runs all of whose requests are of offices in which the viewer works, with how far they are; latest first.

    ``written`` of ``wanted`` letters, ``recorded`` of ``requests``. One query.
    """
    elsewhere = EnquiryLine.objects.filter(run=OuterRef("pk")).exclude(
        request__office__in=viewer.scope.working
    )
    return (
        EnquiryRun.objects.filter(~Exists(elsewhere))
        .select_related("made_by")
        .annotate(
            wanted=Count("letters", distinct=True),
            written=Count("letters", filter=~Q(letters__docx=""), distinct=True),
            requests=Count("lines", distinct=True),
            recorded=Count("lines", filter=Q(lines__recorded__isnull=False), distinct=True),
        )
    )
