"""Figures as cells of a table: read, exported, and with the reason where one is not given."""

from __future__ import annotations

from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.base import Cell
from tracker.reports.incidence import Median, Share


def count(value: int, rows: CaseFilter | None = None) -> Cell:
    """A number of requests, which leads to them."""
    return Cell(text=words.count(value), values=(value,), rows=rows if value else None)


def unknown(reason: str, *, values: int = 1) -> Cell:
    """What is not computed, and why; of so many exported values."""
    return Cell(text=reason, values=(None,) * values, is_known=False, reason=reason)


def silent(reason: str, *, values: int = 1) -> Cell:
    """The same where a cell before it says why already."""
    return Cell(text="", values=(None,) * values, is_known=False, reason=reason)


def days(value: float | None, otherwise: str) -> Cell:
    """A number of days."""
    return unknown(otherwise) if value is None else Cell(text=words.days(value), values=(value,))


def share(value: Share | None) -> Cell:
    """An estimated share, from and to: three values."""
    if value is None:
        return unknown(gettext("not observed so long"), values=3)
    between = value.interval
    return Cell(
        text=words.share_within(value.value, between), values=(value.value, between.low, between.high)
    )


def reached(median: Median) -> Cell:
    """The median, from and to: three values."""
    reason = gettext("not reached")
    between = words.days_within(median.low, median.high)
    text = words.days(median.day) if median.day is not None else reason
    return Cell(
        text=f"{text} ({between})" if between else text,
        values=(median.day, median.low, median.high),
        is_known=median.day is not None,
        reason=reason,
    )


def too_few(minimum: int) -> str:
    """Why a rate is not given."""
    return gettext("n < %(minimum)s") % {"minimum": minimum}
