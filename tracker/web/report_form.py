"""What somebody asks of a report, as a form: the address, checked, as a ``Question``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office
from tracker.casework import labels
from tracker.casework.filters import CaseFilter
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction, RelationshipGroup
from tracker.reports.base import MINIMUM, Question, Report
from tracker.reports.dimensions import GroupBy
from tracker.web.inputs import DayInput
from tracker.words import spoken
from workflows import registry

EMPTY: Final = [("", _("all"))]
NARROWING: Final = ("direction", "channel", "jurisdiction", "region", "relationship", "office", "offence")


class ReportForm(forms.Form):
    """Every part of the question by its name in the address; what is left out has its default."""

    by = forms.ChoiceField(label=_("Rows by"))
    sent_from = forms.DateField(label=_("Sent from"), required=False, widget=DayInput())
    sent_until = forms.DateField(label=_("Sent until"), required=False, widget=DayInput())
    as_of = forms.DateField(label=_("As of"), widget=DayInput())
    minimum = forms.IntegerField(label=_("No rate under"), min_value=1, max_value=1000)
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
        self, data: QueryDict, *, report: Report, viewer: Viewer, counted: AssistanceRequestQuerySet
    ) -> None:
        defaults = {
            "by": report.dimensions[0].key.value,
            "as_of": viewer.today.isoformat(),
            "minimum": str(MINIMUM),
        }
        given = {name: str(value) for name, value in data.items() if value != ""}
        super().__init__({**defaults, **given}, auto_id="report_%s")
        self.viewer = viewer
        self.given = given
        cast(forms.ChoiceField, self.fields["by"]).choices = [
            (one.key.value, one.label) for one in report.dimensions
        ]
        self._offer("channel", ((key, spoken(channel.label)) for key, channel in registry.CHANNELS.items()))
        self._offer_places(counted)

    def _offer_places(self, counted: AssistanceRequestQuerySet) -> None:
        """Only what some counted request has: a list must not tell of requests that one may not know of."""
        found = Jurisdiction.objects.filter(pk__in=counted.values("jurisdiction")).order_by("name")
        places = list(found.values_list("code", "name", "region"))
        self._offer("jurisdiction", ((code, name) for code, name, _region in places))
        self._offer("region", sorted({(region, region) for _code, _name, region in places if region}))
        self._offer("relationship", RelationshipGroup.objects.values_list("code", "name"))
        offices = Office.objects.filter(pk__in=counted.values("office")).order_by("code")
        self._offer("office", offices.values_list("code", "name"))

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [*EMPTY, *choices]

    def clean_as_of(self) -> dt.date:
        day: dt.date = self.cleaned_data["as_of"]
        if day > self.viewer.today:
            raise forms.ValidationError(gettext("This day has not come yet: choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
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

    def address(self, **changed: str | None) -> str:
        """The query of this question with some parts changed; None or "" leaves a part out."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in {**self.given, **changed}.items() if value})
        return query.urlencode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One part of the question in words; ``url`` asks the same without it."""

    name: str
    value: str
    url: str


def conditions(form: ReportForm) -> Iterator[Condition]:
    """The filters that are set."""
    for name in (*NARROWING, "sent_from", "sent_until"):
        value = form.cleaned_data.get(name)
        if value:
            yield Condition(
                name=str(form.fields[name].label),
                value=_shown(form, name, value),
                url=f"?{form.address(**{name: None})}",
            )


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


def _shown(form: ReportForm, name: str, value: object) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        offered = cast(Iterable[tuple[str, object]], field.choices)
        return str(dict(offered).get(str(value), value))
    return date_format(value, "DATE_FORMAT") if isinstance(value, dt.date) else str(value)
