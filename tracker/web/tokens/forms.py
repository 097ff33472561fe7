"""What is asked of whoever makes a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from tracker.accounts import services
from tracker.accounts.choices import SCOPE_NAMES, Scope
from tracker.accounts.models import Office
from tracker.casework.viewer import Viewer
from tracker.web.inputs import DayInput

MEANINGS: Final = {
    Scope.READ: gettext_lazy("Requests, the directory and the tables, so far as you may see them."),
    Scope.WRITE: gettext_lazy("Everything that you may do: log, edit, act, add documents. Not reading."),
    Scope.REPORTS: gettext_lazy("Reports and packs, in JSON and as files. No request by itself."),
}


class TokenForm(forms.Form):
    """What it is for, where it works, what it may do, until when.

    It brings along the identity of the token that it will make, so that the same form sent twice makes one.
    """

    label = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        help_text=gettext_lazy("Such as “Case system, nightly import”. You know it again by this."),
        error_messages={"required": gettext_lazy("Say what it is for.")},
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        to_field_name="code",
        empty_label=None,
        help_text=gettext_lazy("The program works in this office and those below it, nowhere else."),
        error_messages={"invalid_choice": gettext_lazy("Choose one of your own offices.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the program may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one thing that the token may do.")},
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("It ends with this day, at most a year from now. Make another one in time."),
    )
    identity = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, viewer: Viewer) -> None:
        self.viewer = viewer
        super().__init__(data, initial=self._initial())
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset = offices_to_act_in(viewer)
        cast(forms.MultipleChoiceField, self.fields["scopes"]).choices = list(_ticks())
        self.fields["expires_on"].widget = DayInput(
            min=viewer.today.isoformat(), max=services.latest_day(viewer.today).isoformat()
        )

    def clean(self) -> dict[str, Any]:
        """Take the last day as a moment, where it can be one."""
        cleaned = super().clean() or self.cleaned_data
        if "expires_on" in cleaned:
            who = self.viewer
            try:
                cleaned["expires_at"] = services.end_of(cleaned["expires_on"], user=who.user, at=who.at)
            except forms.ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """What the service is told."""
        given = self.cleaned_data
        return {
            "label": given["label"],
            "scopes": frozenset(map(Scope, given["scopes"])),
            "expires_at": given["expires_at"],
            "uuid": given["identity"],
        }

    def _initial(self) -> dict[str, Any]:
        return {
            "scopes": [Scope.READ.value],
            "expires_on": services.usual_day(self.viewer.today),
            "identity": uuid4(),
        }


def offices_to_act_in(viewer: Viewer) -> Any:
    """The open offices in which the viewer has a role today."""
    return Office.objects.filter(pk__in=viewer.scope.everywhere, is_active=True).order_by("code")


def _ticks() -> Iterator[tuple[str, str]]:
    for scope in Scope:
        words = format_html("<strong>{}</strong><span>{}</span>", SCOPE_NAMES[scope], MEANINGS[scope])
        yield scope.value, words
