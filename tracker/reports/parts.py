"""What can be asked: parts of a question, each some fields by their names in the address.

A report declares the parts that it asks. One of its own is a `Part` in its module; its values come in `Question.more`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.reports.periods import CALENDAR_YEAR, YearStart, fiscal_year

Usual = Mapping[str, str]

MINIMUM: Final = 5
"""How many it takes before a share is printed, unless the reader says otherwise."""
MOST: Final = 1000
"""The highest minimum that can be asked for."""
EMPTY: Final = [("", _("all"))]
COUNTED_DAYS: Final = (dt.date(1800, 1, 1), dt.date(2199, 12, 31))


def _nothing(_today: dt.date) -> Usual:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``period`` names the first and the last day of one, ``usual`` what is asked where nothing else is said."""

    fields: Mapping[str, forms.Field]
    period: tuple[str, str] | None = None
    usual: Callable[[dt.date], Usual] = _nothing


class YearStartField(forms.CharField):
    """A day of every year, written 07-01."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Year begins"),
            required=False,
            help_text=_("01-01 for calendar years; 07-01, 10-01 or your own month and day for fiscal years."),
            **more,
        )

    def to_python(self, value: Any) -> Any:
        """The day, if any is given."""
        given = super().to_python(value)
        if not given:
            return None
        if re.fullmatch(r"\d\d-\d\d", given, re.ASCII):
            month, day = map(int, given.split("-"))
            if _is_in_every_year(month, day):
                return YearStart(month, day)
        raise forms.ValidationError(gettext("Give month and day, 07-01, of a day that every year has."))


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day as reports take it."""
    first, last = COUNTED_DAYS
    validators = [MinValueValidator(first), MaxValueValidator(last)]
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], validators=validators, **more)


def choice_field(label: Any, choices: Any = ()) -> forms.ChoiceField:
    """A filter. The form fills in what some counted request has, where there is a name for that in `offered`."""
    return forms.ChoiceField(label=label, required=False, choices=[*EMPTY, *choices])


def _is_in_every_year(month: int, day: int) -> bool:
    try:
        return bool(dt.date(2001, month, day))
    except ValueError:
        return False


def _this_year(today: dt.date) -> Usual:
    year = fiscal_year(today, CALENDAR_YEAR)
    return {"from": f"{year.first}", "until": f"{year.last}"}


GROUPING: Final = Part(fields={"by": forms.ChoiceField(label=_("Rows by"))})
"""Rows by one of the report's dimensions, the first where nothing is said."""

SENT: Final = Part(
    fields={
        "sent_from": day_field(_("Sent from"), required=False),
        "sent_until": day_field(_("Sent until"), required=False),
        "year_begins": YearStartField(),
    },
    period=("sent_from", "sent_until"),
)
"""Of the requests sent within a period."""

DURING: Final = Part(
    fields={"from": day_field(_("From")), "until": day_field(_("Until")), "year_begins": YearStartField()},
    period=("from", "until"),
    usual=_this_year,
)
"""What happened within a period."""

COMPARED: Final = Part(
    fields={
        "than_from": day_field(_("Compared with: from"), required=False),
        "than_until": day_field(_("Compared with: until"), required=False),
    },
    period=("than_from", "than_until"),
)
"""The same of a second period."""

AS_OF: Final = Part(fields={"as_of": day_field(_("As of"))}, usual=lambda today: {"as_of": today.isoformat()})

KNOWN: Final = Part(fields={"known_on": day_field(_("As known on"), required=False)})
"""As it was known on a past day, without what was recorded later: the field of that name of the filter."""

LEAST: Final = Part(
    fields={"minimum": forms.IntegerField(label=_("No rate under"), min_value=1, max_value=MOST)},
    usual=lambda _today: {"minimum": str(MINIMUM)},
)

FILTERS: Final = Part(
    fields={
        "direction": choice_field(_("Direction"), labels.choices(labels.DIRECTION)),
        "channel": choice_field(_("Channel")),
        "instrument": choice_field(_("Instrument")),
        "jurisdiction": choice_field(_("Jurisdiction")),
        "region": choice_field(_("Region")),
        "relationship": choice_field(_("Relationship group")),
        "office": choice_field(_("Office")),
        "offence": choice_field(_("Offence"), labels.choices(labels.OFFENCE_CATEGORY)),
        "item_type": choice_field(_("Type of item"), labels.choices(labels.ITEM_TYPE)),
        "urgency": choice_field(_("Urgency"), labels.choices(labels.URGENCY)),
    }
)
"""Each is a field of the same name of the filter of requests."""


def filters_without(name: str) -> Part:
    """The filters but one, by which the rows of the report are told apart: narrowed by it, they would lead astray."""
    return Part(fields={key: one for key, one in FILTERS.fields.items() if key != name})
