"""The question of a report as a form of the page: its widgets, and the addresses that ask it differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from tracker.reports.asking import QuestionForm
from tracker.reports.parts import COMPARED, Part, YearStartField
from tracker.reports.periods import Period, fiscal_year
from tracker.web.inputs import DayInput, SuggestingInput

YEARS: Final = ("01-01", "07-01", "10-01")
"""Where the years of most States begin."""


class ReportForm(QuestionForm):
    """The question, with the browser's own calendar."""

    def __init__(self, data: QueryDict, **asked: Any) -> None:
        super().__init__(data, auto_id="report_%s", **asked)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            elif isinstance(field, YearStartField):
                field.widget = SuggestingInput(list(YEARS))

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
        if condition.name in form.given:
            url = f"?{form.address(**{condition.name: None})}"
            yield Chip(name=condition.label, value=condition.shown, url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A period to choose at once."""

    label: str
    url: str
    is_current: bool


def periods(form: ReportForm) -> Iterator[Choice]:
    """All where the report can be asked of all, this year, last year; and the year before the one asked for."""
    part = form.period_part
    if part is None or part.period is None:
        return
    this = fiscal_year(form.viewer.today, form.year_begins)
    last = this.year_before()
    if not form.fields[part.period[0]].required:
        yield _choice(form, part, gettext("All"), Period())
    yield _choice(form, part, gettext("This year"), this)
    yield _choice(form, part, gettext("Last year"), last)
    asked = form.period_of(part)
    if COMPARED in form.report.asks and asked.first and asked.last:
        yield _choice(form, COMPARED, gettext("Compare with the year before"), asked.year_before())


def _choice(form: ReportForm, part: Part, label: str, period: Period) -> Choice:
    first, last = part.period or ("", "")
    days = {first: _written(period.first), last: _written(period.last)}
    return Choice(label=label, url=f"?{form.address(**days)}", is_current=form.period_of(part) == period)


def _written(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
