"""Writing the letters that wait: whoever holds the lease writes one after the other; what is written stays written."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import F, Prefetch, Q
from django.utils import translation

from tracker.enquiries import wording
from tracker.enquiries.files import docx_of, pdf_of
from tracker.enquiries.models import EnquiryLetter, EnquiryLine, EnquiryRun, RunState, random_path
from tracker.enquiries.wording import Wording

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long a run is left to its writer. A task that writes is ended before, so that no two write at once."""
ATTEMPTS: Final = 3


def write_waiting(*, at: datetime) -> int:
    """Write the runs that wait, oldest first; return how many were taken in hand.

    A run whose writer died is taken up again after its lease, where it stopped. After ATTEMPTS it is given up, and its
    page says so.
    """
    # No lease reaches so far, unless the clock was ahead when it was taken.
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=at) | Q(leased_until__gt=at + 2 * LEASE)
    waiting = EnquiryRun.objects.filter(is_free, state=RunState.QUEUED)
    waiting.filter(attempts__gte=ATTEMPTS).update(state=RunState.FAILED, leased_until=None)
    handled = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if waiting.filter(pk=pk).update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            handled += 1
            _write(EnquiryRun.objects.get(pk=pk), at=at)
    return handled


def _write(run: EnquiryRun, *, at: datetime) -> None:
    try:
        with translation.override(run.language):
            for letter in _unwritten(run):
                _keep(letter, _worded(letter))
    except (OperationalError, InterfaceError):
        raise  # the database, not the letter: after the lease it is tried again
    except Exception:  # one run that cannot be written must not hold up the others
        logger.exception("the letters of run %s could not be written", run.uuid)
        EnquiryRun.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
            leased_until=None, state=RunState.FAILED if run.attempts >= ATTEMPTS else RunState.QUEUED
        )
        return
    EnquiryRun.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
        state=RunState.DONE, finished_at=at, leased_until=None
    )


def _unwritten(run: EnquiryRun) -> list[EnquiryLetter]:
    """Letters without files, the list last: it says what is in the others."""
    found = run.letters.filter(docx="").select_related(
        "run", "office", "jurisdiction", "addressee__jurisdiction"
    )
    return sorted(found.prefetch_related(_lines()), key=lambda letter: letter.number or 10**6)


def _worded(letter: EnquiryLetter) -> Wording:
    if letter.number:
        return wording.letter(letter, [line.request for line in letter.lines.all()])
    others = letter.run.letters.exclude(number=0).select_related(
        "office", "jurisdiction", "addressee__jurisdiction"
    )
    return wording.cover(letter.run.dated_on, others.prefetch_related(_lines()))


def _lines() -> Prefetch[str]:
    """The requests of letters, with all that is printed of them."""
    lines = EnquiryLine.objects.select_related("request").prefetch_related("request__foreign_references")
    return Prefetch("lines", lines)


def _keep(letter: EnquiryLetter, words: Wording) -> None:
    """Store both files, then name them in the row at once: no letter is half written, and no file left unnamed."""
    written = {"docx": docx_of(words), "pdf": pdf_of(words)}
    paths = {form: random_path() for form in written}
    try:
        for form, content in written.items():
            default_storage.save(paths[form], ContentFile(content))
    except OSError:  # no room: what was begun takes some
        _forget(paths.values())
        raise
    if not EnquiryLetter.objects.filter(pk=letter.pk, docx="").update(**paths):
        _forget(paths.values())


def _forget(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)
