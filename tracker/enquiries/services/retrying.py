"""Letters that could not be written, tried again: without requests that somebody has chased meanwhile."""

from __future__ import annotations

from collections.abc import Collection

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tracker.casework.errors import Refused
from tracker.casework.services.locking import locked_rows
from tracker.casework.viewer import Viewer
from tracker.enquiries.models import EnquiryLine, EnquiryRun, RunState
from tracker.enquiries.queries import due
from tracker.wakeups import Wakeup, wake_on_commit
from workflows.messages import message


@transaction.atomic
def try_again(viewer: Viewer, run: EnquiryRun) -> tuple[str, ...] | None:
    """Have a run that could not be written tried again; None where there is nothing to try.

    Return the references of what is left out of it: somebody has asked for another letter since, or none is due any
    more, so that they would be chased twice. Raises Refused where that holds of all of them.
    """
    # As whoever asks for letters about many: first the requests, so that nobody asks about one at the same moment.
    locked_rows(set(run.lines.values_list("request", flat=True)))
    failed = EnquiryRun.objects.filter(pk=run.pk, state=RunState.FAILED)
    if not failed.update(state=RunState.QUEUED, attempts=0, leased_until=None):
        return None
    wake_on_commit(Wakeup.WRITE_LETTERS)
    chased = list(_chased(viewer, run))
    if len(chased) == run.lines.count():
        raise Refused(
            message(
                "Somebody has asked for letters about all of these requests since, or none is due any more. "
                "Nothing is written again."
            )
        )
    _leave_out(run, chased)
    return tuple(line.request.reference for line in chased)


def _chased(viewer: Viewer, run: EnquiryRun) -> QuerySet[EnquiryLine]:
    """Its lines about requests that are not due, or in letters of others that were not over when it was asked for.

    Of a letter that was recorded as sent the next due date tells.
    """
    others = EnquiryLine.objects.filter(
        Q(run__finished_at__isnull=True) | Q(run__finished_at__gt=run.created_at),
        request=OuterRef("request"),
        recorded__isnull=True,
    )
    elsewhere = others.exclude(run=run.pk).exclude(run__state=RunState.FAILED.value)
    still_due = Q(request__in=due(viewer).order_by().values("request"))
    return run.lines.filter(Exists(elsewhere) | ~still_due).select_related("request")


def _leave_out(run: EnquiryRun, lines: Collection[EnquiryLine]) -> None:
    """Letters without a request are gone; those with fewer than before are written anew, and the list with them."""
    if not lines:
        return
    EnquiryLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    changed = run.letters.filter(Q(pk__in=[line.letter_id for line in lines]) | Q(number=0))
    paths = [path for pair in changed.exclude(docx="").values_list("docx", "pdf") for path in pair]
    changed.update(docx="", pdf="")
    run.letters.exclude(number=0).filter(lines__isnull=True).delete()
    # First the rows, then their files: a file that no row names is harmless, a row without its file is not.
    transaction.on_commit(lambda: _forget(paths))


def _forget(paths: Collection[str]) -> None:
    for path in paths:
        default_storage.delete(path)
