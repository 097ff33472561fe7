"""Forgetting the files of old letters. What was asked for and recorded as sent stays."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from tracker.enquiries.models import EnquiryLetter, RunState

BATCH: Final = 500


def forget_letters(*, before: datetime) -> int:
    """Delete the files of letters that were asked for before a moment, at most BATCH; return of how many letters.

    First the row, then its files: a file that no row names is harmless, a row without its file is not.
    """
    of_old = Q(run__created_at__lt=before) & ~Q(run__state=RunState.QUEUED.value)
    found = EnquiryLetter.objects.filter(of_old).exclude(docx="").order_by("pk")
    return sum(_forgotten(letter) for letter in list(found[:BATCH]))


def _forgotten(letter: EnquiryLetter) -> bool:
    paths = [letter.docx.name, letter.pdf.name]
    with transaction.atomic():
        changed = EnquiryLetter.objects.filter(pk=letter.pk).exclude(docx="").update(docx="", pdf="")
    if changed:
        for path in paths:
            default_storage.delete(str(path))
    return bool(changed)
