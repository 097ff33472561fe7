"""What goes into the loader and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.accounts.models import User
    from workflows.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file as it was given: its name without folders, and its bytes."""

    name: str
    content: bytes = field(repr=False)

    @classmethod
    def named(cls, name: str, content: bytes) -> SourceFile:
        """Keep only the last part of a name that may come from any system, or from a forged form."""
        return cls(name=PureWindowsPath(PurePosixPath(name).name).name, content=content)

    @classmethod
    def read(cls, path: Path) -> SourceFile:
        """Read a file of this machine."""
        return cls(name=path.name, content=path.read_bytes())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table: its number as a spreadsheet shows it, and the text of each column."""

    file: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one table in one file."""

    file: str
    table: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something cannot be loaded, and where. Row 0 means the file or the table as a whole."""

    file: str
    message: Message
    table: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """What loading does, or would do, to one table."""

    table: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found, or a load did. With any problem nothing was kept."""

    counts: tuple[TableCount, ...]
    problems: tuple[Problem, ...]
    loaded: bool

    @property
    def is_good(self) -> bool:
        """Whether the set can be loaded."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """Who loads, and when: no user means the system, which may only load from the command line.

    ``within``: ids of the offices to which a program is bound; None where the rights of the user are the only bound.
    """

    by: User | None
    recorded_at: datetime
    within: frozenset[int] | None = None

    def reaches(self, office_id: int) -> bool:
        """Whether anything of the office may be loaded at all."""
        return self.within is None or office_id in self.within
