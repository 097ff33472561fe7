"""Shares one after the other, as a line with whiskers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import SHARES, Link, Spec, leading_to, linked, specification
from tracker.reports.statistics import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A share of ``of`` at one place of the line, which joins only moments of one ``stretch``."""

    label: str
    of: int
    share: float
    between: Interval
    stretch: int = 0
    rows: CaseFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Moments in their order."""

    title: str
    table: str
    moments: tuple[Moment, ...]

    @property
    def said(self) -> str:
        """From where to where."""
        first, last = self.moments[0], self.moments[-1]
        return gettext("%(first)s: %(from)s of %(of)s; %(last)s: %(to)s of %(then)s.") % {
            "first": first.label,
            "from": words.share(first.share),
            "of": words.count(first.of),
            "last": last.label,
            "to": words.share(last.share),
            "then": words.count(last.of),
        }

    def wide(self, link: Link) -> Spec:
        """Every name below the line."""
        return self._spec(link, width=880, height=260)

    def narrow(self, link: Link) -> Spec:
        """Names turned upright."""
        return self._spec(link, width=320, height=220)

    def _spec(self, link: Link, *, width: int, height: int) -> Spec:
        values = [_datum(moment, link(moment.rows)) for moment in self.moments]
        point = {
            "mark": "point",
            "encoding": {
                "y": {"field": "share", "type": "quantitative"},
                "description": {"field": "said"},
                **linked(values),
            },
        }
        return specification(
            width=width,
            height=height,
            autosize={"type": "fit", "contains": "padding"},
            data={"values": values},
            encoding={
                "x": {
                    "field": "label",
                    "type": "ordinal",
                    "sort": None,
                    "axis": {"labelAngle": -60 if len(values) * 60 > width else 0, "grid": False},
                }
            },
            layer=[
                {
                    "mark": "rule",
                    "encoding": {
                        "y": {"field": "low", "type": "quantitative", **SHARES},
                        "y2": {"field": "high"},
                    },
                },
                {
                    "mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 1.5, "aria": False},
                    "encoding": {
                        "y": {"field": "share", "type": "quantitative"},
                        "detail": {"field": "stretch", "type": "nominal"},
                    },
                },
                point,
            ],
        )


def _datum(moment: Moment, url: str) -> Spec:
    share, of = words.share(moment.share), words.count(moment.of)
    return {
        "label": moment.label,
        "said": gettext("%(label)s: %(rate)s of %(of)s, interval %(between)s")
        % {"label": moment.label, "rate": share, "of": of, "between": words.interval(moment.between)},
        "stretch": moment.stretch,
        "share": moment.share,
        "low": moment.between.low,
        "high": moment.between.high,
        **leading_to(url),
    }
