"""Shares with their intervals, one dot with whiskers a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import SHARES, Link, Spec, leading_to, left_out, linked
from tracker.reports.charts.rows import LINE, named, names_above, rows_drawn
from tracker.reports.statistics import Interval, wilson

DRAWN_AT_MOST: Final = 40
NAME: Final = 31
"""How many signs of a name stand on a line beside its figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A share of ``of`` with its interval."""

    label: str
    of: int
    share: float
    low: float
    high: float
    rows: CaseFilter | None = None


def dots_of(rows: Iterable[tuple[str, int, int, CaseFilter]], *, minimum: int) -> tuple[Dot, ...]:
    """One for each row of enough: its label, hits, of how many, and which they are."""
    return tuple(
        Dot(label=label, of=of, share=hits / of, low=between.low, high=between.high, rows=counted)
        for label, hits, of, counted in rows
        if of >= minimum
        for between in (wilson(hits, of),)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Dots in the order of the table's rows."""

    title: str
    table: str
    dots: tuple[Dot, ...]

    @property
    def said(self) -> str:
        """What the drawing does not show; each mark speaks for itself."""
        return left_out(DRAWN_AT_MOST, len(self.dots))

    def wide(self, link: Link) -> Spec:
        """Labels to the left of the dots, figures to the right."""
        note = {
            "mark": {"type": "text", "dx": 16},
            "encoding": {"x": {"datum": 1}, "text": {"field": "note"}},
        }
        fit = {"type": "fit", "contains": "padding"}
        shown = self._shown(link)
        return _spec(shown, width=880, step=30, y_axis=named(shown), layers=[note], fit=fit)

    def narrow(self, link: Link) -> Spec:
        """Labels and figures above the dots."""
        shown = self._shown(link)
        names = names_above(shown, signs=NAME, rise=17)
        note = {
            "mark": {"type": "text", "dy": -17, "align": "right", "color": "var(--muted)"},
            "encoding": {"x": {"datum": 1}, "text": {"field": "note"}},
        }
        step = 50 + LINE * (len(names) - 1)
        return _spec(shown, width=320, step=step, y_axis=None, layers=[*names, note], fit={"type": "pad"})

    def _shown(self, link: Link) -> list[Spec]:
        return [_datum(number, dot, link) for number, dot in enumerate(self.dots[:DRAWN_AT_MOST])]


def _datum(number: int, dot: Dot, link: Link) -> Spec:
    """Rows are told apart by number, since two may bear one name."""
    rate, of = words.share(dot.share), words.count(dot.of)
    between = words.interval(Interval(low=dot.low, high=dot.high))
    return {
        "row": number,
        "label": dot.label,
        "note": gettext("%(rate)s, n = %(of)s") % {"rate": rate, "of": of},
        "said": gettext("%(label)s: %(rate)s of %(of)s, interval %(between)s")
        % {"label": dot.label, "rate": rate, "of": of, "between": between},
        "share": dot.share,
        "low": dot.low,
        "high": dot.high,
        **leading_to(link(dot.rows)),
    }


def _spec(
    shown: list[Spec], *, width: int, step: int, y_axis: Spec | None, layers: list[Spec], fit: Spec
) -> Spec:
    rule = {
        "mark": "rule",
        "encoding": {"x": {"field": "low", "type": "quantitative", **SHARES}, "x2": {"field": "high"}},
    }
    point = {
        "mark": "point",
        "encoding": {
            "x": {"field": "share", "type": "quantitative"},
            "description": {"field": "said"},
            **linked(shown),
        },
    }
    return rows_drawn(shown, [rule, point, *layers], width=width, step=step, y_axis=y_axis, fit=fit)
