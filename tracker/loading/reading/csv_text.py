"""Comma-separated values: one table, called after the file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tracker.loading.reading.grid import Grid
from tracker.loading.reading.limits import UnreadableError
from workflows.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.loading.values import SourceFile


def read_csv(file: SourceFile) -> list[Grid]:
    """Read UTF-8, with or without its mark; raises UnreadableError on anything else."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = message(
            "The file is not UTF-8: see byte %(position)s. Save it as CSV UTF-8.", position=error.start + 1
        )
        raise UnreadableError(fault) from error
    return [Grid(file=file.name, table=table_name(file.name), rows=_rows(text))]


def table_name(file_name: str) -> str:
    """Return the table that a file is called after: what stands before the first dot or double hyphen."""
    return file_name.partition(".")[0].partition("--")[0]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number rows as a spreadsheet does: a quoted cell may run over several lines of the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = message(
                "The row cannot be read (%(reason)s). Check its quotation marks.", reason=str(error)
            )
            raise UnreadableError(fault, row=number) from error
