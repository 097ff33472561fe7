"""The answer of a report as a file, in each of the forms that there are: pages and API offer all of them."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.exports import XLSX, FileForm
from tracker.reports.asking import Answered
from tracker.reports.files.paper import pdf_of
from tracker.reports.files.sheets import csv_of, xlsx_of

FILE_FORMS: Mapping[str, FileForm[Answered]] = MappingProxyType(
    {
        form.ending: form
        for form in (
            FileForm(ending="csv", title="CSV", content_type="text/csv", written=csv_of),
            FileForm(ending="xlsx", title="XLSX", content_type=XLSX, written=xlsx_of),
            FileForm(ending="pdf", title="PDF", content_type="application/pdf", written=pdf_of),
        )
    }
)
