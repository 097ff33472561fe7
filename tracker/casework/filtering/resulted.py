"""What came of assistance in the end, as conditions: the report counts by these, the register lists by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.casework.filtering.narrowing import between
from tracker.casework.models import Result


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class ResultFilter:
    """What was led to: everything that is wanted holds of one and the same result.

    ``result`` is a kind, ``currency`` that of an amount, ``result_from`` and ``result_until`` the days between which it
    happened.
    """

    result: str = ""
    currency: str = ""
    result_from: date | None = None
    result_until: date | None = None


def resulted(wanted: ResultFilter, _on: date) -> Iterator[Q]:
    """As a condition on requests: whether a result is wanted, and which."""
    conditions = list(outcomes(wanted))
    if conditions:
        yield Q(pk__in=Result.objects.filter(*conditions).values("request"))


def outcomes(wanted: ResultFilter) -> Iterator[Q]:
    """The same as conditions on results."""
    if wanted.result:
        yield Q(kind=wanted.result)
    if wanted.currency:
        yield Q(currency=wanted.currency)
    yield from between("occurred_on", wanted.result_from, wanted.result_until)
