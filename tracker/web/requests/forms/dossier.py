"""The dossier's columns, for a new request and for changing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts.models import Office
from tracker.casework import labels
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.web.requests.followed import Followed
from tracker.web.requests.forms.asked import PICK
from tracker.web.requests.forms.choices import (
    authority_choices,
    channel_choices,
    instrument_choices,
    known_directions,
)
from tracker.web.requests.forms.happening import day_field, happened, lies_ahead
from tracker.web.requests.forms.layout import Fold, helper, section
from tracker.web.requests.forms.versioned import KeptForm, Versioned
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Urgency

AUTHORITIES: Final = (
    "requesting_authority",
    "requested_authority",
    "central_authority",
    "executing_authority",
)
PEOPLE: Final = ("deputy", "supervisor")
LONG: Final = ("facts", "purpose", "urgency_reason", "use_limitation", "earlier_contacts")
COLUMNS: Final = (
    "jurisdiction",
    *AUTHORITIES,
    *PEOPLE,
    *LONG,
    "investigating_authority",
    "instrument",
    "legal_basis",
    "fallback_basis",
    "title",
    "proceeding",
    "case_number",
    "urgency",
    "needed_by",
    "is_confidential",
    "no_notification",
    "use_accepted_by",
    "use_accepted_on",
    "language",
    "languages_required",
    "translation",
    "translator",
    "translation_cost",
    "their_reference",
    "country_desk",
)
UNKNOWN_JURISDICTION: Final = gettext_lazy(
    "Choose a jurisdiction of the list. If one is missing, an administrator can add it to the directory."
)


class DossierForm(KeptForm, forms.ModelForm):  # type: ignore[type-arg]  # of one model; the stubs want it repeated
    """What is said about a request, apart from its rows."""

    instrument = forms.ChoiceField(
        label=gettext_lazy("Treaty or law"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("This treaty or law does not go by this channel. Choose another.")
        },
    )
    needed_by = day_field(gettext_lazy("Needed by"), required=False)
    use_accepted_on = day_field(gettext_lazy("Limitation accepted on"), required=False)

    rows_are_right = True

    class Meta:
        model = AssistanceRequest
        fields = COLUMNS

    def __init__(self, *args: Any, channel: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"] = _with_choices(self.fields["instrument"], instrument_choices(channel))
        self.fields["jurisdiction"].error_messages["invalid_choice"] = str(UNKNOWN_JURISDICTION)
        authorities = authority_choices(on)
        for name in AUTHORITIES:
            self.fields[name].choices = authorities  # type: ignore[attr-defined]  # asked once for all four
        for name in ("jurisdiction", *AUTHORITIES, *PEOPLE):
            self.fields[name].widget.attrs.update(PICK)
        for name in LONG:
            self.fields[name].widget.attrs["rows"] = 3
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]

    def clean(self) -> dict[str, Any]:
        """Urgency with its reasons, said where they belong; the rows under the form are part of it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("urgency") not in (None, Urgency.ROUTINE) and not cleaned.get("urgency_reason"):
            self.add_error("urgency_reason", _("Say why it is urgent: they act on reasons, not on the word."))
        if not self.rows_are_right:
            self.add_error(None, _("Something in the rows below is not right yet; it is marked there."))
        return cleaned

    @property
    def columns(self) -> Mapping[str, Any]:
        """The dossier's columns as the service takes them."""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    @property
    def basis(self) -> FormHelper:
        return helper("instrument")

    @property
    def articles(self) -> FormHelper:
        """Apart from what is fetched anew with the channel: what is typed meanwhile must not be lost."""
        return helper(("legal_basis", "fallback_basis"))

    @property
    def case_part(self) -> FormHelper:
        """After the items: urgency, the case, and what is filled in less often, folded."""
        return helper(
            section(
                _("How urgent, and why"),
                ("urgency", "needed_by"),
                "urgency_reason",
                ("is_confidential", "no_notification"),
            ),
            section(_("The case"), ("proceeding", "case_number"), "facts", "purpose"),
            Fold(_("Authorities on both sides"), *_pairs(_OTHERS)),
            Fold(
                _("Languages and translation"),
                ("language", "languages_required"),
                "translation",
                ("translator", "translation_cost"),
            ),
            Fold(_("Limitation of use"), "use_limitation", ("use_accepted_by", "use_accepted_on")),
            Fold(_("Their reference and earlier contacts"), "their_reference", "earlier_contacts"),
            Fold(_("Who else works on it"), ("deputy", "supervisor"), "country_desk"),
        )


_OTHERS = ("requesting_authority", "investigating_authority", "central_authority", "executing_authority")


