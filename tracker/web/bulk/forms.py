"""What is to be done with the ticked requests: who takes them over, or by which channel they are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office, User
from tracker.bulk import services
from tracker.bulk.services import Chosen, Done
from tracker.casework.viewer import Viewer
from tracker.signs import validate_visible
from tracker.web.requests.forms.asked import PICK
from tracker.web.requests.forms.choices import channel_choices, officers_of
from tracker.web.requests.forms.layout import helper
from tracker.web.requests.forms.versioned import plainly
from workflows.vocabulary import Direction

TICK: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9]{1,9})")
"""A ticked row: the request, and the version of it that was shown."""
ALL: Final = "all"
"""Ticked for every row of the list that was shown."""


class BulkForm(forms.Form):
    """What every act has in common. It brings its key along: sent twice, it is done once."""

    title: Any = ""
    explanation: Any = ""
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, offices: Iterable[Office]) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.viewer = viewer
        self.offer(list(offices))
        for field in self.fields.values():
            plainly(field)

    def offer(self, offices: Sequence[Office]) -> None:
        """Set the choices; ``offices`` are those of the ticked requests."""

    def doing(self, chosen: Sequence[Chosen]) -> Callable[[], Done]:
        """What does it; the form is valid."""
        raise NotImplementedError

    def renew_key(self) -> None:
        """What is sent from the page that is shown now is a thing of its own."""
        if self.is_bound:
            self.data = {**self.data.dict(), "key": str(uuid4())}  # type: ignore[attr-defined]  # it was posted

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in before it can be rehearsed."""
        return len(self.fields) > 1

    @property
    def helper(self) -> FormHelper:
        return helper(*(name for name in self.fields if name != "key"))


class ReassignAllForm(BulkForm):
    """Who is responsible from now on."""

    title = _("Reassign requests")
    officer = forms.ModelChoiceField(
        label=_("Responsible officer"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        widget=forms.Select(attrs=PICK),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        validators=[validate_visible],
    )

    def offer(self, offices: Sequence[Office]) -> None:
        """Whoever works in one of the offices: of the others each request says that they do not."""
        people = User.objects.none()
        for office in offices:
            people = people | officers_of(office, self.viewer.today)
        self.fields["officer"].queryset = people.distinct()  # type: ignore[attr-defined]  # it has one

    def doing(self, chosen: Sequence[Chosen]) -> Callable[[], Done]:
        """All of them to that officer."""
        given = self.cleaned_data
        return lambda: services.reassign_all(
            self.viewer, chosen, officer=given["officer"], note=given["note"]
        )


class ChaseForm(BulkForm):
    """Nothing to choose: letters to whoever has it."""

    title = _("Write status enquiries")
    explanation = _(
        "One letter for each office and addressee names all of its requests. "
        "Nothing is recorded as sent until you say so."
    )

    def doing(self, chosen: Sequence[Chosen]) -> Callable[[], Done]:
        """Letters for those that are due for one."""
        return lambda: services.chase_all(self.viewer, chosen)


class EscalateForm(BulkForm):
    """By which channel the same is asked."""

    title = _("Ask by another channel")
    explanation = _(
        "Each becomes a new draft to the same jurisdiction with the facts and items copied, linked to the first, "
        "which stays open. Treaty or law, authorities and translation are chosen anew in the draft; a day by which it "
        "was needed is left out once it has passed."
    )
    channel = forms.ChoiceField(label=_("Channel"))

    def offer(self, offices: Sequence[Office]) -> None:  # noqa: ARG002  # the same everywhere
        """Channels on which we ask."""
        self.fields["channel"].choices = channel_choices(Direction.OUTGOING.value)  # type: ignore[attr-defined]

    def doing(self, chosen: Sequence[Chosen]) -> Callable[[], Done]:
        """A draft for each."""
        return lambda: services.escalate_all(self.viewer, chosen, channel=self.cleaned_data["channel"])


FORMS: Final[dict[str, type[BulkForm]]] = {
    "reassign": ReassignAllForm,
    "chase": ChaseForm,
    "escalate": EscalateForm,
}


def chosen_in(data: QueryDict) -> list[Chosen]:
    """What was ticked, each once; what cannot be read was ticked nowhere."""
    values = data.getlist("shown") if data.get(ALL) else data.getlist("request")
    return list({entry.uuid: entry for entry in _read(values)}.values())


def _read(values: Iterable[str]) -> Iterator[Chosen]:
    for value in values:
        found = TICK.fullmatch(value)
        if found:
            yield Chosen(uuid=UUID(found[1]), seen_version=min(int(found[2]), 2**31 - 1))
