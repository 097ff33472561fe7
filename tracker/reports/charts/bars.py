"""How many of each, one bar a row from nought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import AMOUNTS, Link, Spec, leading_to, left_out, linked
from tracker.reports.charts.rows import LINE, named, names_above, rows_drawn

DRAWN_AT_MOST: Final = 40
NAME: Final = 46
"""How many signs of a name stand on a line above its bar."""
# The number stands behind the bar: the longest one leaves it a fifth of the width.
ROOM: Final = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """``note`` is what stands beside the number, such as its share."""

    label: str
    value: int
    note: str = ""
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars in the order of the table's rows, all to one scale."""

    title: str
    table: str
    bars: tuple[Bar, ...]

    @property
    def said(self) -> str:
        """What the drawing does not show; each mark speaks for itself."""
        return left_out(DRAWN_AT_MOST, len(self.bars))

    def wide(self, link: Link) -> Spec:
        """Labels to the left of the bars."""
        shown = self._shown(link)
        fit = {"type": "fit", "contains": "padding"}
        layers = [self._drawn(shown, size=16, offset=0), _number(offset=0)]
        return rows_drawn(shown, layers, width=880, step=30, y_axis=named(shown), fit=fit)

    def narrow(self, link: Link) -> Spec:
        """Labels above the bars."""
        shown = self._shown(link)
        names = names_above(shown, signs=NAME, rise=11)
        layers = [self._drawn(shown, size=14, offset=8), _number(offset=8), *names]
        step = 50 + LINE * (len(names) - 1)
        return rows_drawn(shown, layers, width=320, step=step, y_axis=None, fit={"type": "pad"})

    def _shown(self, link: Link) -> list[Spec]:
        return [_datum(number, bar, link) for number, bar in enumerate(self.bars[:DRAWN_AT_MOST])]

    def _drawn(self, shown: list[Spec], *, size: int, offset: int) -> Spec:
        most = max((bar.value for bar in self.bars), default=0) or 1
        return {
            "mark": {"type": "bar", "color": "var(--accent)", "height": size, "yOffset": offset},
            "encoding": {
                "x": {
                    "field": "value",
                    "type": "quantitative",
                    "scale": {"domain": [0, most * ROOM], "nice": False},
                    "axis": {**AMOUNTS, "tickCount": min(4, most), "tickMinStep": 1},
                },
                "description": {"field": "said"},
                **linked(shown),
            },
        }


def _number(*, offset: int) -> Spec:
    return {
        "mark": {"type": "text", "dx": 8, "dy": offset},
        "encoding": {"x": {"field": "value", "type": "quantitative"}, "text": {"field": "number"}},
    }


def _datum(number: int, bar: Bar, link: Link) -> Spec:
    """Rows are told apart by number, since two may bear one name."""
    value = words.count(bar.value)
    shown = gettext("%(number)s (%(note)s)") % {"number": value, "note": bar.note} if bar.note else value
    return {
        "row": number,
        "label": bar.label,
        "value": bar.value,
        "number": shown,
        "said": gettext("%(label)s: %(number)s") % {"label": bar.label, "number": shown},
        **leading_to(link(bar.rows)),
    }
