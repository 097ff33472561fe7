"""Keeping a document: checked, hashed, stored under a random name, noted in the log."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Document
from tracker.casework.services.performing import Entry, locked, record
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


@transaction.atomic
def add_document(
    assistance_request: AssistanceRequest,
    file: File[bytes],
    *,
    name: str,
    by: User,
    recorded_at: datetime,
    seen_version: int,
) -> Document:
    """Store ``file`` with its request and return the row; raises Refused with what to do instead.

    The SHA-256 is taken over the bytes as received. The event tells the digest and the size, never the name.
    """
    row = locked(assistance_request, seen_version=seen_version)
    content_type = _checked(file, name)
    sha256 = _digest(file)
    if Document.objects.filter(request=row, sha256=sha256).exists():
        raise Refused(message("This very file is already among the documents of the request."))
    entry = Entry(
        occurred=Occurred.at_moment(recorded_at, row.office.time_zone),
        recorded_at=recorded_at,
        data={"sha256": sha256, "size": file.size},
        texts={"name": name},
    )
    event = record(row, "add_document", entry, by=by)
    return Document.objects.create(
        request=row,
        event=event,
        file=file,
        name=PurePath(name).name[:200],
        content_type=content_type,
        size=file.size,
        sha256=sha256,
        uploaded_by=by,
        uploaded_at=recorded_at,
    )


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
