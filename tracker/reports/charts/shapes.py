"""The shapes of States by Natural Earth, by their codes of ISO 3166, and where a number stands in each of them.

No border in them says anything about whose land it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel.core import get_global

SHAPES: Final = Path(__file__).parents[2] / "static/vendor/world/countries-110m.json"
EQUAL_EARTH: Final = (1.340264, -0.081106, 0.000893, 0.003796)
"""The projection of Šavrič, Patterson and Jenny (2018)."""
HALF: Final = 2.7066299836960748
"""How far the equator reaches to either side in it."""


class Point(NamedTuple):
    """Longitude and latitude in degrees, or a place on paper."""

    x: float
    y: float


@cache
def shapes() -> dict[str, Any]:
    """As they are installed."""
    world: dict[str, Any] = json.loads(SHAPES.read_text())
    return world


@cache
def codes() -> Mapping[str, str]:
    """Letters by the number that a shape bears."""
    aliases = get_global("territory_aliases")
    numbers = (shape.get("id", "") for shape in _geometries())
    return {number: aliases[number][0] for number in numbers if aliases.get(number)}


@cache
def centres() -> Mapping[str, Point]:
    """By letters the centre of the largest part of each State: parts overseas would pull it into the sea."""
    arcs = [tuple(_decoded(arc)) for arc in shapes()["arcs"]]
    return {
        codes()[shape["id"]]: max((_centre(ring) for ring in _outlines(shape, arcs)), key=lambda one: one[0])[
            1
        ]
        for shape in _geometries()
        if shape.get("id") in codes()
    }


def on_paper(place: Point, width: int) -> Point:
    """Where it lies on a map of the whole world that is so wide, from its middle."""
    one, two, three, four = EQUAL_EARTH
    angle = asin(sqrt(3) / 2 * sin(radians(place.y)))
    square = angle * angle
    sixth = square**3
    slope = one + 3 * two * square + sixth * (7 * three + 9 * four * square)
    x = 2 * sqrt(3) * radians(place.x) * cos(angle) / (3 * slope)
    y = angle * (one + two * square + sixth * (three + four * square))
    scale = width / (2 * HALF)
    return Point(x * scale, -y * scale)


def _geometries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shapes()["objects"]["countries"]["geometries"]
    return found


def _decoded(arc: Sequence[Sequence[int]]) -> Iterator[Point]:
    """Each place is told by how far it lies from the one before."""
    (wide, high), (left, low) = shapes()["transform"]["scale"], shapes()["transform"]["translate"]
    x = y = 0
    for right, up in arc:
        x, y = x + right, y + up
        yield Point(x * wide + left, y * high + low)


def _outlines(shape: Mapping[str, Any], arcs: Sequence[Sequence[Point]]) -> Iterator[list[Point]]:
    """The outer border of each of its parts; arcs that are passed backwards have the numbers below nothing."""
    for part in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
        yield list(
            _unbroken(
                point
                for number in part[0]
                for point in (arcs[number] if number >= 0 else arcs[~number][::-1])
            )
        )


def _unbroken(ring: Iterable[Point]) -> Iterator[Point]:
    """The same past the line where longitudes begin anew."""
    before = None
    for point in ring:
        turns = round((before - point.x) / 360) if before is not None else 0
        before = point.x + 360 * turns
        yield Point(before, point.y)


def _centre(ring: Sequence[Point]) -> tuple[float, Point]:
    """How large it is, and its centre, by the trapezoids below its sides; a line alone has no size."""
    double = x = y = 0.0
    for here, there in pairwise([*ring, ring[0]]):
        cross = here.x * there.y - there.x * here.y
        double += cross
        x += (here.x + there.x) * cross
        y += (here.y + there.y) * cross
    if not double:
        return 0.0, ring[0]
    centre = Point((x / (3 * double) + 180) % 360 - 180, y / (3 * double))
    return abs(double) * cos(radians(centre.y)), centre
