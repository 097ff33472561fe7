"""Figures as they are read; exports take the numbers themselves."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

from tracker.reports.statistics import Interval


def count(number: int) -> str:
    """Thousands apart."""
    return number_format(number, force_grouping=True)


def share(value: float) -> str:
    """Whole per cent: what a hundred requests could tell apart. A trace of something is never shown as nothing."""
    if 0 < value < 0.005:
        return gettext("under 1 %")
    if 0.995 <= value < 1:
        return gettext("over 99 %")
    return gettext("%(percent)s %%") % {"percent": _rounded(100 * value, 0)}


def interval(value: Interval) -> str:
    """From and to in per cent."""
    return gettext("%(low)s–%(high)s %%") % {
        "low": _rounded(100 * value.low, 1),
        "high": _rounded(100 * value.high, 1),
    }


def days(value: float) -> str:
    """Whole days, or with the half that lies between two."""
    return number_format(value, decimal_pos=0 if value == int(value) else 1, force_grouping=True)


def tenth(value: float) -> str:
    """To one place after the point."""
    return _rounded(value, 1)


def _rounded(value: float, places: int) -> str:
    """Rounded as people round; Django's own formatting would cut the rest off."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return number_format(exact, decimal_pos=places)
