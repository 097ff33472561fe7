"""Charts as Vega-Lite specifications, drawn on the server: no script, no inline style, marks that speak and link."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Protocol

import vl_convert
from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.signs import visible

Spec = dict[str, Any]
Link = Callable[[CaseFilter | None], str]
"""The address of the rows of a mark; empty where they may not be seen."""

# The renderer makes every address absolute: ours stand under this one until the drawing is done.
HERE: Final = "https://here.invalid"
CACHED_FOR: Final = 24 * 60 * 60
OTHER_FONTS: Final = "Noto Sans, sans-serif"
FONT: Final = f"IBM Plex Sans, {OTHER_FONTS}"
LATIN: Final = re.compile("[\x20-\xff\u2010-\u2026\u20ac\u2212]*")
"""What the first part of the font holds on paper. Inside a picture nothing puts a word together from several parts."""
SHEET: Final = 480.0
"""How high a wide picture may be on paper, in its own pixels: a higher one is made so small that nobody reads it."""
CUTS: Final = "cuts"
"""Where a drawing says at which heights it may be cut, its end the last."""
VIEW_BOX: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"')
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
PADDING: Final[Spec] = {"left": 2, "right": 2, "top": 4, "bottom": 4}
# Long names at the edge: the reader's font is wider than the one by which the renderer measures.
ROOMY: Final[Spec] = {**PADDING, "left": 14, "right": 20}
LABELS: Final[Spec] = {
    "labelLimit": 330,
    "labelPadding": 14,
    "labelColor": "var(--ink)",
    "labelFontSize": 13,
}
"""Of an axis whose labels are the names of rows."""
SHARES: Final[Spec] = {
    "scale": {"domain": [0, 1]},
    "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "labelExpr": "100 * datum.value + ' %'"},
}
"""Of what is drawn from nothing to all."""
HALO: Final[Spec] = {"stroke": "var(--paper)", "strokeWidth": 3, "strokeJoin": "round"}
"""Drawn below words that stand on something, so that they can be read on every tone."""
AMOUNTS: Final[Spec] = {"format": "~s", "labelExpr": "datum.value ? datum.label : '0'"}
"""Of an axis of numbers from nought, which would be told in thousands, too: 0k."""
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
_TOKENS: Final = Path(__file__).parents[2] / "static/tracker/css/tokens.css"
PRINTED: Final[Mapping[str, str]] = dict(
    re.findall(r"(--[a-z0-9-]+): light-dark\((#\w+)", _TOKENS.read_text())
)
"""The theme on paper, where no style sheet comes along: its light side."""


class Chart(Protocol):
    """A picture of one table of the same answer. Nothing is in the picture that is not in the table."""

    @property
    def title(self) -> str:
        """What is drawn."""

    @property
    def table(self) -> str:
        """The key of the table that holds the same figures."""

    @property
    def said(self) -> str:
        """The picture in words, for those who do not see it, and what it leaves out."""

    def wide(self, link: Link) -> Spec:
        """For a page or a sheet of paper."""

    def narrow(self, link: Link) -> Spec:
        """For a small screen."""


def nowhere(_rows: CaseFilter | None) -> str:
    """No address: the rows may not be seen, are others by now, or are told on paper."""
    return ""


def specification(**parts: Any) -> Spec:
    """A whole drawing: its own parts, and what all drawings have in common."""
    return {"$schema": SCHEMA, "background": None, "padding": PADDING, "config": CONFIG, **parts}


def leading_to(url: str) -> Spec:
    """What makes a datum lead there; nothing where it leads nowhere."""
    return {"url": f"{HERE}{url}"} if url else {}


def linked(data: Collection[Spec]) -> Spec:
    """The encoding that makes marks links, where all of them lead somewhere."""
    return {"href": {"field": "url"}} if data and all("url" in datum for datum in data) else {}


def left_out(shown: int, rows: int) -> str:
    """What a picture says that shows the first of so many rows; nothing where it shows them all."""
    if rows <= shown:
        return ""
    return gettext("The chart shows the first %(shown)s of %(all)s rows; the table has them all.") % {
        "shown": shown,
        "all": rows,
    }


def labelled(labels: Iterable[str | list[str]], place: str = "datum.value") -> str:
    """The label of an axis on which ``place`` is that of a value among these, as an expression of the renderer."""
    return f"{json.dumps([_drawable(label) for label in labels])}[{place}]"


def drawn(spec: Spec) -> SafeString:
    """The chart as SVG to stand in a page; drawn once for the same content."""
    svg = re.sub(r'(<svg [^>]*?) width="[\d.]+" height="[\d.]+"', r'\1 role="group"', _svg(spec), count=1)
    # The renderer escapes every text that it is given. It writes addresses as XML does: ours again, as HTML has them.
    return SafeString(svg.replace(f'xlink:href="{HERE}', 'href="'))


def printed(spec: Spec) -> str:
    """The chart as SVG to stand by itself: its colours written out, each word in a font that has its signs."""
    coloured = re.sub(r"var\((--[a-z0-9-]+)\)", lambda found: PRINTED.get(found[1], found[0]), _svg(spec))
    return re.sub(r"<text\b.*?</text>", _writable, coloured, flags=re.DOTALL)


def on_sheets(spec: Spec) -> list[str]:
    """The same in parts that can be read on paper, cut where the drawing says that it may be."""
    svg = printed(spec)
    cuts = list(_cuts(spec.get("usermeta", {}).get(CUTS, [])))
    if not cuts:
        return [svg]
    (_width, height), *_others = VIEW_BOX.findall(svg)
    return [_part(svg, top, bottom) for top, bottom in pairwise([0.0, *cuts, float(height)])]


def _cuts(allowed: Iterable[float]) -> Iterator[float]:
    """As few as leave no part higher than a sheet, unless what must stay together is."""
    begun = 0.0
    for here, there in pairwise(allowed):
        if there - begun > SHEET:
            yield here
            begun = here


def _part(svg: str, top: float, bottom: float) -> str:
    def cropped(found: re.Match[str]) -> str:
        return f'width="{found[1]}" height="{bottom - top}" viewBox="0 {top} {found[1]} {bottom - top}"'

    return VIEW_BOX.sub(cropped, svg, count=1)


def _writable(text: re.Match[str]) -> str:
    """One piece of text in the font of the pages, or in others where that has not all of it."""
    words = unescape(re.sub(r"<[^>]*>", "", text[0]))
    return text[0] if LATIN.fullmatch(words) else text[0].replace(FONT, OTHER_FONTS)


def _svg(spec: Spec) -> str:
    source = json.dumps(_drawable(spec), sort_keys=True)
    key = f"chart-{sha256(source.encode()).hexdigest()}"
    svg: str | None = cache.get(key)
    if svg is None:
        svg = vl_convert.vegalite_to_svg(source)
        cache.set(key, svg, CACHED_FOR)
    return svg


def _drawable(value: Any) -> Any:
    """The same without signs of which the renderer dies, and the whole process with it."""
    if isinstance(value, Mapping):
        return {key: _drawable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(one) for one in value]
    return visible(value) if isinstance(value, str) else value
