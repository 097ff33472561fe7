"""Chooses how a file is read: its name says what it should be, its first bytes what it is."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from tracker.loading.reading import limits
from tracker.loading.reading.csv_text import read_csv
from tracker.loading.reading.databook import read_databook
from tracker.loading.reading.grid import Grid, to_sheet
from tracker.loading.reading.limits import UnreadableError
from tracker.loading.reading.workbook import read_workbook
from tracker.loading.values import Problem, Sheet
from workflows.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.loading.values import SourceFile

READERS: dict[str, Callable[[SourceFile], list[Grid]]] = {
    ".csv": read_csv,
    ".json": read_databook,
    ".xlsx": read_workbook,
}
# What files that are often mislabelled begin with.
ZIP = b"PK\x03\x04"
BINARY = {ZIP: ".xlsx", b"\xd0\xcf\x11\xe0": ".xls", b"%PDF": ".pdf", b"\x1f\x8b": ".gz", b"\x89PNG": ".png"}


def read_files(files: Sequence[SourceFile]) -> tuple[list[Sheet], list[Problem]]:
    """Read every table of every file, and list everything that cannot be read."""
    if len(files) > limits.FILES:
        fault = message("These are more than %(limit)s files. Load them in several sets.", limit=limits.FILES)
        return [], [Problem(file="", message=fault)]
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for file in files:
        found, faults = _read(file)
        sheets.extend(found)
        problems.extend(faults)
    return sheets, problems


def _read(file: SourceFile) -> tuple[list[Sheet], list[Problem]]:
    try:
        _refuse_disguise(file)
        grids = READERS[_ending(file)](file)
    except UnreadableError as refusal:
        return [], [
            Problem(
                file=file.name,
                table=refusal.table,
                row=refusal.row,
                column=refusal.column,
                message=refusal.message,
            )
        ]
    tables = [to_sheet(grid) for grid in grids]
    return [sheet for sheet, _faults in tables if sheet], [fault for _s, faults in tables for fault in faults]


def _refuse_disguise(file: SourceFile) -> None:
    """Refuse a file that is empty, too large, of an unknown kind, or of another kind than its name says."""
    if _ending(file) not in READERS:
        raise UnreadableError(message("Files end in .csv, .xlsx or .json. Save the tables as one of these."))
    if not file.content.strip():
        raise UnreadableError(message("The file is empty. Choose the one that holds the tables."))
    if len(file.content) > limits.FILE_BYTES:
        size = limits.FILE_BYTES // limits.MEGABYTE
        raise UnreadableError(message("The file is larger than %(size)s MB. Divide it.", size=size))
    is_workbook = file.content.startswith(ZIP)
    looks = next((kind for start, kind in BINARY.items() if file.content.startswith(start)), "")
    if is_workbook != (_ending(file) == ".xlsx") or (looks and not is_workbook):
        raise UnreadableError(_disguised(file, looks))


def _disguised(file: SourceFile, looks: str) -> Message:
    if looks:
        return message(
            "The file is called %(ending)s but its content is %(looks)s. Save it as what its name says.",
            ending=_ending(file),
            looks=looks,
        )
    return message(
        "The file is called %(ending)s but is none. Save it as what its name says.", ending=_ending(file)
    )


def _ending(file: SourceFile) -> str:
    return PurePath(file.name).suffix.lower()
