"""Letters as files: DOCX to be edited, PDF sealed against change (PDF/A-3a, PDF/UA-1), all of a run in one ZIP."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify
from docxtpl import DocxTemplate

from tracker.enquiries.models import EnquiryLetter, EnquiryRun
from tracker.enquiries.wording import Wording
from tracker.sealed import pdf_from

FOLDER: Final = Path(__file__).parent / "letters"


def docx_of(wording: Wording) -> bytes:
    """The letter for officers to edit. What it says is escaped: no name becomes markup."""
    template = DocxTemplate(FOLDER / "letter.docx")
    template.render(wording.as_data(), autoescape=True)
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def pdf_of(wording: Wording) -> bytes:
    """The same as PDF."""
    return pdf_from(FOLDER / "letter.typ", wording.as_data())


def zip_of(run: EnquiryRun) -> bytes:
    """Every letter of a run that was written, in both forms, and the list: the same bytes each time."""
    packed = BytesIO()
    dated = run.created_at.timetuple()[:6]
    with ZipFile(packed, "w") as archive:
        for letter in run.letters.exclude(docx="").select_related("addressee", "jurisdiction"):
            for suffix, file in (("docx", letter.docx), ("pdf", letter.pdf)):
                entry = ZipInfo(f"{_name(letter)}.{suffix}", date_time=dated)
                entry.compress_type = ZIP_DEFLATED
                with file.open("rb") as content:
                    archive.writestr(entry, content.read())
    return packed.getvalue()


def _name(letter: EnquiryLetter) -> str:
    if letter.number == 0:
        return "00-list"
    code = letter.jurisdiction.code if letter.jurisdiction else ""
    to = slugify(letter.addressee.name)[:40] if letter.addressee else ""
    return "-".join(part for part in (f"{letter.number:02d}", slugify(code), to) if part)
