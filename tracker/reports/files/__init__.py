"""The answer of a report as a file, in each of the forms that there are: pages and API offer all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpResponseBase

from tracker.exports import XLSX
from tracker.reports.asking import Answered
from tracker.reports.files.paper import pdf_of
from tracker.reports.files.sheets import csv_of, xlsx_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """``ending`` names it in the address. ``written`` makes the file of an answer."""

    ending: str
    title: str
    content_type: str
    written: Callable[[Answered], HttpResponseBase]


FILE_FORMS: Mapping[str, FileForm] = MappingProxyType(
    {
        form.ending: form
        for form in (
            FileForm(ending="csv", title="CSV", content_type="text/csv", written=csv_of),
            FileForm(ending="xlsx", title="XLSX", content_type=XLSX, written=xlsx_of),
            FileForm(ending="pdf", title="PDF", content_type="application/pdf", written=pdf_of),
        )
    }
)
