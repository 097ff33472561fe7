"""Figures as cells of a table: read, exported, and with the reason where one is not given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.base import Cell
from tracker.reports.incidence import Median, Share, share_of
from tracker.reports.statistics import Days, km_median, wilson


def count(value: int, rows: CaseFilter | None = None) -> Cell:
    """A number of requests, which leads to them."""
    return Cell(text=words.count(value), values=(value,), rows=rows if value else None, is_count=True)


def word(text: str) -> Cell:
    """A name or the like."""
    return Cell(text=text, values=(text,))


def day(value: date | None, otherwise: str) -> Cell:
    """A day."""
    if value is None:
        return unknown(otherwise)
    return Cell(text=date_format(value, "DATE_FORMAT"), values=(value.isoformat(),))


def unknown(reason: str, *, values: int = 1) -> Cell:
    """What is not computed, and why; of so many exported values."""
    return Cell(text=reason, values=(None,) * values, is_known=False, reason=reason)


def silent(reason: str, *, values: int = 1) -> Cell:
    """The same where a cell before it says why already."""
    return Cell(text="", values=(None,) * values, is_known=False, reason=reason)


def days(value: float | None, otherwise: str) -> Cell:
    """A number of days."""
    return unknown(otherwise) if value is None else Cell(text=words.days(value), values=(value,))


def days_of_enough(value: float | None, number: int, otherwise: str, *, minimum: int) -> Cell:
    """The same, made of so many; not given where these are some, but fewer than the minimum."""
    return unknown(too_few(number, minimum)) if 0 < number < minimum else days(value, otherwise)


def share(value: Share | None) -> Cell:
    """An estimated share, from and to: three values."""
    if value is None:
        return unknown(gettext("not observed so long"), values=3)
    between = value.interval
    return Cell(
        text=words.share_within(value.value, between), values=(value.value, between.low, between.high)
    )


def reached(median: Median) -> Cell:
    """The median in days, from and to: three values."""
    return reached_within(median.day, median.low, median.high, written=words.days)


def reached_within(
    middle: float | None, low: float | None, high: float | None, *, written: Callable[[float], str]
) -> Cell:
    """The same of other numbers, each as ``written``."""
    reason = gettext("not reached")
    between = words.within(low, high, written=written)
    text = reason if middle is None else written(middle)
    return Cell(
        text=f"{text} ({between})" if between else text,
        values=(middle, low, high),
        is_known=middle is not None,
        reason=reason,
    )


def part(value: int, whole: int) -> Cell:
    """A share of a whole of which every part is known; not applicable to nothing."""
    if not whole:
        return unknown(gettext("n/a"))
    return Cell(text=words.share(value / whole), values=(value / whole,))


def part_of_enough(value: int, whole: int, *, minimum: int) -> Cell:
    """The same; too few of fewer than the minimum."""
    return unknown(too_few(whole, minimum)) if whole < minimum else part(value, whole)


def mean(total: int, of: int, *, minimum: int) -> Cell:
    """Days for each of so many, to a tenth; none of fewer than the minimum."""
    if of < minimum:
        return unknown(too_few(of, minimum))
    return Cell(text=words.decimal(total / of), values=(total / of,))


def rate(hits: int, of: int, *, minimum: int) -> tuple[Cell, Cell]:
    """A share and its 95 % interval (Wilson); of fewer than the minimum neither."""
    if of < minimum:
        reason = too_few(of, minimum)
        return unknown(reason), silent(reason, values=2)
    between = wilson(hits, of)
    return (
        Cell(text=words.share(hits / of), values=(hits / of,)),
        Cell(text=words.interval(between), values=(between.low, between.high)),
    )


def rate_within(hits: int, of: int, *, minimum: int) -> Cell:
    """The same in one cell: three values."""
    if of < minimum:
        return unknown(too_few(of, minimum), values=3)
    return share(share_of(hits, of))


def median_of_all(answered: Days, waiting: Days, *, minimum: int) -> Cell:
    """The median that counts those without an answer (Kaplan-Meier); silent of fewer than the minimum."""
    number = sum(answered.values()) + sum(waiting.values())
    if number < minimum:
        return silent(too_few(number, minimum))
    return days(km_median(answered, waiting), gettext("not reached"))


def too_few(number: int, minimum: int) -> str:
    """Why no rate is given of so many: nothing has none, and one of few says nothing."""
    return gettext("n < %(minimum)s") % {"minimum": minimum} if number else gettext("n/a")
