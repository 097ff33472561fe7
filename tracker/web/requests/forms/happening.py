"""When something happened, as it is typed: a day, and a time where one is known."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.casework.case import Case
from tracker.web.inputs import DayInput, TimeInput
from tracker.web.requests.forms.versioned import VersionedForm
from workflows.occurrence import Occurred, Precision


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A field for a day that says how a day is written."""
    errors = {
        "invalid": gettext_lazy("This is no date. Write it as 2026-03-12, or choose it in the calendar.")
    }
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=DayInput(), error_messages=errors
    )


def time_field() -> forms.TimeField:
    """A field for a time, where one is known, that says how a time is written."""
    return forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=TimeInput(),
        error_messages={"invalid": gettext_lazy("This is no time. Write it as 14:05.")},
    )


def happened(on: date, at: time | None, zone: str) -> Occurred:
    """The typed day and time as a value."""
    return Occurred(on=on, at=at, zone=zone, precision=Precision.MOMENT if at else Precision.DAY)


def lies_ahead(on: date, at: time | None, *, zone: str, now: datetime) -> bool:
    """Whether what was typed has not happened yet."""
    return happened(on, at, zone).earliest > now


class HappeningForm(VersionedForm):
    """A form about something that happened on a day that is not in the future."""

    occurred_on = day_field(gettext_lazy("Day on which it happened"))
    occurred_at = time_field()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.initial.setdefault("occurred_on", case.today)
        self.fields["occurred_at"].label = _("Time in %(zone)s") % {"zone": case.zone.key}

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come, next to where it was typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        on, at = cleaned.get("occurred_on"), cleaned.get("occurred_at")
        if on and lies_ahead(on, at, zone=self.case.zone.key, now=self.case.viewer.at):
            self.add_error("occurred_on", _("This lies in the future. Give the day on which it happened."))
        return cleaned

    @property
    def occurred(self) -> Occurred:
        """When it happened; only after validation."""
        return happened(
            self.cleaned_data["occurred_on"], self.cleaned_data["occurred_at"], self.case.zone.key
        )
