"""The form of one action, made from the channel's table, and the form that corrects an entry of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.casework.case import Case
from tracker.casework.models import Event
from tracker.casework.services.codes import TEXTS
from tracker.chain import JSON
from tracker.web.requests.forms.asked import field_for
from tracker.web.requests.forms.happening import HappeningForm, day_field, happened, lies_ahead, time_field
from tracker.web.requests.forms.layout import helper
from tracker.web.requests.forms.versioned import VersionedForm
from workflows.engine import Action, FieldName
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The deadline whose date a link offers to move."""

    deadline: str
    items: list[str]
    authority: str


class ActionForm(HappeningForm):
    """What the table's action asks for, after the day on which it happened."""

    field_order = ["seen_version", "items", "occurred_on", "occurred_at"]

    def __init__(
        self, *args: Any, case: Case, action: Action, meant: Meant | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.action = action
        for entry in action.fields:
            self.fields[entry.name.value] = field_for(entry, action, case)
        if "deadline" in self.fields:
            _leave_out_what_nothing_hangs_on(self)
        if action.kind is EventKind.PRESERVATION_CONFIRMED and not case.snapshot.open_expiries:
            self.fields["occurred_on"].label = _("Preserved from")
        if meant and meant.deadline:
            self.initial.update(asdict(meant), until=_offered(case, meant.deadline))
        self.order_fields(self.field_order)

    @property
    def helper(self) -> FormHelper:
        first = ["deadline", "items", "authority"] if "deadline" in self.fields else ["items"]
        first = [name for name in first if name in self.fields]
        rest = [
            name for name in self.fields if name not in {"seen_version", "occurred_on", "occurred_at", *first}
        ]
        return helper("seen_version", *first, ("occurred_on", "occurred_at"), *rest)

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data.get("items", ()))

    @property
    def codes(self) -> dict[str, JSON]:
        """What goes into the event: codes, ids and dates."""
        return _codes(self, self.action)

    @property
    def texts(self) -> dict[str, JSON]:
        """The free words, kept beside the event."""
        return {
            name.value: self.cleaned_data[name.value] for name in TEXTS if self.cleaned_data.get(name.value)
        }


class CorrectionForm(VersionedForm):
    """Take an entry back, or amend its day and codes."""

    void = forms.TypedChoiceField(
        label=gettext_lazy("What is wrong"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "void",
        initial="amend",
        choices=[
            ("amend", gettext_lazy("It happened, but the day or a detail is wrong")),
            ("void", gettext_lazy("It did not happen: take the entry back")),
        ],
    )
    occurred_on = day_field(gettext_lazy("Day on which it happened"))
    occurred_at = time_field()
    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"), widget=forms.Textarea({"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, case: Case, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.event = event
        self.action = case.procedure.action(event.action)
        self.initial.update(occurred_on=event.occurred_on, occurred_at=event.occurred_at)
        for entry in self.action.fields:
            if entry.name not in TEXTS | {FieldName.ITEMS}:
                self.fields[entry.name.value] = field_for(entry, self.action, case)
                self.initial[entry.name.value] = event.data.get(entry.name.value)
        if "deadline" in self.fields:
            _leave_out_what_nothing_hangs_on(self)
        self.order_fields(["seen_version", "void", "occurred_on", "occurred_at"])

    @property
    def helper(self) -> FormHelper:
        rest = [
            name
            for name in self.fields
            if name not in {"seen_version", "void", "occurred_on", "occurred_at", "reason"}
        ]
        return helper("seen_version", "void", ("occurred_on", "occurred_at"), *rest, "reason")

    def clean(self) -> dict[str, Any]:
        """A correction amends something, or takes back; and never into the future."""
        cleaned: dict[str, Any] = super().clean() or {}
        on, at = cleaned.get("occurred_on"), cleaned.get("occurred_at")
        if on and lies_ahead(on, at, zone=self.case.zone.key, now=self.case.viewer.at):
            self.add_error("occurred_on", _("This lies in the future. Give the day on which it happened."))
        elif on and not cleaned.get("void") and self.occurred is None and not self.changes:
            self.add_error(
                None, _("Nothing is changed yet. Change the day or a detail, or take the entry back.")
            )
        return cleaned

    @property
    def occurred(self) -> Occurred | None:
        """The new day, where it is another one."""
        on, at = self.cleaned_data["occurred_on"], self.cleaned_data.get("occurred_at")
        unchanged = (on, at) == (self.event.occurred_on, self.event.occurred_at)
        return None if unchanged else happened(on, at, self.event.occurred_zone)

    @property
    def changes(self) -> dict[str, JSON]:
        """The codes that differ from what was recorded."""
        codes = _codes(self, self.action)
        return {name: value for name, value in codes.items() if value != self.event.data.get(name)}


def _codes(form: forms.Form, action: Action) -> dict[str, JSON]:
    names = [entry.name for entry in action.fields if entry.name not in TEXTS | {FieldName.ITEMS}]
    values = {name.value: form.cleaned_data.get(name.value) for name in names}
    return {name: _plain(value) for name, value in values.items() if value not in (None, "")}


def _leave_out_what_nothing_hangs_on(form: forms.Form) -> None:
    """Nobody is asked for items or authorities where no deadline is one's own."""
    for name in {"items", "authority"} & form.fields.keys():
        choices = form.fields[name].choices  # type: ignore[attr-defined]  # a choice
        if not any(value for value, _words in choices):
            del form.fields[name]


def _offered(case: Case, deadline: str) -> date | None:
    """The date to which the law of the deadline lets it be moved."""
    return next((entry.until for entry in case.extensions if entry.rule == deadline), None)


def _plain(value: Any) -> JSON:
    return value.isoformat() if isinstance(value, date) else value
