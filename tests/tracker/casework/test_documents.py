"""Documents: what is taken, under which name it lies, and that no failed write leaves a file behind."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction

from tests.tracker.casework.post import Post
from tracker.casework import services
from tracker.casework.errors import Refused, StaleVersion
from tracker.casework.models import AssistanceRequest, Document, Event
from tracker.casework.services import files

PDF = b"%PDF-1.7 a letter"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def added(
    post: Post, row: AssistanceRequest, content: bytes = PDF, name: str = "letter.pdf", **more: Any
) -> Document:
    file: File[bytes] = ContentFile(content, name=name)
    with services.received(file, name=name) as stored:
        return services.add_document(row, stored, **post.stamp(row) | more)


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_it_lies_under_a_random_name_and_is_known_by_its_digest(post: Post, folder: Path) -> None:
    document = added(post, post.opened(), name="../Brief von Müller.PDF")
    (path,) = stored(folder)
    assert path.read_bytes() == PDF
    assert "ller" not in str(path)
    assert (document.name, document.content_type, document.size) == (
        "Brief von Müller.PDF",
        "application/pdf",
        17,
    )
    assert str(document) == document.name
    event = Event.objects.get(documents=document)
    assert event.data == {"sha256": hashlib.sha256(PDF).hexdigest(), "size": len(PDF)}
    assert event.content.texts == {"name": "Brief von Müller.PDF"}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.pdf", "empty"),
        (b"MZ\x90", "virus.exe", "not taken"),
        (b"MZ\x90", "virus.pdf", "not what its name says"),
        (b"a\x00b", "notes.txt", "not what its name says"),
        (PDF, "", "not taken"),
        (PDF, ".pdf", "not taken"),
        (b"%PDF-" + b"x" * 2048, "big.pdf", "larger than 0 MB"),
    ],
)
def test_what_is_not_taken_is_refused_with_words(
    post: Post, folder: Path, settings: Any, content: bytes, name: str, words: str
) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024
    with pytest.raises(Refused, match=words):
        added(post, post.opened(), content, name)
    assert not stored(folder)


def test_the_same_file_is_kept_once(post: Post, folder: Path) -> None:
    row = post.opened()
    added(post, row)
    with pytest.raises(Refused, match="already among the documents"):
        added(post, row, name="again.pdf")
    added(post, post.opened())
    assert len(stored(folder)) == Document.objects.count() == 2


def test_a_write_that_fails_leaves_no_file(post: Post, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = post.opened()
    with pytest.raises(ValidationError):
        added(post, row, name="a\x00b.pdf")
    with pytest.raises(StaleVersion):
        added(post, row, seen_version=0)
    monkeypatch.setattr(files, "record", _failing)
    with pytest.raises(RuntimeError, match="the lights went out"):
        added(post, row)
    assert not stored(folder)
    assert not Document.objects.exists()


def _failing(*_positional: object, **_named: object) -> Event:
    raise RuntimeError("the lights went out")


@pytest.mark.django_db(transaction=True)
def test_it_is_no_part_of_a_larger_transaction_that_could_fail_later(post: Post, folder: Path) -> None:
    row = post.opened()
    with pytest.raises(RuntimeError), transaction.atomic():
        added(post, row)
    assert not stored(folder)
    added(post, row)
    assert len(stored(folder)) == 1
