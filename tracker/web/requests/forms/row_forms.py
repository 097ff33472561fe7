"""One row under a request: an item with its identifiers, a person, an offence, a reference."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.casework.models import ForeignReference, Item, Offence, Person
from tracker.web.requests.forms.happening import day_field
from tracker.web.requests.forms.layout import helper
from tracker.web.requests.forms.versioned import KeptForm

MAX_IDENTIFIERS: Final = 500
IDENTIFIER_LENGTHS: Final = (40, 300)


class RowForm(KeptForm, forms.ModelForm):  # type: ignore[type-arg]  # the model differs by subclass
    """One row; it comes with a tick to take it away again."""

    parts: tuple[Any, ...] = ()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    @property
    def helper(self) -> FormHelper:
        return helper(*self.parts, *(["DELETE"] if "DELETE" in self.fields else []))


class ItemForm(RowForm):
    """One thing asked for; its identifiers are typed or pasted one a line."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    period_from = day_field(gettext_lazy("Period from"), required=False)
    period_until = day_field(gettext_lazy("Period until"), required=False)
    identifiers = forms.CharField(
        label=gettext_lazy("Identifiers"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "class": "mono"}),
        help_text=gettext_lazy(
            "One a line: what it is, a colon, a space, the value. IP address: 203.0.113.7"
        ),
    )

    parts = (
        "number",
        ("type", "data_category"),
        ("custodian", "description"),
        ("period_from", "period_until"),
        "identifiers",
    )

    class Meta:
        model = Item
        fields = ("type", "data_category", "description", "custodian", "period_from", "period_until")

    def clean_identifiers(self) -> tuple[tuple[str, str], ...]:
        """The lines as (kind, value)."""
        lines = [line.strip() for line in self.cleaned_data["identifiers"].splitlines() if line.strip()]
        if len(lines) > MAX_IDENTIFIERS:
            raise forms.ValidationError(
                _("These are too many identifiers for one item. Split it into several items.")
            )
        return tuple(_identifier(line) for line in lines)

    def clean(self) -> dict[str, Any]:
        """The period in order, said where it was typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("period_from"), cleaned.get("period_until")
        if begin and end and end < begin:
            self.add_error("period_until", _("The period ends before it begins. Exchange the two dates."))
        return cleaned


def _identifier(line: str) -> tuple[str, str]:
    kind, separator, value = line.partition(": ")
    if not separator or not kind.strip() or not value.strip():
        raise forms.ValidationError(
            _("“%(line)s” does not say what it is. Write it as: IP address: 203.0.113.7")
            % {"line": line[:80]}
        )
    pair = kind.strip(), value.strip()
    for part, length in zip(pair, IDENTIFIER_LENGTHS, strict=True):
        if len(part) > length:
            raise forms.ValidationError(_("“%(line)s…” is too long for an identifier.") % {"line": part[:60]})
    return pair


class PersonForm(RowForm):
    born_on = day_field(gettext_lazy("Born"), required=False)

    parts = (
        ("role", "name"),
        ("aliases", "born_on"),
        ("nationality", "identifiers"),
        ("location", "custody"),
    )

    class Meta:
        model = Person
        fields = ("role", "name", "aliases", "born_on", "nationality", "identifiers", "location", "custody")

    def clean_born_on(self) -> date | None:
        """Nobody was born tomorrow."""
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on > self.today:
            raise forms.ValidationError(_("This lies in the future. Correct it, or leave it empty."))
        return born_on


class OffenceForm(RowForm):
    parts = (("category", "description"), ("provision", "maximum_penalty"), "foreign_equivalent")

    class Meta:
        model = Offence
        fields = ("category", "description", "provision", "maximum_penalty", "foreign_equivalent")
        widgets = {"foreign_equivalent": forms.Textarea({"rows": 2})}


class ReferenceForm(RowForm):
    parts = (("authority", "number"),)

    class Meta:
        model = ForeignReference
        fields = ("authority", "number")
