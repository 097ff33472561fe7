"""What is looked for in the directory, and the day whose state is shown. A wrong value is reported, not obeyed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.directory.models import AuthorityKind, Jurisdiction, JurisdictionKind, RelationshipGroup
from tracker.web.inputs import DayInput

ALL: Final = [("", _("all"))]
SEARCH: Final = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})


class DayForm(forms.Form):
    """The day alone."""

    on = forms.DateField(
        label=_("As of"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("This is not a day. Write it as 2024-06-20; today is shown.")},
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="directory_%s")

    def value(self, name: str) -> Any:
        """What was understood under ``name``; None for what was left out or cannot be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def text(self) -> str:
        """What is searched for."""
        return str(self.value("q") or "")

    def day(self, today: dt.date) -> dt.date:
        """The day that was asked for, else today."""
        return self.value("on") or today

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [*ALL, *choices]


class JurisdictionFilter(DayForm):
    """Which jurisdictions, and in what chapters."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100, widget=SEARCH)
    group = forms.ChoiceField(
        label=_("Group by"),
        required=False,
        choices=[("", _("region")), ("relationship", _("relationship")), ("name", _("nothing"))],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ALL, *JurisdictionKind.choices])
    region = forms.ChoiceField(label=_("Region"), required=False)
    relationship = forms.ChoiceField(label=_("Relationship"), required=False)

    field_order = ("q", "group", "kind", "region", "relationship", "on")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        # Of no matter to this list: kept for the pages that it leads to.
        self.fields["on"].widget = forms.HiddenInput()
        regions = Jurisdiction.objects.exclude(region="").order_by("region").values_list("region", flat=True)
        self._offer("region", ((region, region) for region in regions.distinct()))
        self._offer("relationship", RelationshipGroup.objects.values_list("code", "name"))


class AuthorityFilter(DayForm):
    """Which authorities."""

    q = forms.CharField(label=_("Name, code or place"), required=False, max_length=100, widget=SEARCH)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ALL, *AuthorityKind.choices])

    field_order = ("q", "kind", "on")
