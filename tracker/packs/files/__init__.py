"""A pack as a file, in each of the forms that there are: page and API offer all of them."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.exports import XLSX, FileForm
from tracker.packs.document import Document
from tracker.packs.files.paper import pdf_of
from tracker.packs.files.sheets import xlsx_of

PACK_FILES: Mapping[str, FileForm[Document]] = MappingProxyType(
    {
        form.ending: form
        for form in (
            FileForm(ending="pdf", title="PDF", content_type="application/pdf", written=pdf_of),
            FileForm(ending="xlsx", title="XLSX", content_type=XLSX, written=xlsx_of),
        )
    }
)
