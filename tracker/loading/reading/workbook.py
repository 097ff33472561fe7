"""A workbook of Excel or LibreOffice: one table a sheet, called after the sheet."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from tracker.loading.reading import limits
from tracker.loading.reading.grid import Grid
from tracker.loading.reading.limits import UnreadableError
from workflows.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from tracker.loading.values import SourceFile

FORMULA, FAULT = "f", "e"


def read_workbook(file: SourceFile) -> list[Grid]:
    """Read every sheet; raises UnreadableError on a bomb, a disguise or a damaged file."""
    _refuse_bomb(file.content)
    try:
        book = load_workbook(io.BytesIO(file.content), read_only=True)
        grids = [Grid(file=file.name, table=sheet.title, rows=_checked(sheet)) for sheet in book.worksheets]
    except Exception as error:  # a hostile workbook can fail anywhere inside the package that reads it
        raise UnreadableError(_damaged()) from error
    if len(grids) > limits.SHEETS:
        fault = message("The workbook has more than %(limit)s sheets. Divide it.", limit=limits.SHEETS)
        raise UnreadableError(fault)
    return grids


def _refuse_bomb(content: bytes) -> None:
    """Refuse what would grow too large when unpacked, before anything is; then what entities would grow."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_parts(packed)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableError(_damaged()) from error


def _refuse_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > limits.PACKED_PARTS or size > limits.UNPACKED_BYTES:
        raise UnreadableError(
            message("Unpacked, the workbook is too large. Keep only the sheets to be loaded.")
        )
    texts = (packed.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
    if any(b"<!DOCTYPE" in text for text in texts):
        raise UnreadableError(message("The workbook holds definitions that none needs. Save it anew."))


def _checked(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from _rows(sheet)
    except UnreadableError:
        raise
    except Exception as error:  # as above: rows are parsed one by one
        raise UnreadableError(_damaged()) from error


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, _texts(cells, number)


def _texts(cells: Sequence[Any], number: int) -> list[str]:
    if any(cell.data_type == FAULT for cell in cells):
        fault = message("A cell of the row shows an error. Replace it by its value.")
        raise UnreadableError(fault, row=number)
    return [f"={cell.value}" if cell.data_type == FORMULA else _text(cell.value) for cell in cells]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _damaged() -> Message:
    return message("The file is not a workbook that can be read. Save it anew as .xlsx, without a password.")
