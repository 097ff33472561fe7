"""What is selected for letters, and what is said of those that were sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.casework import labels
from tracker.casework.viewer import Viewer
from tracker.enquiries.models import EnquiryLine
from tracker.enquiries.services import Sending
from tracker.web.requests.forms.happening import day_field, lies_ahead
from workflows.vocabulary import Transmission

TICK: Final = re.compile(r"([0-9a-f-]{36})\.([0-9]{1,9})")
"""A ticked row: the request, and the version of it that was shown."""


class DueFilter(forms.Form):
    """To whom; whatever is no code narrows nothing."""

    jurisdiction = forms.CharField(max_length=20, required=False)

    @property
    def code(self) -> str:
        return str(self.cleaned_data["jurisdiction"]) if self.is_valid() else ""


class SelectionForm(forms.Form):
    """The requests that get a letter. It brings along the identity of the run, so that sent twice it makes one."""

    identity = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, initial={"identity": uuid4()})
        self.ticked: frozenset[str] = frozenset(data.getlist("request")) if data is not None else frozenset()

    @property
    def selected(self) -> frozenset[UUID]:
        """What was ticked, as far as it can be read: what is none is not due either."""
        return frozenset(UUID(value) for value in self.ticked if _is_uuid(value))


class SentForm(forms.Form):
    """When and how the ticked letters were sent."""

    sent_on = day_field(gettext_lazy("Day on which they were sent"))
    mode = forms.ChoiceField(
        label=gettext_lazy("How they were sent"),
        choices=[("", gettext_lazy("choose …")), *labels.choices(labels.TRANSMISSION)],
        error_messages={"required": gettext_lazy("Choose one of the list.")},
    )

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, lines: Mapping[str, EnquiryLine]) -> None:
        super().__init__(data, initial={"sent_on": viewer.today})
        self.viewer = viewer
        self.sendings: list[Sending] = list(_sendings(data, lines)) if data is not None else []

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come, and a form on which nothing is ticked."""
        cleaned: dict[str, Any] = super().clean() or {}
        on = cleaned.get("sent_on")
        if on and lies_ahead(on, None, zone=self.viewer.user.time_zone, now=self.viewer.at):
            self.add_error("sent_on", _("This lies in the future. Give the day on which it happened."))
        if not self.sendings:
            self.add_error(None, _("Tick what was sent."))
        return cleaned

    @property
    def mode_chosen(self) -> Transmission:
        return Transmission(self.cleaned_data["mode"])


def _sendings(data: QueryDict, lines: Mapping[str, EnquiryLine]) -> Any:
    for value in data.getlist("line"):
        found = TICK.fullmatch(value)
        if found and found[1] in lines:
            yield Sending(line=lines[found[1]], seen_version=int(found[2]))


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
