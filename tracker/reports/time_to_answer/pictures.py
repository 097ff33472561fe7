"""The curves: of everything by what came, and of answers by the rows of a dimension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from tracker.reports import words
from tracker.reports.base import Question
from tracker.reports.charts.curves import TONES, Curves, Line, Point
from tracker.reports.dimensions import Dimension
from tracker.reports.incidence import Curve
from tracker.reports.time_to_answer.clocks import Clock
from tracker.reports.time_to_answer.lives import Lives, Ranked
from tracker.reports.time_to_answer.tables import CURVE, WITHIN, within

DRAWN_DAYS = 1825
POINTS = 240
LINES = len(TONES)


def causes(whole: Lives, clock: Clock, minimum: int) -> Curves:
    """What came of all that was sent."""
    named = ((clock.reached, "answered"), (clock.instead, "refused"), (clock.ended, "closed"))
    found = whole.curves()
    lines = tuple(
        _line(curve, str(label), tone, minimum) for (label, tone), curve in zip(named, found, strict=True)
    )
    return Curves(
        title=gettext("What had come of those sent (%(number)s), by days since sending, with 95 %% intervals")
        % {"number": words.count(whole.number())},
        table=CURVE,
        said=" ".join(line.said for line in lines),
        unit=gettext("days since sending"),
        lines=lines,
    )


def by_rows(ranked: Ranked, dimension: Dimension, clock: Clock, question: Question) -> Curves | None:
    """What was waited for by row, of the rows with most requests; one alone is drawn above already."""
    enough = [one for one in ranked if one[1].number() >= question.minimum]
    most = sorted(enough, key=lambda one: -one[1].number())[:LINES]
    if len(most) < 2:
        return None
    named = [dimension.label_of(values) for values, _lives in most]
    lines = tuple(
        _line(lives.curves()[0], _of(_apart(named, place), lives), tone, question.minimum)
        for place, ((_values, lives), tone) in enumerate(zip(most, TONES, strict=False))
    )
    left_out = len(enough) - len(most)
    return Curves(
        title=str(clock.drawn) % {"dimension": str(dimension.label).lower()},
        table=WITHIN,
        said=" ".join([*(line.said for line in lines), *_left_out(left_out)]),
        unit=gettext("days since sending"),
        lines=lines,
    )


def _apart(named: list[str], place: int) -> str:
    """Two rows may bear one name."""
    return named[place] if named.index(named[place]) == place else f"{named[place]} ({place + 1})"


def _of(label: str, lives: Lives) -> str:
    return gettext("%(label)s, n = %(number)s") % {"label": label, "number": words.count(lives.number())}


def _left_out(number: int) -> Iterator[str]:
    if number:
        yield gettext("The chart shows the %(shown)s rows with most requests; the table has them all.") % {
            "shown": LINES
        }


def _line(curve: Curve, label: str, tone: str, minimum: int) -> Line:
    until = _until(curve, minimum)
    return Line(label=label, said=_said(curve, label), points=tuple(_points(curve, until)), tone=tone)


def _until(curve: Curve, minimum: int) -> int:
    """Where fewer than the minimum are left to observe, a curve says little."""
    enough = curve.days[curve.at_risk >= minimum]
    return min(int(enough[-1]), DRAWN_DAYS) if enough.size else 0


def _points(curve: Curve, until: int) -> Iterator[Point]:
    step = max(1, until // POINTS)
    days = sorted({*range(0, until + 1, step), until})
    for day, share in zip(days, curve.through(days), strict=True):
        if share:
            yield Point(day=day, share=share.value, low=share.interval.low, high=share.interval.high)


def _said(curve: Curve, label: str) -> str:
    told = list(_told(curve, (90, 365))) or list(_told(curve, (30,))) or [gettext("not observed so long")]
    return f"{label}: {', '.join(told)}."


def _told(curve: Curve, days: Iterable[int]) -> Iterator[str]:
    for day in days:
        share = curve.at(day)
        if share:
            yield f"{within(day).lower()} {words.share(share.value)}"
