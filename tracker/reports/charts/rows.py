"""Pictures with a row for each row of the table, from the first at the top."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reports.charts.drawing import CONFIG, LABELS, PADDING, ROOMY, SCHEMA, Spec, labelled


def named(shown: Sequence[Spec]) -> Spec:
    """The axis that says what the rows are called: they are told apart by number."""
    return {**LABELS, "labelExpr": labelled(datum["label"] for datum in shown)}


def rows_drawn(
    shown: list[Spec], layers: list[Spec], *, width: int, step: int, y_axis: Spec | None, fit: Spec
) -> Spec:
    """The layers over the rows ``shown``; names stand beside them on an axis, or are among the layers."""
    return {
        "$schema": SCHEMA,
        "background": None,
        "padding": ROOMY if fit["type"] == "fit" else PADDING,
        "width": width,
        "height": step * len(shown) + (36 if fit["type"] == "fit" else 0),
        "autosize": fit,
        "data": {"values": shown},
        "encoding": {"y": {"field": "row", "type": "ordinal", "sort": None, "axis": y_axis}},
        "layer": layers,
        "config": CONFIG,
    }
