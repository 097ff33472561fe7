"""Figures as they are read; exports take the numbers themselves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from tracker.reports.statistics import Interval
from tracker.words import thousands

count = thousands


def share(value: float) -> str:
    """Whole per cent: what a hundred requests could tell apart. A trace of something is never shown as nothing."""
    if 0 < value < 0.005:
        return gettext("under 1 %")
    if 0.995 <= value < 1:
        return gettext("over 99 %")
    return gettext("%(percent)s %%") % {"percent": _rounded(100 * value, 0)}


def bare_share(value: float) -> str:
    """The same as a number alone, where a picture says what it is of."""
    if 0 < value < 0.005:
        return "<1"
    return ">99" if 0.995 <= value < 1 else _rounded(100 * value, 0)


def interval(value: Interval) -> str:
    """From and to in per cent."""
    return gettext("%(low)s–%(high)s %%") % {
        "low": _rounded(100 * value.low, 1),
        "high": _rounded(100 * value.high, 1),
    }


def share_within(value: float, between: Interval) -> str:
    """A share with its interval, short."""
    return gettext("%(share)s (%(low)s–%(high)s)") % {
        "share": share(value),
        "low": _rounded(100 * between.low, 0),
        "high": _rounded(100 * between.high, 0),
    }


def within(low: float | None, high: float | None, *, written: Callable[[float], str]) -> str:
    """From one number to another, each as ``written``; nothing where neither is reached."""
    if low is None:
        return ""
    if high is None:
        return gettext("%(low)s or more") % {"low": written(low)}
    return f"{written(low)}–{written(high)}"


def points(value: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    return f"{'−' if value < 0 else '+'}{_rounded(abs(100 * value), 1)}"


def points_within(value: float, between: Interval) -> str:
    """The same with its interval."""
    low, high = points(between.low), points(between.high)
    return gettext("%(points)s (%(low)s to %(high)s)") % {"points": points(value), "low": low, "high": high}


def chance(value: float) -> str:
    """How likely chance alone is; what is too small to tell apart is said to be less."""
    return gettext("under 0.001") if value < 0.001 else _rounded(value, 3)


def days(value: float) -> str:
    """Whole days, or with the half that lies between two."""
    return number_format(value, decimal_pos=0 if value == int(value) else 1, force_grouping=True)


def hours(value: float) -> str:
    """Hours to a tenth."""
    return number_format(value, decimal_pos=1, force_grouping=True)


def decimal(value: float) -> str:
    """With one digit after the point."""
    return _rounded(value, 1)


def both_directions() -> str:
    """Whose answers are counted where no direction was asked for."""
    return gettext(
        "Both directions are counted: what others answer us, and what we answer them. Choose one to tell them apart."
    )


def several_rows(rows: int, *, once: int) -> tuple[str, ...]:
    """Why the rows added up are more than the requests, each counted once; nothing where they are not."""
    told = gettext("A request may stand in several rows: the rows count %(sum)s, the requests are %(once)s.")
    return (told % {"sum": count(rows), "once": count(once)},) if rows > once else ()


def too_few(rows: int, minimum: int) -> tuple[str, ...]:
    """Why so many rows of a table have no rate; nothing of none."""
    told = ngettext(
        "%(few)s row has fewer than %(minimum)s requests: its counts are shown, a rate is not.",
        "%(few)s rows have fewer than %(minimum)s requests: their counts are shown, rates are not.",
        rows,
    )
    return (told % {"few": rows, "minimum": minimum},) if rows else ()


def _rounded(value: float, places: int) -> str:
    """Rounded as people round; Django's own formatting would cut the rest off."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return number_format(exact, decimal_pos=places)