def _pairs(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [names[start : start + 2] for start in range(0, len(names), 2)]


class Preservations(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes none at run time
    """Requests to choose from, each by its reference and its title."""

    def label_from_instance(self, obj: AssistanceRequest) -> str:
        """Both: nobody knows a case by its number alone."""
        return f"{obj.reference} {obj.title}"


class OpeningForm(DossierForm):
    """A new request: who asks whom by which way, then the dossier.

    It brings along the identity of the request that it will make, so that the same form sent twice makes one.
    """

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        error_messages={"invalid_choice": gettext_lazy("Choose one of your own offices.")},
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=labels.choices(labels.DIRECTION), widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "This channel does not carry requests in this direction. Choose one of the listed."
            )
        },
    )
    occurred_on = day_field(gettext_lazy("Day of the draft, or of the receipt"))
    follows = forms.CharField(required=False, widget=forms.HiddenInput)
    following = forms.CharField(required=False, widget=forms.HiddenInput)
    also = Preservations(
        label=gettext_lazy("It covers these preservations as well"),
        help_text=gettext_lazy("Add what they keep to the items below: only the first one's are copied."),
        queryset=AssistanceRequest.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, viewer: Viewer, follows: Followed | None = None, **kwargs: Any) -> None:
        self.viewer, self.followed = viewer, follows
        offices = Office.objects.filter(pk__in=viewer.scope.working)
        defaults = {
            "direction": Direction.OUTGOING.value,
            "occurred_on": viewer.today,
            "office": offices.first(),
        }
        if follows is not None and args[0] is None:
            defaults |= {**follows.dossier.columns, **follows.way}
        kwargs["initial"] = {**defaults, **(kwargs.get("initial") or {}), "key": uuid4()}
        data = args[0] if args else None
        chosen = data if data is not None else kwargs["initial"]
        self.chosen_direction = str(chosen.get("direction") or Direction.OUTGOING.value)
        asked = str(chosen.get("channel") or "")
        self.chosen_channel = asked if self.chosen_direction in known_directions(asked) else ""
        super().__init__(*args, channel=self.chosen_channel, on=viewer.today, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]  # a model choice field has one
        self.fields["channel"] = _with_choices(self.fields["channel"], channel_choices(self.chosen_direction))
        if follows is not None:
            self.fields["also"].queryset = follows.also  # type: ignore[attr-defined]  # likewise
        _refresh(self.fields["direction"], part="way")
        _refresh(self.fields["channel"], part="basis")
        _refresh(self.fields["jurisdiction"], part="record")

    def clean(self) -> dict[str, Any]:
        """The day has come."""
        cleaned = super().clean()
        office, on = cleaned.get("office"), cleaned.get("occurred_on")
        if office and on and lies_ahead(on, None, zone=office.time_zone, now=self.viewer.at):
            self.add_error("occurred_on", _("This lies in the future. Give the day on which it happened."))
        return cleaned

    @property
    def occurred(self) -> Occurred:
        return happened(self.cleaned_data["occurred_on"], None, self.cleaned_data["office"].time_zone)

    @property
    def start(self) -> FormHelper:
        return helper("key", "direction", ("office", "occurred_on"))

    @property
    def origin(self) -> FormHelper:
        """From which request it follows, and which it covers beside that."""
        return helper("follows", "following", *(["also"] if self.followed and self.followed.also else []))

    @property
    def receiver(self) -> FormHelper:
        return helper(("jurisdiction", "requested_authority"))

    @property
    def way(self) -> FormHelper:
        return helper("channel")

    @property
    def subject(self) -> FormHelper:
        return helper("title")


class EditForm(Versioned, DossierForm):
    """The dossier of a request as it stands."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, channel=case.row.channel, on=case.today, instance=case.row, **kwargs)
        self.initial.setdefault("seen_version", case.row.version)

    @property
    def start(self) -> FormHelper:
        return helper("seen_version", "title", ("jurisdiction", "requested_authority"))


def _with_choices(field: forms.Field, choices: list[tuple[str, object]]) -> forms.Field:
    field.choices = choices  # type: ignore[attr-defined]  # choice fields only
    return field


def _refresh(field: forms.Field, *, part: str) -> None:
    """Fetch the part of the page that depends on this field; without JavaScript a button does it."""
    field.widget.attrs.update(
        {
            "hx-post": "",
            "hx-trigger": "change",
            "hx-vals": '{"refresh": "1"}',
            "hx-target": f"#{part}",
            "hx-select": f"#{part}",
            "hx-swap": "outerHTML",
        }
    )
