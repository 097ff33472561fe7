"""Route lines of many requests together: each stop as large as the days that it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from textwrap import wrap
from typing import Final

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import CUTS, Link, Spec, leading_to, specification
from workflows.vocabulary import Party

DRAWN_AT_MOST: Final = 6
STOPS_A_ROW: Final = 9
"""More do not stand side by side with their names."""
COLOURS: Final = {
    Party.US: "var(--with-us)",
    Party.THEM: "var(--with-them)",
    Party.THIRD: "var(--closed)",
}
WIDE, NARROW = 880, 320
STEP, HEAD = 46, 34
NAMES, LINE, SIGN = 46, 14, 7.2
"""How far below its stop a name stands, how high its lines are, and how wide a sign of it is."""
BETWEEN: Final = 4
"""So far above a line nothing of the one before is drawn."""
LARGEST, SMALLEST = 19.0, 4.0
"""Radii in pixels of the stop that took longest and of one that took none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopMark:
    """One stop; ``days`` for each of its ``requests``, None where they are too few."""

    label: str
    party: Party
    requests: int
    days: float | None
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLine:
    """The stops of one way in their order."""

    label: str
    stops: tuple[StopMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLines:
    """Lines below each other, on one scale."""

    title: str
    table: str
    lines: tuple[RouteLine, ...]

    @property
    def said(self) -> str:
        """What the drawing does not show; each mark speaks for itself."""
        said = gettext(
            "The larger a stop, the more days a request stays there; a dash parts ours from theirs."
        )
        if len(self.lines) <= DRAWN_AT_MOST:
            return said
        fewer = gettext("The chart shows the %(shown)s most travelled of %(all)s ways.") % {
            "shown": DRAWN_AT_MOST,
            "all": len(self.lines),
        }
        return f"{said} {fewer}"

    def wide(self, link: Link) -> Spec:
        """Stops side by side, their names below."""
        data: list[Spec] = []
        tops = [0]
        for line in self.lines[:DRAWN_AT_MOST]:
            top = tops[-1]
            data.append({"part": "head", "x": 0, "y": top + 12, "text": line.label})
            top += HEAD
            for row in _rows(line.stops):
                names = _names(row)
                data += self._row(row, names, top + 22, link)
                top += 22 + NAMES + LINE * max(map(len, names))
            tops.append(top + 8)
        cuts = [top - BETWEEN for top in tops[1:]]
        return {**_spec(data, width=WIDE, height=tops[-1]), "usermeta": {CUTS: cuts}}

    def narrow(self, link: Link) -> Spec:
        """Stops below each other, their names beside them."""
        data: list[Spec] = []
        top = 0.0
        for line in self.lines[:DRAWN_AT_MOST]:
            data.append({"part": "head", "x": 0, "y": top + 12, "text": wrap(line.label, 40)})
            first = top + HEAD + 22
            ys = [first + STEP * place for place in range(len(line.stops))]
            data.append({"part": "line", "x": 24, "x2": 24, "y": ys[0], "y2": ys[-1]})
            for y, stop in zip(ys, line.stops, strict=True):
                data.append(self._mark(stop, 24, y, link))
                data.append({"part": "beside", "x": 54, "y": y - 7, "text": _cut(stop.label, 42)})
                data.append({"part": "small", "x": 54, "y": y + 9, "text": _beside(stop)})
            for before, after in _borders(line.stops):
                y = (ys[before] + ys[after]) / 2
                data.append({"part": "border", "x": 8, "x2": 40, "y": y, "y2": y})
            top = ys[-1] + HEAD
        return _spec(data, width=NARROW, height=top)

    def _row(
        self, stops: tuple[StopMark, ...], names: Sequence[list[str]], y: float, link: Link
    ) -> Iterator[Spec]:
        pitch = WIDE / len(stops)
        xs = [pitch * (place + 0.5) for place in range(len(stops))]
        yield {"part": "line", "x": xs[0], "x2": xs[-1], "y": y, "y2": y}
        for before, after in _borders(stops):
            x = (xs[before] + xs[after]) / 2
            yield {"part": "border", "x": x, "x2": x, "y": y - 24, "y2": y + 24}
        for x, stop, lines in zip(xs, stops, names, strict=True):
            yield self._mark(stop, x, y, link)
            yield {"part": "days", "x": x, "y": y + 31, "text": _days(stop)}
            yield {"part": "below", "x": x, "y": y + NAMES, "text": lines}

    def _mark(self, stop: StopMark, x: float, y: float, link: Link) -> Spec:
        return {
            "part": "stop",
            "x": x,
            "y": y,
            "size": self._size(stop),
            "colour": COLOURS[stop.party],
            "said": gettext("%(stop)s (%(party)s): %(days)s, n = %(number)s")
            % {
                "stop": stop.label,
                "party": labels.PARTY[stop.party],
                "days": _days(stop),
                "number": words.count(stop.requests),
            },
            **leading_to(link(stop.rows)),
        }

    def _size(self, stop: StopMark) -> float:
        """In square pixels, as areas are compared by eye."""
        longest = max((one.days or 0 for line in self.lines for one in line.stops), default=0)
        share = (stop.days or 0) / longest if longest else 0
        radius = SMALLEST + (LARGEST - SMALLEST) * sqrt(share)
        return round(3.14159 * radius * radius, 1)


def _rows(stops: tuple[StopMark, ...]) -> list[tuple[StopMark, ...]]:
    """In rows as even as they come, none longer than can be read."""
    rows = -(-len(stops) // STOPS_A_ROW)
    length = -(-len(stops) // rows)
    return [stops[start : start + length] for start in range(0, len(stops), length)]


def _names(stops: tuple[StopMark, ...]) -> list[list[str]]:
    """What stands below each of them, on lines that do not reach its neighbours."""
    signs = max(8, int(WIDE / len(stops) / SIGN))
    return [[*wrap(stop.label, signs)[:3], _of(stop)] for stop in stops]


def _borders(stops: tuple[StopMark, ...]) -> Iterator[tuple[int, int]]:
    for place, (here, there) in enumerate(pairwise(stops)):
        if here.party is not there.party:
            yield place, place + 1


def _days(stop: StopMark) -> str:
    if stop.days is None:
        return gettext("too few")
    return gettext("%(days)s d") % {"days": words.decimal(stop.days)}


def _of(stop: StopMark) -> str:
    return gettext("%(party)s, n = %(number)s") % {
        "party": labels.PARTY[stop.party],
        "number": words.count(stop.requests),
    }


def _beside(stop: StopMark) -> str:
    return f"{_days(stop)}, {_of(stop)}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _spec(data: list[Spec], *, width: int, height: float) -> Spec:
    place: Spec = {
        "x": {"field": "x", "type": "quantitative", "scale": {"domain": [0, width]}, "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": {"domain": [height, 0]}, "axis": None},
    }
    rule = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    stop: Spec = {
        "size": {"field": "size", "type": "quantitative", "scale": None},
        "color": {"field": "colour", "type": "nominal", "scale": None},
        "description": {"field": "said"},
    }
    if any("url" in datum for datum in data):
        stop["href"] = {"field": "url"}
    return specification(
        width=width,
        height=height,
        data={"values": data},
        encoding=place,
        layer=[
            _layer("line", {"type": "rule"}, rule),
            _layer("border", {"type": "rule", "color": "var(--muted)", "strokeDash": [3, 3]}, rule),
            _layer("stop", {"type": "point"}, stop),
            _layer("head", {"type": "text", "fontWeight": 600, "fontSize": 13}, _TEXT),
            _layer("beside", {"type": "text"}, _TEXT),
            _layer("small", {"type": "text", "fontSize": 11.5, "color": "var(--muted)"}, _TEXT),
            _layer("days", {"type": "text", "align": "center", "fontWeight": 600}, _TEXT),
            _layer(
                "below",
                {"type": "text", "align": "center", "baseline": "middle", "fontSize": 12, "lineHeight": LINE}
                | {"color": "var(--muted)"},
                _TEXT,
            ),
        ],
    )


_TEXT: Final[Spec] = {"text": {"field": "text"}}


def _layer(part: str, mark: Spec, encoding: Spec) -> Spec:
    return {"transform": [{"filter": {"field": "part", "equal": part}}], "mark": mark, "encoding": encoding}
