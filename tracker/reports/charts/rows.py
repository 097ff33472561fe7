"""Pictures with a row for each row of the table, from the first at the top."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

from tracker.reports.charts.drawing import LABELS, PADDING, ROOMY, Spec, labelled, specification

LINE: Final = 15
"""How far the lines of a name stand from each other, in pixels."""


def broken(name: str, signs: int) -> list[str]:
    """A name on at most two lines of so many signs."""
    return wrap(name, signs, max_lines=2, placeholder="…") or [""]


def names_above(shown: Sequence[Spec], *, signs: int, rise: int) -> list[Spec]:
    """Layers with the names of rows above their marks: a layer for the last lines, one for those that need a first."""
    names = [(datum["row"], broken(datum["label"], signs)) for datum in shown]
    return [
        {
            "data": {
                "values": [
                    {"row": row, "line": lines[-1 - above]} for row, lines in names if len(lines) > above
                ]
            },
            "mark": {"type": "text", "dy": -rise - LINE * above, "fontWeight": 500},
            "encoding": {"x": {"datum": 0}, "text": {"field": "line"}},
        }
        for above in range(max((len(lines) for _row, lines in names), default=1))
    ]


def named(shown: Sequence[Spec]) -> Spec:
    """The axis that says what the rows are called: they are told apart by number."""
    return {**LABELS, "labelExpr": labelled(datum["label"] for datum in shown)}


def rows_drawn(
    shown: list[Spec], layers: list[Spec], *, width: int, step: int, y_axis: Spec | None, fit: Spec
) -> Spec:
    """The layers over the rows ``shown``; names stand beside them on an axis, or are among the layers."""
    return specification(
        padding=ROOMY if fit["type"] == "fit" else PADDING,
        width=width,
        height=step * len(shown) + (36 if fit["type"] == "fit" else 0),
        autosize=fit,
        data={"values": shown},
        encoding={"y": {"field": "row", "type": "ordinal", "sort": None, "axis": y_axis}},
        layer=layers,
    )
