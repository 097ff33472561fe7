"""Amounts that are made of pieces, as bars of one length for each row: what there was, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import (
    AMOUNTS,
    LABELS,
    PADDING,
    ROOMY,
    Link,
    Spec,
    labelled,
    leading_to,
    linked,
    specification,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """``colour`` is one of the theme's custom properties, without its dashes."""

    label: str
    value: int
    colour: str
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One row: bars below each other, each of pieces side by side."""

    label: str
    bars: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """Rows in the order of the table's, all to one scale. ``said`` tells how to read them."""

    title: str
    table: str
    said: str
    stacks: tuple[Stack, ...]

    def wide(self, link: Link) -> Spec:
        """Labels to the left of the bars."""
        axis = {**LABELS, "labelLimit": 260}
        fit = {"type": "fit", "contains": "padding"}
        return self._spec(link, width=880, step=46, above=0, y_axis=axis, fit=fit)

    def narrow(self, link: Link) -> Spec:
        """Labels above the bars."""
        return self._spec(link, width=320, step=72, above=1, y_axis=None, fit={"type": "pad"})

    def _spec(self, link: Link, *, width: int, step: int, above: int, y_axis: Spec | None, fit: Spec) -> Spec:
        pieces = list(self._pieces(link, above))
        names = [{"row": number, "bar": 0, "label": stack.label} for number, stack in enumerate(self.stacks)]
        labels = {
            "data": {"values": names},
            "mark": {"type": "text", "limit": 300, "fontWeight": 500},
            "encoding": {
                "x": {"datum": 0},
                "yOffset": {"field": "bar", "type": "ordinal"},
                "text": {"field": "label"},
            },
        }
        axis = y_axis and {
            **y_axis,
            "labelExpr": labelled(stack.label for stack in self.stacks),
        }
        return specification(
            padding=ROOMY if fit["type"] == "fit" else PADDING,
            width=width,
            height=step * len(self.stacks) + 60,
            autosize=fit,
            data={"values": pieces},
            encoding={
                "y": {
                    "field": "row",
                    "type": "ordinal",
                    "sort": None,
                    "axis": axis,
                    "scale": {
                        "domain": list(range(len(self.stacks))),
                        "paddingInner": 0.3,
                        "paddingOuter": 0.1,
                    },
                }
            },
            layer=[self._bars(pieces), *([labels] if above else [])],
        )

    def _bars(self, pieces: list[Spec]) -> Spec:
        colours = {piece.label: f"var(--{piece.colour})" for piece in self._all()}
        return {
            "mark": {"type": "bar", "stroke": "var(--raised)", "strokeWidth": 1},
            "encoding": {
                "x": {"field": "start", "type": "quantitative", "axis": {**AMOUNTS, "tickCount": 4}},
                "x2": {"field": "end"},
                "yOffset": {"field": "bar", "type": "ordinal"},
                "color": {
                    "field": "piece",
                    "type": "nominal",
                    "scale": {"domain": list(colours), "range": list(colours.values())},
                    "legend": {
                        "orient": "top",
                        "title": None,
                        "columns": 3,
                        "symbolType": "square",
                        "labelColor": "var(--ink)",
                        "labelFontSize": 12.5,
                        "aria": False,
                    },
                },
                "description": {"field": "said"},
                **linked(pieces),
            },
        }

    def _all(self) -> Iterator[Piece]:
        return (piece for stack in self.stacks for bar in stack.bars for piece in bar)

    def _pieces(self, link: Link, above: int) -> Iterator[Spec]:
        for number, stack in enumerate(self.stacks):
            for place, bar in enumerate(stack.bars):
                start = 0
                for piece in bar:
                    if piece.value:
                        yield {"row": number, "bar": place + above, **_datum(stack.label, piece, start, link)}
                    start += piece.value


def _datum(label: str, piece: Piece, start: int, link: Link) -> Spec:
    said = gettext("%(label)s: %(number)s %(piece)s")
    return {
        "start": start,
        "end": start + piece.value,
        "piece": piece.label,
        "said": said % {"label": label, "number": words.count(piece.value), "piece": piece.label.lower()},
        **leading_to(link(piece.rows)),
    }
