"""Writing the letters that wait: whoever holds the lease writes one after the other; what is written stays written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.utils import translation

from tracker.enquiries import wording
from tracker.enquiries.files import docx_of, pdf_of
from tracker.enquiries.models import EnquiryLetter, EnquiryLine, EnquiryRun, random_path
from tracker.enquiries.wording import Wording
from tracker.leases import carry_out, taken


def write_waiting(*, at: datetime) -> int:
    """Write the runs that wait, oldest first; return how many were taken in hand.

    A run whose writer died is taken up again after its lease, where it stopped. One that is given up says so on its
    page.
    """
    handled = 0
    for run in taken(EnquiryRun.objects.all(), at=at):
        handled += 1
        _write(run, at=at)
    return handled


def _write(run: EnquiryRun, *, at: datetime) -> None:
    def letters() -> Mapping[str, object]:
        with translation.override(run.language):
            for letter in _unwritten(run):
                _keep(letter, _worded(letter))
        return {}

    failure = f"the letters of run {run.uuid} could not be written"
    carry_out(EnquiryRun.objects.all(), run, letters, at=at, failure=failure)


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
            _store(paths[form], content)
    except OSError:  # no room: what was begun takes some
        _forget(paths.values())
        raise
    if not EnquiryLetter.objects.filter(pk=letter.pk, docx="").update(**paths):
        _forget(paths.values())


def _store(path: str, content: bytes) -> None:
    default_storage.save(path, ContentFile(content))


def _forget(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)
