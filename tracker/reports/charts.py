"""Charts as Vega-Lite specifications, drawn on the server: no script, no inline style, marks that speak and link."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import vl_convert
from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import gettext

Spec = dict[str, Any]

# The renderer makes every address absolute: ours stand under this one until the drawing is done.
HERE: Final = "https://here.invalid"
CACHED_FOR: Final = 24 * 60 * 60
DRAWN_AT_MOST: Final = 40
FONT: Final = "IBM Plex Sans, Noto Sans, sans-serif"
# Custom properties carry the theme, on screen and on paper.
CONFIG: Final[Spec] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--muted)",
        "labelFontSize": 12,
        "gridColor": "var(--hairline)",
        "domain": False,
        "ticks": False,
        "title": None,
        "aria": False,
    },
    "rule": {"color": "var(--edge)", "strokeWidth": 2, "strokeCap": "round", "aria": False},
    "point": {"color": "var(--accent)", "filled": True, "size": 90, "opacity": 1},
    "text": {"color": "var(--ink)", "fontSize": 12.5, "align": "left", "baseline": "middle", "aria": False},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One dot with its whiskers: shares between 0 and 1, ``note`` beside it, ``said`` to those who do not see it."""

    label: str
    note: str
    said: str
    share: float
    low: float
    high: float
    url: str = ""


def wide_intervals(marks: Sequence[Mark]) -> Spec:
    """Labels to the left of the dots, figures to the right."""
    labels = {"labelLimit": 330, "labelPadding": 14, "labelColor": "var(--ink)", "labelFontSize": 13}
    note = {"mark": {"type": "text", "dx": 16}, "encoding": {"x": {"datum": 1}, "text": {"field": "note"}}}
    return _intervals(
        marks, width=880, step=30, y_axis=labels, layers=[note], fit={"type": "fit", "contains": "padding"}
    )


def narrow_intervals(marks: Sequence[Mark]) -> Spec:
    """Labels and figures above the dots, for small screens."""
    name = {"mark": {"type": "text", "dy": -17}, "encoding": {"x": {"datum": 0}, "text": {"field": "label"}}}
    note = {
        "mark": {"type": "text", "dy": -17, "align": "right", "color": "var(--muted)"},
        "encoding": {"x": {"datum": 1}, "text": {"field": "note"}},
    }
    name["mark"] |= {"limit": 200, "fontWeight": 500}
    return _intervals(marks, width=320, step=50, y_axis=None, layers=[name, note], fit={"type": "pad"})


def drawn(spec: Spec) -> SafeString:
    """The chart as SVG to stand in a page; drawn once for the same content."""
    source = json.dumps(spec, sort_keys=True)
    key = f"chart-{sha256(source.encode()).hexdigest()}"
    svg: str | None = cache.get(key)
    if svg is None:
        svg = _local(vl_convert.vegalite_to_svg(source))
        cache.set(key, svg, CACHED_FOR)
    return SafeString(svg)  # the renderer escapes every text that it is given


def _local(svg: str) -> str:
    """Addresses of our own again, as HTML writes them; a size by the page, not by the drawing."""
    svg = svg.replace(f'xlink:href="{HERE}', 'href="')
    return re.sub(r'(<svg [^>]*?) width="\d+" height="\d+"', r'\1 role="group"', svg, count=1)


def _intervals(
    marks: Sequence[Mark], *, width: int, step: int, y_axis: Spec | None, layers: list[Spec], fit: Spec
) -> Spec:
    shown = list(marks[:DRAWN_AT_MOST])
    share = {
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "labelExpr": "100 * datum.value + ' %'"},
    }
    rule = {
        "mark": "rule",
        "encoding": {"x": {"field": "low", "type": "quantitative", **share}, "x2": {"field": "high"}},
    }
    point: Spec = {
        "mark": "point",
        "encoding": {"x": {"field": "share", "type": "quantitative"}, "description": {"field": "said"}},
    }
    if all(mark.url for mark in shown):
        point["encoding"]["href"] = {"field": "url"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "width": width,
        "height": step * len(shown) + (36 if fit["type"] == "fit" else 0),
        "autosize": fit,
        "data": {"values": [_datum(number, mark) for number, mark in enumerate(shown)]},
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "sort": None, "axis": y_axis and _named(y_axis, shown)}
        },
        "layer": [rule, point, *layers],
        "config": CONFIG,
    }


def _named(axis: Spec, marks: Sequence[Mark]) -> Spec:
    """Rows are told apart by number, since two may bear one name."""
    names = json.dumps([mark.label for mark in marks])
    return {**axis, "labelExpr": f"{names}[datum.value]"}


def _datum(number: int, mark: Mark) -> dict[str, object]:
    return {
        "row": number,
        "label": mark.label,
        "note": mark.note,
        "said": mark.said,
        "share": mark.share,
        "low": mark.low,
        "high": mark.high,
        "url": f"{HERE}{mark.url}",
    }


def left_out(marks: Sequence[Mark]) -> str:
    """What the drawing does not show, in a sentence."""
    if len(marks) <= DRAWN_AT_MOST:
        return ""
    return gettext("The chart shows the first %(shown)s of %(all)s rows; the table has them all.") % {
        "shown": DRAWN_AT_MOST,
        "all": len(marks),
    }
