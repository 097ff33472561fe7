"""Asking for the letters of selected requests. Nothing is recorded as sent by it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts.queries import local_date
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.directory.models import Authority, Jurisdiction
from tracker.enquiries.models import EnquiryLetter, EnquiryLine, EnquiryRun
from tracker.enquiries.queries import addressee_of, due
from tracker.wakeups import Wakeup, wake_on_commit

MOST: Final = 500
"""So many requests a run."""


@transaction.atomic
def ask(viewer: Viewer, selected: Collection[UUID], *, uuid: UUID | None = None) -> EnquiryRun:
    """Plan one letter for each office and addressee, and have them written in the background.

    ``selected`` are requests that are due for an enquiry; raises ValidationError where one is not, or is not any more.
    ``uuid`` where it was given out with the form: the same form sent twice makes one run.
    """
    if not selected:
        raise ValidationError({"requests": _("Select at least one request.")})
    if len(selected) > MOST:
        raise ValidationError({"requests": _("Select at most %(most)d requests at once.") % {"most": MOST}})
    if uuid is not None and EnquiryRun.objects.filter(uuid=uuid).exists():
        raise ValidationError(_("These letters were asked for before."))
    rows = [deadline.request for deadline in due(viewer).filter(request__uuid__in=set(selected))]
    if len(rows) < len(set(selected)):
        raise ValidationError(
            {
                "requests": _(
                    "One of these requests is not due for an enquiry any more. Look at the list again."
                )
            }
        )
    run = EnquiryRun(
        made_by=viewer.user,
        language=viewer.user.language,
        dated_on=local_date(viewer.user, viewer.at),
        created_at=viewer.at,
    )
    run.uuid = uuid or run.uuid
    run.save()
    _plan(run, rows)
    wake_on_commit(Wakeup.WRITE_LETTERS)
    return run


def _plan(run: EnquiryRun, rows: list[AssistanceRequest]) -> None:
    """The list as number 0, then the letters in the order of the selection."""
    EnquiryLetter.objects.create(run=run, number=0)
    letters: dict[tuple[int, int, int | None], EnquiryLetter] = {}
    for row in rows:
        addressee: Authority | None = addressee_of(row)
        place: Jurisdiction = row.jurisdiction
        key = (row.office_id, place.pk, addressee.pk if addressee else None)
        if key not in letters:
            letters[key] = EnquiryLetter.objects.create(
                run=run, number=len(letters) + 1, office=row.office, jurisdiction=place, addressee=addressee
            )
        EnquiryLine.objects.create(run=run, letter=letters[key], request=row, written_version=row.version)
