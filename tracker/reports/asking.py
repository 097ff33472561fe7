"""What is asked of a report: the parts that it declares, by their names in the address, under one set of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.accounts.models import Office
from tracker.casework.filters import CaseFilter
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction, RelationshipGroup
from tracker.reports.base import Question, Report, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.parts import AS_OF, COMPARED, EMPTY, GROUPING, LEAST, MINIMUM, Part
from tracker.reports.periods import CALENDAR_YEAR, Period, YearStart
from tracker.words import spoken
from workflows import registry

Choice = tuple[str, Any]

SHARED: Final = {*AS_OF.fields, *GROUPING.fields, *LEAST.fields}
"""Parts that are printed by themselves, or change no figure: no filters."""
FILTERING: Final = frozenset(one.name for one in fields(CaseFilter))

Offered = Mapping[str, list[Choice]]


class QuestionForm(forms.Form):
    """The parts that a report asks, by their names in the address; what is left out has its default."""

    def __init__(
        self, data: Mapping[str, Any], *, report: Report, viewer: Viewer, offered: Offered, **more: Any
    ) -> None:
        given = {name: str(value) for name, value in data.items() if value != ""}
        super().__init__({**defaults(report, viewer), **given}, **more)
        self.report = report
        self.viewer = viewer
        self.given = given
        self.fields = {name: deepcopy(one) for name, one in report.fields.items()}
        if "by" in self.fields:
            self._choices("by").choices = [(one.key.value, one.label) for one in report.dimensions]
        for name in offered.keys() & self.fields.keys():
            self._choices(name).choices = [*EMPTY, *offered[name]]

    def clean_as_of(self) -> Any:
        """Nothing is known of days to come."""
        return self._come("as_of")

    def clean_known_on(self) -> Any:
        """Nothing was known on them, either."""
        return self._come("known_on")

    def clean(self) -> dict[str, Any]:
        """Each period in order."""
        cleaned = super().clean() or self.cleaned_data
        for part in self.report.asks:
            period = self.period_of(part)
            if part.period and period.first and period.last and period.first > period.last:
                self.add_error(
                    part.period[1], gettext("The period ends before it begins: exchange the two days.")
                )
        return cleaned

    @property
    def period_part(self) -> Part | None:
        """The part that asks for the period, where the report has one."""
        return next((part for part in self.report.asks if part.period and part is not COMPARED), None)

    @property
    def year_begins(self) -> YearStart:
        """The day on which years begin for the reader."""
        return self.cleaned_data.get("year_begins") or CALENDAR_YEAR

    def period_of(self, part: Part) -> Period:
        """The days given for a part; none of a part without a period."""
        first, last = (self.cleaned_data.get(name) for name in part.period or ("", ""))
        return Period(first=first, last=last)

    def question(self) -> Question:
        """What is asked, of a form without errors."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        part = self.period_part
        return Question(
            wanted=CaseFilter(**{name: cleaned[name] for name in self._filtering() if name in cleaned}),
            by=GroupBy(cleaned.get("by", GroupBy.CHANNEL)),
            on=cleaned.get("as_of", self.viewer.today),
            at=self.viewer.at,
            minimum=cleaned.get("minimum", MINIMUM),
            period=self.period_of(part) if part else Period(),
            compared=self.period_of(COMPARED) or None,
            more=cleaned,
        )

    def conditions(self) -> Iterator[Condition]:
        """Whatever narrows the figures down, also where nobody chose it."""
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value not in ("", None) and name not in SHARED:
                yield Condition(
                    name=name, label=str(field.label), value=self.data[name], shown=self._shown(name, value)
                )

    def _come(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and day > self.viewer.today:
            raise forms.ValidationError(gettext("This day has not come yet: choose today or an earlier day."))
        return day

    def _filtering(self) -> Iterator[str]:
        """Fields that are fields of the filter, too: by name."""
        return (name for name in self.fields if name in FILTERING and name != "as_of")

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])

    def _shown(self, name: str, value: object) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(cast(Iterable[Choice], field.choices)).get(str(value), value))
        return date_format(value, "DATE_FORMAT") if isinstance(value, dt.date) else str(self.data[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One filter that is set: its name and value in the address, and both in words."""

    name: str
    label: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A report with what was asked of it and what it answers."""

    report: Report
    question: Question
    conditions: tuple[Condition, ...]
    result: Result


def answered(form: QuestionForm, counted: AssistanceRequestQuerySet) -> Answered:
    """The answer to a form without errors, over ``counted`` and no other requests."""
    question = form.question()
    return Answered(
        report=form.report,
        question=question,
        conditions=tuple(form.conditions()),
        result=form.report.answer(counted, question),
    )


def defaults(report: Report, viewer: Viewer) -> dict[str, str]:
    """What is asked where nothing else is said."""
    usual = {name: value for part in report.asks for name, value in part.usual(viewer.today).items()}
    return usual | ({"by": report.dimensions[0].key.value} if GROUPING in report.asks else {})


class _Read(Mapping[str, list[Choice]]):
    """Lists by their names, each read when a form has a field of that name, and once."""

    def __init__(self, lists: Mapping[str, Callable[[], list[Choice]]]) -> None:
        self._lists = {name: cache(read) for name, read in lists.items()}

    def __getitem__(self, name: str) -> list[Choice]:
        return self._lists[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)


def offered(counted: AssistanceRequestQuerySet) -> Offered:
    """Only what some counted request has: a list must not tell of requests that one may not know of.

    Three queries, whatever is counted; none where no such list is asked for.
    """
    found = Jurisdiction.objects.filter(pk__in=counted.values("jurisdiction")).order_by("name")
    places = cache(lambda: list(found.values_list("code", "name", "region")))
    offices = Office.objects.filter(pk__in=counted.values("office")).order_by("code")
    return _Read(
        {
            "channel": lambda: [(key, spoken(one.label)) for key, one in registry.CHANNELS.items()],
            "instrument": lambda: [(key, spoken(law.label)) for key, law in registry.INSTRUMENTS.items()],
            "jurisdiction": lambda: [(code, name) for code, name, _region in places()],
            "region": lambda: sorted({(region, region) for _code, _name, region in places() if region}),
            "relationship": lambda: list(RelationshipGroup.objects.values_list("code", "name")),
            "office": lambda: list(offices.values_list("code", "name")),
        }
    )
