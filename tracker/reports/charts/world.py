"""Shares on a map of the world: a tone and a number for each State that has one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import HALO, Link, Spec, leading_to, specification
from tracker.reports.charts.shapes import centres, codes, on_paper, shapes

ANTARCTICA: Final = "010"
CLASSES: Final = 5
"""How many tones there are, from nothing to all."""
TONES: Final = tuple(f"var(--share-{number})" for number in range(1, CLASSES + 1))
WIDE: Final = 880
SIGN, LINE, APART = 7, 13, 3
"""How wide and how high a sign of a number is drawn, and how far numbers stand from each other, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A jurisdiction by its code of ISO 3166, with its share; None where it is made of too few."""

    code: str
    label: str
    of: int
    share: float | None
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What a number covers, by its middle."""

    x: float
    y: float
    width: int

    def touches(self, other: Box) -> bool:
        """Whether they cannot be read apart."""
        beside = abs(self.x - other.x) >= (self.width + other.width) / 2 + APART
        return not beside and abs(self.y - other.y) < LINE


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
        shown = set(codes().values())
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
        covered = sum(place.share is not None and place.code in shown for place in self.places)
        covered -= len(self.numbered)
        if covered:
            told.append(
                ngettext(
                    "%(covered)s number would lie on another and is left out.",
                    "%(covered)s numbers would lie on others and are left out: those of the fewest sent.",
                    covered,
                )
            )
        counts = {"minimum": self.minimum, "few": few, "missing": missing, "covered": covered}
        return " ".join(told) % counts

    @property
    def numbered(self) -> frozenset[str]:
        """The codes of those whose number is drawn: first those of most requests, the others where there is room."""
        boxes: dict[str, Box] = {}
        for place in sorted(self.places, key=lambda one: -one.of):
            box = _box(place)
            if box and not any(box.touches(other) for other in boxes.values()):
                boxes[place.code] = box
        return frozenset(boxes)

    def wide(self, link: Link) -> Spec:
        """With its numbers."""
        layers = [_numbers(HALO), _numbers({})]
        return self._spec(link, width=WIDE, height=430, columns=CLASSES, layers=layers)

    def narrow(self, link: Link) -> Spec:
        """Too small for numbers: they are in the table."""
        return self._spec(link, width=320, height=190, columns=3, layers=[])

    def _spec(self, link: Link, *, width: int, height: int, columns: int, layers: list[Spec]) -> Spec:
        numbered = self.numbered
        drawn = {place.code: _datum(place, link(place.rows), numbered) for place in self.places}
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
            {"calculate": "datum.properties.centre", "as": "centre"},
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


def _box(place: Place) -> Box | None:
    """Where its number is drawn; None where there is none, or no shape to hold it."""
    if place.share is None or place.code not in centres():
        return None
    middle = on_paper(centres()[place.code], WIDE)
    return Box(x=middle.x, y=middle.y, width=SIGN * len(words.bare_share(place.share)))


def _datum(place: Place, url: str, numbered: Collection[str]) -> Spec:
    of = words.count(place.of)
    link = leading_to(url)
    if place.share is None:
        said = gettext("%(label)s: %(of)s sent, too few for a rate") % {"label": place.label, "of": of}
        return {"said": said, **link}
    rate = words.share(place.share)
    return {
        "said": gettext("%(label)s: %(rate)s of %(of)s") % {"label": place.label, "rate": rate, "of": of},
        "tone": _class(min(int(place.share * CLASSES), CLASSES - 1)),
        **(_number(place.code, place.share) if place.code in numbered else {}),
        **link,
    }


def _number(code: str, share: float) -> Spec:
    return {"number": words.bare_share(share), "centre": list(centres()[code])}


def _with(drawn: Mapping[str, Spec]) -> dict[str, Any]:
    """The shapes, each with what is drawn in it."""
    world, known = shapes(), codes()
    geometries = [
        {**shape, "properties": drawn.get(known.get(shape.get("id", ""), ""), {})}
        for shape in world["objects"]["countries"]["geometries"]
        if shape.get("id") != ANTARCTICA
    ]
    return {**world, "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}}}
