"""What is asked for to make and to change a webhook."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from tracker.accounts.models import Office
from tracker.casework.table_labels import HAPPENED
from tracker.casework.viewer import Viewer
from tracker.outbox.models import Webhook
from tracker.outbox.services.webhooks import WebhookChange
from tracker.web.requests.forms.versioned import plainly
from workflows.vocabulary import EventKind


class WebhookForm(forms.Form):
    """Where it leads, and for what."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "It begins with https:// and leads to a host that an administrator has allowed."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of events"),
        required=False,
        choices=[(kind.value, f"{HAPPENED[kind]} ({kind.value})") for kind in EventKind],
        widget=forms.SelectMultiple(attrs={"data-pick": "", "size": 8}),
        help_text=gettext_lazy("Choose none to be told of all of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            plainly(field)

    @property
    def kinds_chosen(self) -> list[EventKind]:
        return [EventKind(value) for value in self.cleaned_data["kinds"]]


class NewWebhookForm(WebhookForm):
    """A new one. The form brings along the identity of what it will make, so that one sent twice makes one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        to_field_name="uuid",
        help_text=gettext_lazy("What happens to requests of this office is announced."),
        error_messages={"invalid_choice": gettext_lazy("Choose one of your own offices.")},
    )
    field_order = ("key", "office", "url", "kinds")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        offices = Office.objects.filter(pk__in=viewer.scope.working)
        own = list(offices[:2])
        chosen = own[0].uuid if len(own) == 1 else None
        super().__init__(*args, initial={"key": uuid4(), "office": chosen}, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]  # a model choice field has one


class ChangeForm(WebhookForm):
    """Another address, other kinds, off or on."""

    is_active = forms.BooleanField(
        label=gettext_lazy("Switched on"),
        required=False,
        help_text=gettext_lazy("What happens while it is off is not announced afterwards."),
    )

    def __init__(self, *args: Any, webhook: Webhook, **kwargs: Any) -> None:
        initial = {"url": webhook.url, "kinds": webhook.kinds, "is_active": webhook.is_active}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["url"].help_text = gettext_lazy(
            "It begins with https:// and leads to a host that an administrator has allowed. Whoever changes it becomes"
            " the owner of the webhook."
        )

    @property
    def change(self) -> WebhookChange:
        """As the service takes it."""
        return WebhookChange(
            url=self.cleaned_data["url"],
            kinds=self.kinds_chosen,
            is_active=self.cleaned_data["is_active"],
        )
