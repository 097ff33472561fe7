"""What is asked of whoever makes a calendar feed."""

from __future__ import annotations

from typing import Final, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from tracker.accounts.models import Office
from tracker.casework.viewer import Viewer

MINE: Final = "-"
"""No code of an office."""


class FeedForm(forms.Form):
    """Whose deadlines. It brings along the identity of the feed, so that the same form sent twice makes one."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Whose deadlines"),
        error_messages={"invalid_choice": gettext_lazy("Choose an office that you supervise.")},
    )
    identity = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, viewer: Viewer) -> None:
        super().__init__(data, initial={"whose": MINE, "identity": uuid4()})
        offices = Office.objects.filter(pk__in=viewer.scope.supervisor, is_active=True)
        self.offices = {office.code: office for office in offices.order_by("code")}
        mine = (MINE, gettext_lazy("Mine: of the requests that I am responsible for"))
        named = [(code, office.name) for code, office in self.offices.items()]
        cast(forms.ChoiceField, self.fields["whose"]).choices = [mine, *named]

    @property
    def office(self) -> Office | None:
        """The office that was chosen; None for the person's own deadlines."""
        return self.offices.get(self.cleaned_data["whose"])
