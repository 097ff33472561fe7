"""The fonts of the pages on paper."""

import struct
import zlib
from pathlib import Path

import pytest
import typst

from tracker import sealed
from tracker.sealed import pdf_from, plex
from tracker.sealed.woff import unpacked


def packed(tables: dict[bytes, bytes]) -> bytes:
    """A font of the web with these tables: those that get smaller by it are compressed."""
    start = 44 + 20 * len(tables)
    directory, body = b"", b""
    for tag, content in tables.items():
        small = min(zlib.compress(content), content, key=len)
        directory += struct.pack(">4sIIII", tag, start + len(body), len(small), len(content), 0)
        body += small + b"\0" * (-len(small) % 4)
    head = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x00010000, start + len(body), len(tables), *[0] * 9)
    return head + directory + body


def test_tables_are_unpacked_and_found_where_the_font_says() -> None:
    tables = {b"OS/2": b"o" * 97, b"cmap": b"abc", b"name": b"old"}
    font = unpacked(packed(tables), family="Some Sans")
    assert struct.unpack_from(">IHHHH", font) == (0x00010000, 3, 32, 1, 16)
    found = {}
    for place in range(3):
        tag, checksum, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        content = font[start : start + length]
        words = content + b"\0" * (-length % 4)
        assert (start % 4, checksum) == (0, sum(struct.unpack(f">{len(words) // 4}I", words)) % 2**32)
        found[tag] = content
    assert {tag: found[tag] for tag in (b"OS/2", b"cmap")} == {tag: tables[tag] for tag in (b"OS/2", b"cmap")}
    assert "Some Sans".encode("utf-16-be") in found[b"name"]


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(ValueError, match="no font of the web"):
        unpacked(b"x" * 60, family="Some Sans")


def test_the_set_up_makes_every_part_of_them() -> None:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(plex.FOLDER)]
    )
    assert sorted(fonts.families()) == sorted(name for names in plex.FAMILIES.values() for name in names)


def test_words_in_several_scripts_are_set_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "ROOT", tmp_path)
    template = tmp_path / "words.typ"
    template.write_text(
        '#set document(title: [x])\n#set text(lang: "en", font: json(bytes(sys.inputs.fonts)).sans)\n'
        "#json(bytes(sys.inputs.data)).words"
    )
    content = pdf_from(template, {"words": "Łódź Ελλάδα Київ"})
    assert b"IBM-Plex-Sans-latin-ext" in content
    assert b"IBM-Plex-Sans-greek" in content
    assert b"Libertinus" not in content
