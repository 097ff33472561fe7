"""Where the parts of a route line stand: pure functions, without words, templates or a database.

The large line places everything horizontally in per cent, so that its text keeps its size at any width; lengths
down the page are pixels. Text is measured by estimate, in ems, because the server has no font at hand.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from workflows.vocabulary import Party

LABEL_PIXELS = 13.0
NOTE_PIXELS = 11.5
GUTTER_PIXELS = 8.0
REM_PIXELS = 16
# The widths, in rem, at which the style sheet changes from the upright to the horizontal line.
WIDTHS = (30, 36, 46, 52, 60, 66)

_NARROW = frozenset("iljtfrI.,:;'|!()[] -")
_WIDE = frozenset("mwMW@%")


def smallest_pitch(count: int) -> int:
    """Pixels from stop to stop below which ``count`` stops are no longer readable side by side."""
    if count <= 7:
        return 102
    return 90 if count <= 9 else 86


def width_needed(count: int) -> int | None:
    """The smallest width in rem at which ``count`` stops stand side by side; None when they never do."""
    needed = count * smallest_pitch(count)
    return next((width for width in WIDTHS if width * REM_PIXELS >= needed), None)


def centres(count: int, *, among: int = 0, mirrored: bool = False) -> list[float]:
    """The stops' positions in per cent of the width, each in the middle of an equal share of ``among`` or all."""
    places = [(index + 0.5) * 100 / max(among, count) for index in range(count)]
    return [100 - place for place in places] if mirrored else places


def border_indexes(parties: Sequence[Party]) -> list[int]:
    """The indexes of the stops after which the request crosses to another party."""
    return [index for index, (here, there) in enumerate(pairwise(parties)) if here is not there]


def text_width(text: str) -> float:
    """The estimated width of a line in ems, a little generous."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.88
    return 0.68 if character.isupper() else 0.57


def wrap(text: str, *, width: float, lines: int) -> tuple[str, ...]:
    """``text`` in at most ``lines`` lines of ``width`` ems, as even as they come; what is too long ends in "…"."""
    broken = _fill(text, width)
    if len(broken) > lines:
        return (*broken[: lines - 1], _shorten(" ".join(broken[lines - 1 :]), width))
    return _evened(text, broken, width)


def _fill(text: str, width: float) -> tuple[str, ...]:
    """Break greedily between words, and within a word only when it is wider than a whole line."""
    broken: list[str] = []
    line = ""
    for piece in (piece for word in text.split() for piece in _pieces(word, width)):
        candidate = f"{line} {piece}".strip()
        if line and text_width(candidate) > width:
            broken.append(line)
            line = piece
        else:
            line = candidate
    return (*broken, line) if line else tuple(broken)


def _pieces(word: str, width: float) -> list[str]:
    if text_width(word) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(f"{pieces[-1]}{character}-") > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += character
    return pieces


def _evened(text: str, broken: tuple[str, ...], width: float) -> tuple[str, ...]:
    """The same number of lines with the narrowest longest line, without breaking further words."""
    longest_word = max((text_width(word) for word in text.split()), default=0.0)
    narrower = max(text_width(text) / max(len(broken), 1), longest_word)
    while narrower < width:
        evened = _fill(text, narrower)
        if len(evened) == len(broken):
            return evened
        narrower += 0.25
    return broken


def _shorten(text: str, width: float) -> str:
    while text and text_width(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def label_width(count: int, *, pixels: float) -> float:
    """The ems of type of size ``pixels`` that fit between two stops at the narrowest horizontal width."""
    width = (width_needed(count) or WIDTHS[-1]) * REM_PIXELS
    return (width / count - GUTTER_PIXELS) / pixels


def thumbnail_centres(count: int, *, width: float, inset: float, mirrored: bool = False) -> list[float]:
    """The stops' positions in pixels, the first and last ``inset`` from the edges."""
    if count == 1:
        return [width / 2]
    pitch = (width - 2 * inset) / (count - 1)
    places = [inset + index * pitch for index in range(count)]
    return [width - place for place in places] if mirrored else places
