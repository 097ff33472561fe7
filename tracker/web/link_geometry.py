"""Where linked requests stand in their drawing: pure functions, without words, templates or a database.

The request stands at the start, what it is linked to in the next column, what that is linked to in the third.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BOX_WIDTH = 172
BOX_HEIGHT = 42
ROW = 66
GAP = 164
BEND = 34
MARGIN = 26
HEAD = 7
NEAR = 8
"""So many are drawn beside the request; what is left out stands in the list."""

Pair = tuple[int, int]
"""The two ends of a link: the request that is something of the other, and that other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The centre line of a box: its column and its height in pixels."""

    column: int
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A link: its line, the head of its arrow, and where its words stand; no words for what crosses the tree."""

    line: str
    head: str
    words_at: tuple[float, float] | None


def places_of(origin: int, near: Sequence[Pair], further: Sequence[Pair]) -> dict[int, Place]:
    """A place for the origin and for each request that is drawn, children beside their parent."""
    first = list(dict.fromkeys(_other(pair, origin) for pair in near))[:NEAR]
    children: dict[int, list[int]] = {key: [] for key in first}
    known = {origin, *first}
    for pair in further:
        for parent, child in (pair, pair[::-1]):
            if parent in children and child not in known:
                children[parent].append(child)
                known.add(child)
    places: dict[int, Place] = {}
    row = 0
    for parent, mine in children.items():
        for index, child in enumerate(mine):
            places[child] = Place(column=2, y=_height(row + index))
        places[parent] = Place(column=1, y=_height(row + max(len(mine) - 1, 0) / 2))
        row += max(len(mine), 1)
    return {origin: Place(column=0, y=_height(max(row - 1, 0) / 2)), **places}


def _other(pair: Pair, one: int) -> int:
    return pair[1] if pair[0] == one else pair[0]


def _height(row: float) -> float:
    return MARGIN + BOX_HEIGHT / 2 + row * ROW


def size(places: Iterable[Place]) -> tuple[float, float]:
    """Width and height of the drawing."""
    found = list(places)
    columns = max(place.column for place in found) + 1
    bottom = max(place.y for place in found) + BOX_HEIGHT / 2
    return columns * BOX_WIDTH + (columns - 1) * GAP + 2, bottom + 2


def left(place: Place) -> float:
    """The left edge of a box."""
    return 1 + place.column * (BOX_WIDTH + GAP)


def curve(pair: Pair, places: Mapping[int, Place]) -> Curve | None:
    """The link between two drawn requests; None where one of them is not drawn."""
    if pair[0] not in places or pair[1] not in places:
        return None
    source, target = places[pair[0]], places[pair[1]]
    if source.column == target.column:
        return _beside(source, target)
    start, end = sorted((source, target), key=lambda place: place.column)
    x1, x2 = left(start) + BOX_WIDTH, left(end)
    line = f"M{x1:g} {start.y:g}C{x1 + BEND:g} {start.y:g} {x1:g} {end.y:g} {x1 + BEND:g} {end.y:g}H{x2:g}"
    head = _head(x2, end.y, -HEAD) if target is end else _head(x1, start.y, HEAD)
    return Curve(line=line, head=head, words_at=((x1 + BEND + x2) / 2, end.y))


def _beside(source: Place, target: Place) -> Curve:
    """Between two of one column: around their ends."""
    x = left(source) + BOX_WIDTH
    line = f"M{x:g} {source.y:g}C{x + BEND:g} {source.y:g} {x + BEND:g} {target.y:g} {x:g} {target.y:g}"
    return Curve(line=line, head=_head(x, target.y, HEAD), words_at=None)


def _head(x: float, y: float, length: float) -> str:
    return f"M{x:g} {y:g}l{length:g} -4v8z"
