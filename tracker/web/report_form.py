"""The question of a report as a form of the page: its widgets, and the addresses that ask it differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from tracker.reports.asking import DAYS, QuestionForm
from tracker.web.inputs import DayInput


class ReportForm(QuestionForm):
    """The question, with the browser's own calendar."""

    def __init__(self, data: QueryDict, **asked: Any) -> None:
        super().__init__(data, auto_id="report_%s", **asked)
        for name in DAYS:
            self.fields[name].widget = DayInput()

    def address(self, **changed: str | None) -> str:
        """The query of this question with some parts changed; None or "" leaves a part out."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in {**self.given, **changed}.items() if value})
        return query.urlencode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One part of the question in words; ``url`` asks the same without it."""

    name: str
    value: str
    url: str


def chips(form: ReportForm) -> Iterator[Chip]:
    """The filters that are set, each removable by itself."""
    for condition in form.conditions():
        url = f"?{form.address(**{condition.name: None})}"
        yield Chip(name=condition.label, value=condition.shown, url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period to choose at once."""

    label: str
    url: str
    is_current: bool


def periods(form: ReportForm) -> Iterator[Period]:
    """This year, last year, everything."""
    year = form.viewer.today.year
    yield _period(form, gettext("All"), None, None)
    yield _period(form, gettext("This year"), dt.date(year, 1, 1), dt.date(year, 12, 31))
    yield _period(form, gettext("Last year"), dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31))


def _period(form: ReportForm, label: str, first: dt.date | None, last: dt.date | None) -> Period:
    days = {
        "sent_from": first.isoformat() if first else None,
        "sent_until": last.isoformat() if last else None,
    }
    current = form.cleaned_data.get("sent_from") == first and form.cleaned_data.get("sent_until") == last
    return Period(label=label, url=f"?{form.address(**days)}", is_current=current)
