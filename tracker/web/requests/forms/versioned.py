"""What all forms about a request have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from tracker.casework.case import Case
from tracker.signs import validate_visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody was quicker: everything after ``seen`` is new to whoever filled in the form."""

    seen: int
    current: int


DEFAULT_WORDS = forms.Field.default_error_messages["required"]
CHOOSE = gettext_lazy("choose …")
"""What a list says while nothing in it is chosen."""


def plainly(field: forms.Field) -> forms.Field:
    """The field, saying what to do where it is left empty."""
    if field.error_messages.get("required") == DEFAULT_WORDS:
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        words = (
            gettext_lazy("Choose one of the list.")
            if chosen
            else gettext_lazy("Fill this in; it is needed now.")
        )
        field.error_messages["required"] = words
    return _invites(field)


def _invites(field: forms.Field) -> forms.Field:
    """The field, with words instead of Django's dashes where nothing is chosen yet."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = CHOOSE if field.empty_label is not None else None
    elif isinstance(field, forms.ChoiceField):
        listed = cast("Iterable[tuple[Any, Any]]", field.choices)
        field.choices = [("", CHOOSE) if key == "" else (key, label) for key, label in listed]
    return field


class KeptForm(forms.BaseForm):
    """A form that can be shown again as typed, without complaining about what is not filled in yet.

    A sign that nobody sees is told at its field, in rows, too.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            plainly(field)
            if isinstance(field, forms.CharField):
                field.validators.append(validate_visible)

    def without_errors(self) -> None:
        """Show what was typed and no errors: somebody only asked for another row."""
        self._errors = ErrorDict()


class Versioned(KeptForm):
    """The part of a form that knows on which version of the request it was filled in."""

    conflict: Conflict | None = None

    @property
    def seen(self) -> int:
        """The version that the page showed; only after validation."""
        return int(self.cleaned_data["seen_version"])

    def is_outdated(self, current: int, *, seen: int) -> None:
        """Note the conflict; the form as shown again builds on ``current``."""
        self.conflict = Conflict(seen=seen, current=current)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data.setlist(self.add_prefix("seen_version"), [str(current)])
        self.data = data


class VersionedForm(Versioned, forms.Form):
    """A form about a request, with the version that its page showed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_version", case.row.version)
