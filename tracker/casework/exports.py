"""What leaves as a file: the register as filtered and sorted, and the documents of a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db.models import OuterRef, Subquery
from django.http import FileResponse
from django.utils.translation import gettext_lazy

from tracker.casework import labels
from tracker.casework.models import AssistanceRequest, Deadline, Document
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import LISTED
from tracker.casework.standing import holder_name, standing
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import DeadlineKind, Direction, Outcome

CHUNK: Final = 2_000

HEADER: Final = (
    gettext_lazy("Our reference"), gettext_lazy("Their reference"), gettext_lazy("Title"), gettext_lazy("Direction"),
    gettext_lazy("Jurisdiction"), gettext_lazy("Code"), gettext_lazy("Channel"), gettext_lazy("Office"),
    gettext_lazy("Officer"), gettext_lazy("Stage"), gettext_lazy("Held by"), gettext_lazy("Held since"),
    gettext_lazy("Opened"), gettext_lazy("Sent or received"), gettext_lazy("First answer"), gettext_lazy("Closed"),
    gettext_lazy("Outcome"), gettext_lazy("Next date"), gettext_lazy("Preserved until"), gettext_lazy("Standing"),
)  # fmt: skip


def exported(found: AssistanceRequestQuerySet, *, at: datetime) -> Iterator[tuple[object, ...]]:
    """The rows under HEADER, in the order of ``found``, as things stand at ``at``; read in chunks."""
    first = Deadline.objects.owed().filter(request=OuterRef("pk"), kind=DeadlineKind.EXPIRY.value)
    until = Subquery(first.order_by("late_from").values("due_on")[:1])
    for row in found.select_related(*LISTED).annotate(preserved_until=until).iterator(chunk_size=CHUNK):
        yield _cells(row, at, row.preserved_until)  # type: ignore[attr-defined]  # annotated


def attachment(document: Document) -> FileResponse:
    """A document, to be kept and never shown: always an attachment, of the type that was checked at receipt."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _cells(row: AssistanceRequest, at: datetime, until: date | None) -> tuple[object, ...]:
    return (
        row.reference,
        row.their_reference,
        row.title,
        labels.DIRECTION[Direction(row.direction)],
        row.jurisdiction.name,
        row.jurisdiction.code,
        spoken(registry.channel(row.channel).label),
        row.office.code,
        row.officer,
        row.get_stage_display(),
        holder_name(row),
        row.holder_since,
        row.opened_on,
        row.sent_on,
        row.answered_on,
        row.closed_on,
        labels.OUTCOME[Outcome(row.outcome)],
        row.due_on,
        until,
        standing(row, at).words,
    )
