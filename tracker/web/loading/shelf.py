"""Where uploaded sets wait between their check and their loading: private files of this machine, for an hour.

A set belongs to whoever uploaded it. Names given by the uploader never become names on disk.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings

from tracker.accounts.models import User
from tracker.environment import private_folder
from tracker.loading.values import SourceFile

KEPT_FOR: Final = dt.timedelta(hours=1)
INDEX: Final = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One file of a set, as its uploader called it."""

    name: str
    size: int
    stored_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSet:
    """A set on the shelf."""

    uuid: UUID
    kept_at: dt.datetime
    files: tuple[KeptFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def contents(self) -> list[SourceFile]:
        """The files as the loader takes them."""
        folder = _folder(self.uuid)
        return [
            SourceFile(name=file.name, content=(folder / file.stored_as).read_bytes()) for file in self.files
        ]


def keep(files: Iterable[SourceFile], *, by: User, at: dt.datetime) -> KeptSet:
    """Put a new set on the shelf, and throw away those that have waited too long."""
    _sweep(at)
    return _write(uuid4(), files, by=by, at=at)


def merge(kept: KeptSet, files: Iterable[SourceFile], *, by: User, at: dt.datetime) -> KeptSet:
    """Add files to a set; one of the same name takes the place of the older one."""
    merged = {file.name: file for file in [*kept.contents(), *files]}
    return _write(kept.uuid, merged.values(), by=by, at=at)


def without(kept: KeptSet, name: str, *, by: User, at: dt.datetime) -> KeptSet:
    """Take one file out of a set."""
    return _write(kept.uuid, [file for file in kept.contents() if file.name != name], by=by, at=at)


def find(uuid: UUID, *, by: User, at: dt.datetime) -> KeptSet | None:
    """The set, for whoever put it there and as long as it is kept."""
    index = _index(_folder(uuid))
    if index is None or index["user"] != by.pk:
        return None
    kept = _read(uuid, index)
    return kept if at - kept.kept_at < KEPT_FOR else None


def waiting(*, by: User, at: dt.datetime) -> list[KeptSet]:
    """The sets of somebody that were neither loaded nor put away, latest first."""
    found = (find(UUID(folder.name), by=by, at=at) for folder in _folders())
    return sorted((kept for kept in found if kept), key=lambda kept: kept.kept_at, reverse=True)


def discard(kept: KeptSet) -> None:
    """Throw a set away."""
    shutil.rmtree(_folder(kept.uuid), ignore_errors=True)


def _shelf() -> Path:
    return private_folder(settings.DATA / "uploads")


def _folder(uuid: UUID) -> Path:
    return _shelf() / str(uuid)


def _folders() -> Iterator[Path]:
    return (path for path in _shelf().iterdir() if path.is_dir())


def _write(uuid: UUID, files: Iterable[SourceFile], *, by: User, at: dt.datetime) -> KeptSet:
    """Contents first, under new names; the index that names them last and at once, so that no set is half one."""
    folder = private_folder(_folder(uuid))
    kept = [_store(folder, file) for file in files]
    index = {"user": by.pk, "kept_at": at.isoformat(), "files": kept}
    draft = folder / f"{uuid4()}.draft"
    draft.write_text(json.dumps(index))
    draft.replace(folder / INDEX)
    named = {INDEX, *(file["stored_as"] for file in kept)}
    for path in folder.iterdir():
        if path.name not in named:
            path.unlink(missing_ok=True)
    return _read(uuid, index)


def _store(folder: Path, file: SourceFile) -> dict[str, Any]:
    stored_as = str(uuid4())
    descriptor = os.open(folder / stored_as, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(file.content)
    return {"name": file.name, "size": len(file.content), "stored_as": stored_as}


def _index(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / INDEX).read_text())
    except FileNotFoundError:
        return None
    return found


def _read(uuid: UUID, index: Mapping[str, Any]) -> KeptSet:
    return KeptSet(
        uuid=uuid,
        kept_at=dt.datetime.fromisoformat(index["kept_at"]),
        files=tuple(KeptFile(**file) for file in index["files"]),
    )


def _sweep(at: dt.datetime) -> None:
    for folder in _folders():
        index = _index(folder)
        if index is not None and at - dt.datetime.fromisoformat(index["kept_at"]) >= KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
