"""Two shares a row with their intervals, told apart by colour, by shape and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import (
    CONFIG,
    HERE,
    LABELS,
    PADDING,
    ROOMY,
    SCHEMA,
    SHARES,
    Link,
    Spec,
    labelled,
    left_out,
)
from tracker.reports.statistics import Interval, wilson

DRAWN_AT_MOST: Final = 25
APART: Final = 0.17
"""How far the dots of a row stand from its middle, as a share of the row."""
NAME: Final = 46
"""How many signs of a row's name stand on a line; the third line is left out."""
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
        axis = {
            **LABELS,
            "values": list(range(len(self._drawn()))),
            "labelExpr": labelled(wrap(self.labels[place], NAME, max_lines=2) for place in self._drawn()),
            "grid": False,
        }
        fit = {"type": "fit", "contains": "padding"}
        return self._spec(link, width=880, step=46, above=0, y_axis=axis, fit=fit)

    def narrow(self, link: Link) -> Spec:
        """Labels and figures above the dots."""
        return self._spec(link, width=320, step=86, above=0.2, y_axis=None, fit={"type": "pad"})

    def _places(self) -> list[int]:
        first, second = self.series
        pairs = enumerate(zip(first.marks, second.marks, strict=True))
        return [place for place, pair in pairs if any(pair)]

    def _drawn(self) -> list[int]:
        return self._places()[:DRAWN_AT_MOST]

    def _data(self, link: Link, above: float) -> Iterator[Spec]:
        for row, place in enumerate(self._drawn()):
            for number, series in enumerate(self.series):
                one = series.marks[place]
                if one is not None:
                    at = row + above + (APART if number else -APART)
                    yield _datum(
                        one, at=at, label=self.labels[place], series=series.label, url=link(one.rows)
                    )

    def _spec(
        self, link: Link, *, width: int, step: int, above: float, y_axis: Spec | None, fit: Spec
    ) -> Spec:
        data, rows = list(self._data(link, above)), len(self._drawn())
        y = {"type": "quantitative", "scale": {"domain": [rows - 0.5, -0.5], "nice": False}}
        spread = {"mark": "rule", "encoding": {"x": {**_share(), "field": "low"}, "x2": {"field": "high"}}}
        point: Spec = {
            "mark": "point",
            "encoding": {
                "x": {**_share(), "field": "share"},
                "color": {
                    "field": "series",
                    "scale": self._scale([f"var(--{one.colour})" for one in self.series]),
                },
                "shape": {"field": "series", "scale": self._scale(list(SHAPES)), "legend": _legend()},
                "description": {"field": "said"},
            },
        }
        point["encoding"]["color"]["legend"] = _legend()
        if all("url" in one for one in data):
            point["encoding"]["href"] = {"field": "url"}
        return {
            "$schema": SCHEMA,
            "background": None,
            "padding": ROOMY if y_axis else PADDING,
            "width": width,
            "height": step * rows + (70 if y_axis else 0),
            "autosize": fit,
            "data": {"values": data},
            "encoding": {"y": {**y, "field": "at", "axis": y_axis}},
            "layer": [spread, point, *(_notes() if y_axis else self._above())],
            "config": CONFIG,
        }

    def _scale(self, values: list[str]) -> Spec:
        return {"domain": [one.label for one in self.series], "range": values}

    def _above(self) -> Iterator[Spec]:
        """On a narrow screen: the name above both dots, each figure above its own."""
        names = [{"at": row - 0.4, "label": self.labels[place]} for row, place in enumerate(self._drawn())]
        yield {
            "data": {"values": names},
            "mark": {"type": "text", "limit": 300, "fontWeight": 500},
            "encoding": {
                "x": {"datum": 0, "type": "quantitative"},
                "y": {"field": "at", "type": "quantitative"},
                "text": {"field": "label"},
            },
        }
        yield {
            "mark": {"type": "text", "dy": -11, "align": "right", "color": "var(--muted)", "fontSize": 11},
            "encoding": {"x": {"datum": 1, "type": "quantitative"}, "text": {"field": "note"}},
        }


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
        **({"url": f"{HERE}{url}"} if url else {}),
    }


def _share() -> Spec:
    return {"type": "quantitative", **SHARES}


def _notes() -> Iterator[Spec]:
    yield {
        "mark": {"type": "text", "dx": 16},
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
