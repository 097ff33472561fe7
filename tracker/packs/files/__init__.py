"""A pack as a file, in each of the forms that there are: page and API offer all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpResponse

from tracker.exports import XLSX
from tracker.packs.document import Document
from tracker.packs.files.paper import pdf_of
from tracker.packs.files.sheets import xlsx_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """``ending`` names it in the address. ``written`` makes the file of a document."""

    ending: str
    title: str
    content_type: str
    written: Callable[[Document], HttpResponse]


PACK_FILES: Mapping[str, PackFile] = MappingProxyType(
    {
        one.ending: one
        for one in (
            PackFile(ending="pdf", title="PDF", content_type="application/pdf", written=pdf_of),
            PackFile(ending="xlsx", title="XLSX", content_type=XLSX, written=xlsx_of),
        )
    }
)
