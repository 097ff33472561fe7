"""Shares that grow by days, as steps with the band of their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.reports.charts.drawing import HALO, PADDING, ROOMY, SHARES, Link, Spec, specification

MARKED_DAYS: Final = (0, 30, 90, 180, 365, 545, 730, 1095, 1460, 1825)
TONES: Final = ("accent", "with-us", "due-soon", "answered", "overdue")
"""Colours of lines that mean nothing by their tone; each has its own dashes, too."""
DASHES: Final = ((1, 0), (7, 3), (2, 3), (10, 3, 2, 3), (4, 2))
APART: Final = 0.065
"""How far names of lines stand from each other, as a share of the height."""
_SHARE: Final[Spec] = {"field": "share", "type": "quantitative", **SHARES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """From ``day`` on, until the next."""

    day: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``tone`` is a colour of the theme; ``said`` is heard instead of the line."""

    label: str
    said: str
    points: tuple[Point, ...]
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Lines over the same days, with ``said`` for all of them; ``unit`` names the axis of days."""

    title: str
    table: str
    said: str
    unit: str
    lines: tuple[Line, ...]

    def wide(self, _link: Link) -> Spec:
        """Names at the ends of the lines."""
        names = list(_named(self.lines))
        layers = [_at_ends(names, HALO, {}), _at_ends(names, {}, {"color": self._colour()})]
        return self._spec(width=720, height=320, layers=layers, padding=ROOMY)

    def narrow(self, _link: Link) -> Spec:
        """Names above, each beside a piece of its line."""
        above = enumerate(reversed(list(zip(self.lines, DASHES, strict=False))), start=1)
        layers = [part for place, (line, dashes) in above for part in _named_above(line, dashes, -18 * place)]
        return self._spec(width=300, height=240, layers=layers, padding=PADDING)

    def _spec(self, *, width: int, height: int, layers: list[Spec], padding: Spec) -> Spec:
        days, share = self._days(width), _SHARE
        band = {
            "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.13, "aria": False},
            "encoding": {
                "x": days,
                "y": {**share, "field": "low"},
                "y2": {"field": "high"},
                "color": self._colour(),
            },
        }
        line = {
            "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
            "encoding": {
                "x": days,
                "y": share,
                "color": self._colour(),
                "strokeDash": {
                    "field": "line",
                    "type": "nominal",
                    "scale": self._scale(list(map(list, DASHES))),
                    "legend": None,
                },
                "description": {"field": "said"},
            },
        }
        return specification(
            padding=padding,
            width=width,
            height=height,
            data={"values": list(_data(self.lines))},
            layer=[band, line, *layers],
        )

    def _days(self, width: int) -> Spec:
        return {
            "field": "day",
            "type": "quantitative",
            "scale": {"domain": [0, self._until()], "nice": False},
            "axis": {
                "values": self._marked(width),
                "title": self.unit,
                "titleColor": "var(--muted)",
                "grid": False,
            },
        }

    def _until(self) -> int:
        return max(max((line.points[-1].day for line in self.lines if line.points), default=0), 1)

    def _marked(self, width: int) -> list[int]:
        """Days that stand apart enough to be read."""
        apart, shown = self._until() * 38 / width, [0]
        for day in MARKED_DAYS:
            if shown[-1] + apart <= day <= self._until():
                shown.append(day)
        return shown

    def _scale(self, given: Sequence[object]) -> Spec:
        return {"domain": [line.label for line in self.lines], "range": list(given[: len(self.lines)])}

    def _colour(self) -> Spec:
        tones = [f"var(--{line.tone})" for line in self.lines]
        return {"field": "line", "type": "nominal", "scale": self._scale(tones), "legend": None}


def _data(lines: Sequence[Line]) -> list[Spec]:
    return [
        {
            "line": line.label,
            "said": line.said,
            "day": point.day,
            "share": point.share,
            "low": point.low,
            "high": point.high,
        }
        for line in lines
        for point in line.points
    ]


def _named_above(line: Line, dashes: Sequence[int], height: int) -> Iterator[Spec]:
    """By places in the picture, not by days and shares: above the axis there are none."""
    y = {"value": height}
    colour = {"color": f"var(--{line.tone})", "strokeDash": list(dashes)}
    yield {
        "data": {"values": [{}]},
        "mark": {"type": "rule", **colour},
        "encoding": {"x": {"value": 0}, "x2": {"value": 28}, "y": y},
    }
    yield {
        "data": {"values": [{}]},
        "mark": {"type": "text", "limit": 270},
        "encoding": {"x": {"value": 36}, "y": y, "text": {"value": line.label}},
    }


def _at_ends(names: list[Spec], outline: Spec, colour: Spec) -> Spec:
    return {
        "data": {"values": names},
        "mark": {"type": "text", "dx": 8, "fontWeight": 500, **outline},
        "encoding": {
            "x": {"field": "day", "type": "quantitative"},
            "y": {"field": "place", "type": "quantitative"},
            "text": {"field": "label"},
            **colour,
        },
    }


def _named(lines: Sequence[Line]) -> list[Spec]:
    """Each name beside the end of its line, moved up where it would lie on another or on the days below."""
    places: list[Spec] = []
    free = APART / 2
    for line in sorted((line for line in lines if line.points), key=lambda line: line.points[-1].share):
        place = max(line.points[-1].share, free)
        free = place + APART
        places.append({"line": line.label, "label": line.label, "day": line.points[-1].day, "place": place})
    excess = max(0.0, free - APART - 1)
    return [{**one, "place": one["place"] - excess} for one in places]
