"""Fonts of the web as programs off the web read them: WOFF holds the tables of a font, each packed by zlib."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from zlib import decompress

HEADER: Final = struct.Struct(">4sIIHHIHHIIIII")
ENTRY: Final = struct.Struct(">4sIIII")
DIRECTORY: Final = struct.Struct(">IHHHH")
RECORD: Final = struct.Struct(">4sIII")
NAMED: Final = struct.Struct(">HHHHHH")
WINDOWS: Final = (3, 1, 0x409)
"""Names in UTF-16, in English."""


class _Table(NamedTuple):
    tag: bytes
    content: bytes

    @property
    def padded(self) -> bytes:
        return self.content + b"\0" * (-len(self.content) % 4)

    @property
    def checksum(self) -> int:
        words: tuple[int, ...] = struct.unpack(f">{len(self.padded) // 4}I", self.padded)
        return sum(words) & 0xFFFFFFFF


def unpacked(woff: bytes, *, family: str) -> bytes:
    """The font as OpenType has it, under the name of a family of its own: the web tells its parts apart by the signs
    that they hold, other programs by name."""
    signature, flavour, _length, number, *_more = HEADER.unpack_from(woff)
    if signature != b"wOFF":
        raise ValueError("This is no font of the web.")
    tables = [
        table._replace(content=_names(family)) if table.tag == b"name" else table
        for table in _tables(woff, number)
    ]
    power = number.bit_length() - 1
    head = DIRECTORY.pack(flavour, number, 16 << power, power, 16 * number - (16 << power))
    return b"".join((head, *_records(tables), *(table.padded for table in tables)))


def _tables(woff: bytes, number: int) -> Iterator[_Table]:
    for place in range(number):
        tag, start, packed, length, _sum = ENTRY.unpack_from(woff, HEADER.size + ENTRY.size * place)
        content = woff[start : start + packed]
        yield _Table(tag, decompress(content) if packed < length else content)


def _records(tables: Iterable[_Table]) -> Iterator[bytes]:
    """Each says where its table begins."""
    rows = list(tables)
    start = DIRECTORY.size + RECORD.size * len(rows)
    for table in rows:
        yield RECORD.pack(table.tag, table.checksum, start, len(table.content))
        start += len(table.padded)


def _names(family: str) -> bytes:
    """Family, style, whole name and the name in documents; what the style is, another table says."""
    texts = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "-")}
    words = {key: text.encode("utf-16-be") for key, text in texts.items()}
    records, start = b"", 0
    for key, word in words.items():
        records += NAMED.pack(*WINDOWS, key, len(word), start)
        start += len(word)
    head = struct.pack(">HHH", 0, len(words), 6 + len(records))
    return head + records + b"".join(words.values())
