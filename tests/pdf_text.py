"""The words of a PDF as typst writes it, read back out of its own bytes: streams, fonts, what each sign stands for."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

Signs = Mapping[str, str]


def text_of_pdf(content: bytes) -> str:
    """All words in the order of writing, spaces made one."""
    return " ".join(pages_of_pdf(content))


def pages_of_pdf(content: bytes) -> list[str]:
    """The same of each page."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\sendobj", content, re.DOTALL)
    }
    found = (
        "".join(_words(_stream(objects[int(place)]), dict(_fonts(body, objects))))
        for body in objects.values()
        if re.search(rb"/Type\s*/Page\b", body)
        for place in re.findall(rb"/Contents\s+(\d+) 0 R", body)
    )
    return [" ".join(words.split()) for words in found]


def _fonts(page: bytes, objects: Mapping[int, bytes]) -> Iterator[tuple[str, Signs]]:
    """By its name in the page's resources what the signs of a font stand for."""
    named = re.search(rb"/Resources\s+(\d+) 0 R", page)
    for entries in re.findall(rb"/Font\s*<<(.*?)>>", objects[int(named[1])] if named else page, re.DOTALL):
        for name, place in re.findall(rb"/(\w+)\s+(\d+) 0 R", entries):
            maps = re.search(rb"/ToUnicode\s+(\d+) 0 R", objects[int(place)])
            if maps:
                yield name.decode(), dict(_signs(_stream(objects[int(maps[1])]).decode("latin-1")))


def _signs(cmap: str) -> Iterator[tuple[str, str]]:
    for part in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, word in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            yield code.lower(), bytes.fromhex(word).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, word in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = f"{int(first, 16) + step:0{len(first)}x}"
                yield code, chr(ord(bytes.fromhex(word).decode("utf-16-be")) + step)


def _stream(body: bytes) -> bytes:
    data = body[body.index(b"stream") + 6 :].lstrip(b"\r\n")
    return zlib.decompressobj().decompress(data) if b"FlateDecode" in body else data


PLAIN = rb"[^\\()]|\\."
WITHIN = rb"\((?:" + PLAIN + rb"|\((?:" + PLAIN + rb")*\))*\)"
TOKEN = re.compile(
    rb"/(\w+)\s+[\d.]+\s+Tf|\(((?:" + PLAIN + rb"|" + WITHIN + rb")*)\)|(?<!<)<(\w+)>|(\bET\b)", re.DOTALL
)
"""A font chosen, signs as bytes (pairs of brackets among them are not escaped), in hexadecimal, an end of text."""


def _words(stream: bytes, fonts: Mapping[str, Signs]) -> Iterator[str]:
    signs: Signs = {}
    for font, raw, written, ended in TOKEN.findall(stream):
        if font:
            signs = fonts.get(font.decode(), {})
        elif ended:
            yield " "
        else:
            code = written.decode().lower() if written else _unescaped(raw).hex()
            yield from (signs.get(code[place : place + 4], "") for place in range(0, len(code), 4))


def _unescaped(raw: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def plain(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign[:1].isdigit() else named.get(sign, sign)

    return re.sub(rb"\\(\d{1,3}|.)", plain, raw, flags=re.DOTALL)
