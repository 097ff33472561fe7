"""Two shares a row with their intervals, told apart by colour, by shape and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import (
    LABELS,
    PADDING,
    ROOMY,
    SHARES,
    Link,
    Spec,
    labelled,
    leading_to,
    left_out,
    linked,
    specification,
)
from tracker.reports.charts.rows import LINE, broken
from tracker.reports.statistics import Interval, wilson

DRAWN_AT_MOST: Final = 25
WIDE_ROW: Final = 46
NARROW_MARK: Final = 26
"""How high a row is on a wide screen, and a mark with its figure on a narrow one, in pixels."""
APART: Final = 8.0
"""How far the two dots of a row stand from its middle."""
NAME: Final = 46
"""How many signs of a row's name stand on a line."""
SHAPES: Final = ("circle", "square")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A share of ``of`` with its interval."""

    of: int
    share: float
    between: Interval
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One mark a row, None where there are too few. ``colour`` is one of the theme's, without its dashes."""

    label: str
    colour: str
    marks: tuple[Mark | None, ...]


def mark(hits: int, of: int, *, minimum: int, rows: CaseFilter | None = None) -> Mark | None:
    """The share of enough."""
    if of < minimum:
        return None
    return Mark(of=of, share=hits / of, between=wilson(hits, of), rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Rows in the order of the table's; those without any mark are left out."""

    title: str
    table: str
    labels: tuple[str, ...]
    series: tuple[Series, Series]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self._drawn())

    @property
    def said(self) -> str:
        """How to read it, and what it leaves out; each mark speaks for itself."""
        first, second = self.series
        told = gettext("Round: %(first)s; square: %(second)s.") % {
            "first": first.label,
            "second": second.label,
        }
        return f"{told} {left_out(DRAWN_AT_MOST, len(self._places()))}".strip()

    def wide(self, link: Link) -> Spec:
        """Labels to the left of the dots, figures to the right."""
        middles = [WIDE_ROW * (row + 0.5) for row in range(len(self._drawn()))]
        marks = [
            [middle + offset for offset in _offsets(len(pair))]
            for middle, pair in zip(middles, self._pairs(), strict=True)
        ]
        names = (broken(self.labels[place], NAME) for place in self._drawn())
        axis = {
            **LABELS,
            "values": middles,
            "labelExpr": labelled(names, f"datum.value / {WIDE_ROW} - 0.5"),
            "grid": False,
        }
        fit = {"type": "fit", "contains": "padding"}
        high = WIDE_ROW * len(middles)
        return self._spec(link, width=880, high=high, marks=marks, y_axis=axis, layers=_notes(), fit=fit)

    def narrow(self, link: Link) -> Spec:
        """Labels above the dots, each figure above its own."""
        names: list[Spec] = []
        marks: list[list[float]] = []
        high = 0.0
        for place, pair in zip(self._drawn(), self._pairs(), strict=True):
            lines = broken(self.labels[place], NAME)
            names += [{"at": high + LINE * (number + 0.5), "line": line} for number, line in enumerate(lines)]
            high += LINE * len(lines)
            marks.append([high + NARROW_MARK * (number + 0.75) for number in range(len(pair))])
            high += NARROW_MARK * len(pair) + LINE
        layers = _above(names)
        return self._spec(
            link, width=320, high=high, marks=marks, y_axis=None, layers=layers, fit={"type": "pad"}
        )

    def _places(self) -> list[int]:
        first, second = self.series
        pairs = enumerate(zip(first.marks, second.marks, strict=True))
        return [place for place, pair in pairs if any(pair)]

    def _drawn(self) -> list[int]:
        return self._places()[:DRAWN_AT_MOST]

    def _pairs(self) -> list[list[tuple[Series, Mark]]]:
        """The marks that each row has."""
        found = ([(series, series.marks[place]) for series in self.series] for place in self._drawn())
        return [[(series, one) for series, one in pair if one is not None] for pair in found]

    def _data(self, link: Link, marks: list[list[float]]) -> Iterator[Spec]:
        for place, pair, heights in zip(self._drawn(), self._pairs(), marks, strict=True):
            for (series, one), at in zip(pair, heights, strict=True):
                label = self.labels[place]
                yield _datum(one, at=at, label=label, series=series.label, url=link(one.rows))

    def _spec(
        self,
        link: Link,
        *,
        width: int,
        high: float,
        marks: list[list[float]],
        y_axis: Spec | None,
        layers: Iterable[Spec],
        fit: Spec,
    ) -> Spec:
        data = list(self._data(link, marks))
        y = {"type": "quantitative", "scale": {"domain": [high, 0], "nice": False}}
        spread = {"mark": "rule", "encoding": {"x": {**_share(), "field": "low"}, "x2": {"field": "high"}}}
        colours = [f"var(--{one.colour})" for one in self.series]
        point = {
            "mark": "point",
            "encoding": {
                "x": {**_share(), "field": "share"},
                "color": {"field": "series", "scale": self._scale(colours), "legend": _legend()},
                "shape": {"field": "series", "scale": self._scale(list(SHAPES)), "legend": _legend()},
                "description": {"field": "said"},
                **linked(data),
            },
        }
        return specification(
            padding=ROOMY if y_axis else PADDING,
            width=width,
            height=high + (70 if y_axis else 0),
            autosize=fit,
            data={"values": data},
            encoding={"y": {**y, "field": "at", "axis": y_axis}},
            layer=[spread, point, *layers],
        )

    def _scale(self, values: list[str]) -> Spec:
        return {"domain": [one.label for one in self.series], "range": values}


def _offsets(marks: int) -> tuple[float, ...]:
    """How far the marks of a row stand from its middle: one alone stands in it."""
    return (-APART, APART) if marks > 1 else (0.0,)


def _datum(one: Mark, *, at: float, label: str, series: str, url: str) -> Spec:
    rate, of = words.share(one.share), words.count(one.of)
    told = {
        "label": label,
        "series": series,
        "rate": rate,
        "of": of,
        "between": words.interval(one.between),
    }
    return {
        "at": at,
        "series": series,
        "note": gettext("%(rate)s, n = %(of)s") % told,
        "said": gettext("%(label)s, %(series)s: %(rate)s of %(of)s, interval %(between)s") % told,
        "share": one.share,
        "low": one.between.low,
        "high": one.between.high,
        **leading_to(url),
    }


def _share() -> Spec:
    return {"type": "quantitative", **SHARES}


def _notes() -> Iterator[Spec]:
    yield {
        "mark": {"type": "text", "dx": 16},
        "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "note"}},
    }


def _above(names: list[Spec]) -> Iterator[Spec]:
    """On a narrow screen: names, then each figure above its own mark."""
    yield {
        "data": {"values": names},
        "mark": {"type": "text", "fontWeight": 500},
        "encoding": {
            "x": {"datum": 0, "type": "quantitative"},
            "y": {"field": "at", "type": "quantitative"},
            "text": {"field": "line"},
        },
    }
    yield {
        "mark": {"type": "text", "dy": -10, "align": "right", "color": "var(--muted)", "fontSize": 11},
        "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "note"}},
    }


def _legend() -> Spec:
    return {
        "orient": "top",
        "title": None,
        "labelColor": "var(--ink)",
        "labelFontSize": 12.5,
        "labelLimit": 300,
        "symbolSize": 90,
        "symbolOpacity": 1,
    }
