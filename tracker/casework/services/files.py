"""Keeping a document: checked, hashed, stored under a random name, noted in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Document
from tracker.casework.models.files import random_path
from tracker.casework.services.checking import filled, save
from tracker.casework.services.recording import Entry, locked, record
from workflows.messages import message
from workflows.occurrence import Occurred

SIGNATURES: Final = {
    ".pdf": ((b"%PDF-",), "application/pdf"),
    ".png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    ".jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    ".jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    ".tif": ((b"II*\x00", b"MM\x00*"), "image/tiff"),
    ".tiff": ((b"II*\x00", b"MM\x00*"), "image/tiff"),
    ".docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".odt": ((b"PK\x03\x04",), "application/vnd.oasis.opendocument.text"),
    ".zip": ((b"PK\x03\x04",), "application/zip"),
    ".eml": ((), "message/rfc822"),
    ".txt": ((), "text/plain"),
    ".csv": ((), "text/csv"),
}
"""Kinds of file taken: how each begins (nothing: plain text without NUL bytes), and what it is sent as."""

HEAD: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that was checked and lies in the store under ``path``; no row names it yet."""

    path: str
    name: str
    content_type: str
    size: int
    sha256: str


@contextmanager
def received(file: File[bytes], *, name: str) -> Iterator[Received]:
    """Check and store ``file`` while the block writes its row; raises Refused with what to do instead.

    The SHA-256 is taken over the bytes as received. The file is there before its row, and goes again where the block
    ends without one: so the block is the whole transaction and part of no larger one, whose end nobody here would see
    (RuntimeError). A crash in between leaves a file without a row, never the reverse.
    """
    content_type = _checked(file, name)
    sha256 = _digest(file)
    path = default_storage.save(random_path(), file)
    stored = Received(
        path=path, name=PurePath(name).name[:200], content_type=content_type, size=file.size, sha256=sha256
    )
    kept = False
    try:
        with transaction.atomic(durable=True):
            yield stored
        kept = Document.objects.filter(file=path).exists()
    finally:
        if not kept:
            default_storage.delete(path)


@transaction.atomic
def add_document(
    assistance_request: AssistanceRequest,
    stored: Received,
    *,
    by: User,
    recorded_at: datetime,
    seen_version: int,
) -> Document:
    """Make a received file a document of the request; the event tells the digest and the size, never the name.

    Raises StaleVersion, ActionNotAllowed, Refused.
    """
    row = locked(assistance_request, seen_version=seen_version, at=recorded_at)
    document = Document(
        request=row,
        file=stored.path,
        name=stored.name,
        content_type=stored.content_type,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_by=by,
        uploaded_at=recorded_at,
    )
    _keep(row, document, by=by)
    return document


def _keep(row: AssistanceRequest, document: Document, *, by: User) -> None:
    if Document.objects.filter(request=row, sha256=document.sha256).exists():
        raise Refused(message("This very file is already among the documents of the request."))
    entry = Entry(
        occurred=Occurred.at_moment(document.uploaded_at, row.office.time_zone),
        recorded_at=document.uploaded_at,
        data={"sha256": document.sha256, "size": document.size},
        texts=filled({"name": document.name}, names={"name"}),
    )
    document.event = record(row, "add_document", entry, by=by)
    save(document)


def _checked(file: File[bytes], name: str) -> str:
    """The content type of an acceptable file."""
    if not file.size:
        raise Refused(message("The file is empty. Choose it again, or scan the document anew."))
    if file.size > settings.DOCUMENT_MAX_BYTES:
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        raise Refused(
            message(
                "The file is larger than %(limit)s MB. Split it, or scan with a lower resolution.",
                limit=limit,
            )
        )
    suffix = PurePath(name).suffix.lower()
    if suffix not in SIGNATURES:
        kinds = ", ".join(sorted(kind.lstrip(".") for kind in SIGNATURES))
        raise Refused(message("This kind of file is not taken. Use one of: %(kinds)s.", kinds=kinds))
    beginnings, content_type = SIGNATURES[suffix]
    file.seek(0)
    head = file.read(HEAD)
    fits = head.startswith(beginnings) if beginnings else b"\x00" not in head
    if not fits:
        raise Refused(
            message(
                "The file is not what its name says (%(suffix)s). Save it again in that format.",
                suffix=suffix,
            )
        )
    return content_type


def _digest(file: File[bytes]) -> str:
    found = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
