"""What is asked of whoever makes a calendar feed."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from tracker.accounts.models import Office
from tracker.casework.viewer import Viewer


class FeedForm(forms.Form):
    """Whose deadlines. It brings along the identity of the feed, so that the same form sent twice makes one."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Whose deadlines"),
        queryset=Office.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Mine: of the requests that I am responsible for"),
        error_messages={"invalid_choice": gettext_lazy("Choose an office that you supervise.")},
    )
    identity = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, viewer: Viewer) -> None:
        super().__init__(data, initial={"identity": uuid4()})
        offices = Office.objects.filter(pk__in=viewer.scope.supervisor, is_active=True)
        self.fields["office"].queryset = offices.order_by("code")  # type: ignore[attr-defined]  # a model choice field has one
