"""What is asked of a report: every part of the question by its name in the address, under one set of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office
from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction, RelationshipGroup
from tracker.reports.base import MINIMUM, Question, Report, Result
from tracker.reports.dimensions import GroupBy
from tracker.words import spoken
from workflows import registry

Choice = tuple[str, Any]

EMPTY: Final = [("", _("all"))]
NARROWING: Final = ("direction", "channel", "jurisdiction", "region", "relationship", "office", "offence")
DAYS: Final = ("sent_from", "sent_until", "as_of")
MOST: Final = 1000
"""The highest minimum that can be asked for."""

Offered = Mapping[str, list[Choice]]


class QuestionForm(forms.Form):
    """Every part of the question by its name in the address; what is left out has its default."""

    by = forms.ChoiceField(label=_("Rows by"))
    sent_from = forms.DateField(label=_("Sent from"), required=False, input_formats=["%Y-%m-%d"])
    sent_until = forms.DateField(label=_("Sent until"), required=False, input_formats=["%Y-%m-%d"])
    as_of = forms.DateField(label=_("As of"), input_formats=["%Y-%m-%d"])
    minimum = forms.IntegerField(label=_("No rate under"), min_value=1, max_value=MOST)
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=EMPTY + labels.choices(labels.DIRECTION)
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    relationship = forms.ChoiceField(label=_("Relationship group"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    offence = forms.ChoiceField(
        label=_("Offence"), required=False, choices=EMPTY + labels.choices(labels.OFFENCE_CATEGORY)
    )

    def __init__(
        self, data: Mapping[str, Any], *, report: Report, viewer: Viewer, offered: Offered, **more: Any
    ) -> None:
        given = {name: str(value) for name, value in data.items() if value != ""}
        super().__init__({**defaults(report, viewer), **given}, **more)
        self.report = report
        self.viewer = viewer
        self.given = given
        self._choices("by").choices = [(one.key.value, one.label) for one in report.dimensions]
        for name, choices in offered.items():
            self._choices(name).choices = [*EMPTY, *choices]

    def clean_as_of(self) -> dt.date:
        """Nothing is known of days to come."""
        day: dt.date = self.cleaned_data["as_of"]
        if day > self.viewer.today:
            raise forms.ValidationError(gettext("This day has not come yet: choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        """The period in order."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("sent_from"), cleaned.get("sent_until")
        if first and last and first > last:
            self.add_error("sent_until", gettext("The period ends before it begins: exchange the two days."))
        return cleaned

    def question(self) -> Question:
        """What is asked, of a form without errors."""
        cleaned = self.cleaned_data
        wanted = CaseFilter(
            sent_from=cleaned["sent_from"],
            sent_until=cleaned["sent_until"],
            **{name: cleaned[name] for name in NARROWING},
        )
        return Question(
            wanted=wanted,
            by=GroupBy(cleaned["by"]),
            on=cleaned["as_of"],
            at=self.viewer.at,
            minimum=cleaned["minimum"],
        )

    def conditions(self) -> Iterator[Condition]:
        """The filters that are set."""
        for name in (*NARROWING, "sent_from", "sent_until"):
            value = self.cleaned_data.get(name)
            if value:
                label = str(self.fields[name].label)
                yield Condition(name=name, label=label, value=str(value), shown=self._shown(name, value))

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])

    def _shown(self, name: str, value: object) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(cast(Iterable[Choice], field.choices)).get(str(value), value))
        return date_format(value, "DATE_FORMAT") if isinstance(value, dt.date) else str(value)


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
    return {
        "by": report.dimensions[0].key.value,
        "as_of": viewer.today.isoformat(),
        "minimum": str(MINIMUM),
    }


def offered(counted: AssistanceRequestQuerySet) -> Offered:
    """Only what some counted request has: a list must not tell of requests that one may not know of.

    Three queries, whatever is counted.
    """
    found = Jurisdiction.objects.filter(pk__in=counted.values("jurisdiction")).order_by("name")
    places = list(found.values_list("code", "name", "region"))
    offices = Office.objects.filter(pk__in=counted.values("office")).order_by("code")
    return {
        "channel": [(key, spoken(channel.label)) for key, channel in registry.CHANNELS.items()],
        "jurisdiction": [(code, name) for code, name, _region in places],
        "region": sorted({(region, region) for _code, _name, region in places if region}),
        "relationship": list(RelationshipGroup.objects.values_list("code", "name")),
        "office": list(offices.values_list("code", "name")),
    }
