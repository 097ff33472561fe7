"""How much a fixture may hold, and the refusal that reading raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.messages import Message

MEGABYTE = 1024 * 1024
FILES = 200
FILE_BYTES = 10 * MEGABYTE
UNPACKED_BYTES = 60 * MEGABYTE
PACKED_PARTS = 2_000
SHEETS = 100
ROWS = 100_000
COLUMNS = 100
CELL_CHARACTERS = 20_000


class UnreadableError(Exception):
    """The file, or one table of it, cannot be read; the message says what to do."""

    def __init__(self, message: Message, *, table: str = "", row: int = 0, column: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.table = table
        self.row = row
        self.column = column
