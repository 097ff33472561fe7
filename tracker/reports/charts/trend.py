"""Shares one after the other, as a line with whiskers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.charts.drawing import SHARES, Link, Spec, labelled, leading_to, linked, specification
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
        """Every name below the line, with of how many."""
        return self._spec(link, width=880, height=260)

    def narrow(self, link: Link) -> Spec:
        """Names turned upright."""
        return self._spec(link, width=320, height=220)

    def _is_turned(self, width: int) -> bool:
        """Whether names would reach their neighbours."""
        return len(self.moments) * 60 > width

    def _axis(self, width: int) -> Spec:
        """Names on two lines, or on one that is turned where there are too many."""
        turned = self._is_turned(width)
        told = [(moment.label, _of(moment)) for moment in self.moments]
        labels = [", ".join(one) if turned else list(one) for one in told]
        angle = (-90 if len(self.moments) * 20 > width else -60) if turned else 0
        return {"labelAngle": angle, "labelExpr": labelled(labels), "grid": False}

    def _spec(self, link: Link, *, width: int, height: int) -> Spec:
        values = [_datum(place, moment, link(moment.rows)) for place, moment in enumerate(self.moments)]
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
            height=height + (80 if self._is_turned(width) else 20),
            autosize={"type": "fit", "contains": "padding"},
            data={"values": values},
            encoding={"x": {"field": "place", "type": "ordinal", "sort": None, "axis": self._axis(width)}},
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


def _of(moment: Moment) -> str:
    return gettext("n = %(number)s") % {"number": words.count(moment.of)}


def _datum(place: int, moment: Moment, url: str) -> Spec:
    share, of = words.share(moment.share), words.count(moment.of)
    return {
        "place": place,
        "said": gettext("%(label)s: %(rate)s of %(of)s, interval %(between)s")
        % {"label": moment.label, "rate": share, "of": of, "between": words.interval(moment.between)},
        "stretch": moment.stretch,
        "share": moment.share,
        "low": moment.between.low,
        "high": moment.between.high,
        **leading_to(url),
    }
