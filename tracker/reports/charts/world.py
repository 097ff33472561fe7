"""Shares on a map of the world: a tone and a number for each State that has one.

The shapes are those of Natural Earth; no border in them says anything about whose land it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.core import get_global
from django.utils.translation import gettext, ngettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import Link, Spec, leading_to, specification

SHAPES: Final = Path(__file__).parents[2] / "static/vendor/world/countries-110m.json"
ANTARCTICA: Final = "010"
CLASSES: Final = 5
"""How many tones there are, from nothing to all."""
TONES: Final = tuple(f"var(--share-{number})" for number in range(1, CLASSES + 1))
CENTRES: Final[Mapping[str, tuple[float, float]]] = {"FR": (2.5, 46.6)}
"""Where the number of a State stands, in longitude and latitude, whose parts overseas would pull it into the sea."""
HALO: Final[Spec] = {"stroke": "var(--paper)", "strokeWidth": 3, "strokeJoin": "round"}
"""Drawn below the numbers, so that they can be read on every tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A jurisdiction by its code of ISO 3166, with its share; None where it is made of too few."""

    code: str
    label: str
    of: int
    share: float | None
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """``minimum`` is how many a share takes."""

    title: str
    table: str
    places: tuple[Place, ...]
    minimum: int

    @property
    def said(self) -> str:
        """What the map cannot show."""
        shown = set(_codes().values())
        missing = sum(place.code not in shown for place in self.places)
        few = sum(place.share is None for place in self.places)
        told = [
            gettext(
                "The number is the share in per cent. What is only outlined has fewer than %(minimum)s sent (%(few)s)."
            )
        ]
        if missing:
            told.append(
                ngettext(
                    "%(missing)s is too small for the map or no State.",
                    "%(missing)s are too small for the map or no States.",
                    missing,
                )
            )
        return " ".join(told) % {"minimum": self.minimum, "few": few, "missing": missing}

    def wide(self, link: Link) -> Spec:
        """With its numbers."""
        return self._spec(link, width=880, height=430, columns=CLASSES, layers=[_numbers(HALO), _numbers({})])

    def narrow(self, link: Link) -> Spec:
        """Too small for numbers: they are in the table."""
        return self._spec(link, width=320, height=190, columns=3, layers=[])

    def _spec(self, link: Link, *, width: int, height: int, columns: int, layers: list[Spec]) -> Spec:
        drawn = {place.code: _datum(place, link(place.rows)) for place in self.places}
        linked = all("url" in one for one in drawn.values())
        return specification(
            width=width,
            height=height,
            autosize={"type": "fit", "contains": "padding"},
            projection={"type": "equalEarth"},
            data={"values": _with(drawn), "format": {"type": "topojson", "feature": "countries"}},
            layer=[_land(), _outlined(linked=linked), _toned(linked=linked, columns=columns), *layers],
        )


def _land() -> Spec:
    return {
        "mark": {
            "type": "geoshape",
            "fill": "var(--sunken)",
            "stroke": "var(--hairline)",
            "strokeWidth": 0.6,
            "aria": False,
        }
    }


def _outlined(*, linked: bool) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.properties.said) && !isValid(datum.properties.tone)"}],
        "mark": {"type": "geoshape", "fill": "var(--paper)", "stroke": "var(--accent)", "strokeWidth": 1},
        "encoding": _spoken(linked=linked),
    }


def _toned(*, linked: bool, columns: int) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.properties.tone)"}],
        "mark": {
            "type": "geoshape",
            "stroke": "var(--accent)",
            "strokeWidth": 0.8,
            "opacity": 1,
        },
        "encoding": {
            "fill": {
                "field": "properties.tone",
                "type": "ordinal",
                "scale": {"domain": _classes(), "range": list(TONES)},
                "legend": {
                    "orient": "bottom",
                    "columns": columns,
                    "title": None,
                    "values": _classes(),
                    "symbolType": "square",
                    "symbolStrokeColor": "var(--accent)",
                    "labelColor": "var(--ink)",
                    "labelFontSize": 12,
                    "aria": False,
                },
            },
            **_spoken(linked=linked),
        },
    }


def _spoken(*, linked: bool) -> Spec:
    link = {"href": {"field": "properties.url", "type": "nominal"}} if linked else {}
    return {"description": {"field": "properties.said", "type": "nominal"}, **link}


def _numbers(outline: Spec) -> Spec:
    return {
        "transform": [
            {"filter": "isValid(datum.properties.number)"},
            {"calculate": "datum.properties.centre || geoCentroid(null, datum)", "as": "centre"},
        ],
        "mark": {
            "type": "text",
            "align": "center",
            "fontSize": 11,
            "fontWeight": 600,
            "aria": False,
            **outline,
        },
        "encoding": {
            "longitude": {"field": "centre[0]", "type": "quantitative"},
            "latitude": {"field": "centre[1]", "type": "quantitative"},
            "text": {"field": "properties.number"},
        },
    }


def _classes() -> list[str]:
    return [_class(place) for place in range(CLASSES)]


def _class(place: int) -> str:
    return f"{place * 100 // CLASSES}–{(place + 1) * 100 // CLASSES} %"


def _datum(place: Place, url: str) -> Spec:
    of = words.count(place.of)
    link = leading_to(url)
    if place.share is None:
        said = gettext("%(label)s: %(of)s sent, too few for a rate") % {"label": place.label, "of": of}
        return {"said": said, **link}
    rate = words.share(place.share)
    return {
        "said": gettext("%(label)s: %(rate)s of %(of)s") % {"label": place.label, "rate": rate, "of": of},
        "tone": _class(min(int(place.share * CLASSES), CLASSES - 1)),
        "number": words.bare_share(place.share),
        "centre": CENTRES.get(place.code),
        **link,
    }


def _with(drawn: Mapping[str, Spec]) -> dict[str, Any]:
    """The shapes, each with what is drawn in it."""
    world, codes = _shapes(), _codes()
    geometries = [
        {**shape, "properties": drawn.get(codes.get(shape.get("id", ""), ""), {})}
        for shape in world["objects"]["countries"]["geometries"]
        if shape.get("id") != ANTARCTICA
    ]
    return {**world, "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}}}


@cache
def _shapes() -> dict[str, Any]:
    world: dict[str, Any] = json.loads(SHAPES.read_text())
    return world


@cache
def _codes() -> Mapping[str, str]:
    """Letters by the number that a shape bears, by ISO 3166."""
    return dict(_numbered())


def _numbered() -> Iterator[tuple[str, str]]:
    aliases = get_global("territory_aliases")
    for shape in _shapes()["objects"]["countries"]["geometries"]:
        letters = aliases.get(shape.get("id", ""))
        if letters:
            yield shape["id"], letters[0]
