"""What the pages of the administration share: forms ask the service, saves call it, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from tracker import clock
from tracker.accounts.models import User

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelForm = forms.ModelForm
    ModelAdmin = admin.ModelAdmin


class ServiceForm(ModelForm):
    """A form whose rules are those of a service.

    To find out what the service refuses, the form calls it and rolls back: each reason then stands beside
    its field, and the rule is written once. Saving calls it again, for good.
    """

    by: ClassVar[User]
    at: ClassVar[datetime]
    names: ClassVar[Mapping[str, str]] = {}
    """Fields of the form by what the service calls them, where that is another name."""

    @property
    def who(self) -> dict[str, Any]:
        """Return what every service of accounts wants to know."""
        return {"by": self.by, "at": self.at}

    def apply(self) -> Model:
        """Call the service with what was typed and return the row it wrote."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook is not in its stubs
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.apply()
                transaction.set_rollback(True)
        except ValidationError as refusal:
            self._show(refusal)

    def _show(self, refusal: ValidationError) -> None:
        """Put each reason at its field, and those about fields that are not shown above the form."""
        for said, errors in refusal.update_error_dict({}).items():
            field = self.names.get(said, said)
            self.add_error(field if field in self.fields else None, errors)


def never(*_asked: Any, **_named: Any) -> bool:
    """Answer a question for a permission that nobody has."""
    return False


class ListedAdmin(ModelAdmin):
    """A list named after what it lists; nothing can be deleted: the logs refer to every row for ever."""

    list_per_page = 50
    show_full_result_count = False
    has_delete_permission = never

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say what is listed, instead of what to do with it."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class ServiceAdmin(ListedAdmin):
    """Writes through its form's service only."""

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell the form who asks, and when."""
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"by": request.user, "at": clock.now()})

    def save_model(self, _request: HttpRequest, obj: Model, form: Any, _change: object) -> None:
        """Let the service write, and take over what it wrote."""
        obj.pk = form.apply().pk
        obj.refresh_from_db()


class ReadOnlyAdmin(ListedAdmin):
    """Shows, and changes nothing."""

    has_add_permission = never
    has_change_permission = never
