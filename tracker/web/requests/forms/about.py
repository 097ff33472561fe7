"""Small forms about a request's file: documents, results, links, access, the officer."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts.models import User
from tracker.casework import labels
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest, Result
from tracker.casework.services import ResultDraft
from tracker.web.requests.forms.asked import PICK
from tracker.web.requests.forms.choices import NOTHING, officers_of
from tracker.web.requests.forms.happening import day_field
from tracker.web.requests.forms.layout import helper
from tracker.web.requests.forms.versioned import Versioned, VersionedForm
from workflows.vocabulary import LinkKind


class DocumentForm(VersionedForm):
    """One file. Its size, kind and content are judged by the service."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "PDF, image, office document, mail or text, up to %(limit)s MB. It is kept unchanged."
        ) % {"limit": limit}

    @property
    def helper(self) -> FormHelper:
        return helper("seen_version", "file")


class ResultForm(Versioned, forms.ModelForm):  # type: ignore[type-arg]  # of one model; the stubs want it repeated
    """What the assistance led to."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    occurred_on = day_field(gettext_lazy("Day"))
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        required=False,
        min_length=3,
        max_length=3,
        help_text=gettext_lazy("for amounts only, three letters: EUR, CNY"),
    )

    class Meta:
        model = Result
        fields = ("kind", "quantity", "at_least", "currency", "occurred_on", "note")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.initial.update(seen_version=case.row.version, occurred_on=case.today)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    @property
    def helper(self) -> FormHelper:
        return helper("seen_version", ("kind", "quantity"), ("currency", "occurred_on"), "at_least", "note")

    @property
    def draft(self) -> ResultDraft:
        return ResultDraft(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class LinkForm(VersionedForm):
    """This request is … of the other one."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("This request is the"),
        coerce=LinkKind,
        choices=[NOTHING, *labels.choices(labels.LINK_KIND)],
    )
    reference = forms.CharField(label=gettext_lazy("Reference of the other request"), max_length=40)
    target: AssistanceRequest

    @property
    def helper(self) -> FormHelper:
        return helper("seen_version", ("kind", "reference"))

    def clean_reference(self) -> str:
        """Only what the viewer may see exists."""
        reference = str(self.cleaned_data["reference"]).strip()
        found = self.case.viewer.requests.filter(reference__iexact=reference).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no request of that reference that you may see. Check the number.")
            )
        self.target = found
        return reference


class AccessForm(VersionedForm):
    """Sight of one request for somebody of another office."""

    user = forms.ModelChoiceField(
        label=gettext_lazy("Who may see it"), queryset=User.objects.none(), widget=forms.Select(attrs=PICK)
    )
    until_on = day_field(
        gettext_lazy("First day without access"),
        required=False,
        help_text=gettext_lazy("empty: until it is taken away"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        others = User.objects.people().exclude(pk=case.viewer.user.pk)
        self.fields["user"].queryset = others  # type: ignore[attr-defined]  # a model choice field has one

    @property
    def helper(self) -> FormHelper:
        return helper("seen_version", ("user", "until_on"))

    def clean_until_on(self) -> Any:
        """Access that ended before it began is none."""
        until = self.cleaned_data["until_on"]
        if until and until <= self.case.today:
            raise forms.ValidationError(_("Choose a day after today, or leave it empty."))
        return until


class ReassignForm(VersionedForm):
    """Who is responsible from now on."""

    officer = forms.ModelChoiceField(
        label=gettext_lazy("Responsible officer"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs=PICK),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["officer"].queryset = officers_of(case.row.office, case.today)  # type: ignore[attr-defined]  # as above
        self.initial.setdefault("officer", case.row.officer_id)

    @property
    def helper(self) -> FormHelper:
        return helper("seen_version", "officer", "note")


class PlainForm(VersionedForm):
    """Nothing to fill in: only a button, on the version that its page showed."""

    @property
    def helper(self) -> FormHelper:
        return helper("seen_version")
