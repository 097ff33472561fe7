"""Reference data, written through the directory's services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tracker.admin.base import ReadOnlyAdmin, ServiceAdmin, ServiceForm
from tracker.admin.site import site
from tracker.casework.models import Recount
from tracker.casework.services import after_edit
from tracker.directory import services
from tracker.directory.models import (
    Authority,
    ContactPoint,
    DirectoryChange,
    Engagement,
    Holiday,
    Jurisdiction,
    LiaisonPost,
    RelationshipGroup,
    TreatyRegister,
    TreatyStatus,
)

SOURCE = ("source", "as_of", "note")
OF_JURISDICTION = ("jurisdiction", admin.RelatedOnlyFieldListFilter)
"""Offers those jurisdictions alone that a row belongs to."""


class ReferenceForm(ServiceForm):
    """A row of reference data: its natural key finds it, the other columns are set."""

    save_row: ClassVar[Callable[..., services.Saved[Any]]]
    key: ClassVar[tuple[str, ...]]

    def apply(self) -> Model:
        """Save by the natural key; a row that exists keeps its key. Another calendar has deadlines counted anew."""
        columns = {name: value for name, value in self.cleaned_data.items() if name not in self.key}
        key = [self.cleaned_data.get(name, getattr(self.instance, name)) for name in self.key]
        saved = type(self).save_row(*key, by=self.by, recorded_at=self.at, **columns)
        after_edit(saved, at=self.at)
        row: Model = saved.row
        return row


class ReferenceAdmin(ServiceAdmin):
    """Lists reference data; the natural key is set once."""

    form = ReferenceForm
    save_row: ClassVar[Callable[..., services.Saved[Any]]]
    key: ClassVar[tuple[str, ...]] = ("code",)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell the form its service and key."""
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"save_row": staticmethod(type(self).save_row), "key": self.key})

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Begin with the natural key and end with the source."""
        names = [str(name) for name in super().get_fields(request, obj)]
        middle = [name for name in names if name not in (*self.key, *SOURCE)]
        return [*self.key, *middle, *SOURCE]

    def get_readonly_fields(self, _request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Keep the natural key: files of reference data find the row by it."""
        return self.key if obj else ()


def _register(model: type[Model], **attributes: Any) -> None:
    save_row = staticmethod(attributes.pop("save_row"))
    site.register(
        model, type(f"{model.__name__}Admin", (ReferenceAdmin,), {"save_row": save_row, **attributes})
    )


_register(
    Jurisdiction,
    save_row=services.save_jurisdiction,
    list_display=("name", "code", "kind", "region", "relationship_group", "verified_on"),
    list_filter=("kind", "region", "relationship_group"),
    list_select_related=("relationship_group",),
    search_fields=("name", "search_name", "code", "iso3"),
)
_register(
    RelationshipGroup,
    save_row=services.save_relationship_group,
    list_display=("name", "code", "position"),
    search_fields=("name", "code"),
)
_register(
    Holiday,
    save_row=services.save_holiday,
    key=("jurisdiction", "on"),
    list_display=("on", "jurisdiction", "name", "change"),
    list_filter=("change", OF_JURISDICTION),
    list_select_related=("jurisdiction",),
)
_register(
    Authority,
    save_row=services.save_authority,
    list_display=("name", "code", "jurisdiction", "kind", "verified_on", "closed_on"),
    list_filter=("kind", OF_JURISDICTION),
    list_select_related=("jurisdiction",),
    search_fields=("name", "search_name", "code"),
)
_register(
    ContactPoint,
    save_row=services.save_contact_point,
    key=("authority", "network", "name"),
    list_display=("name", "network", "authority", "last_verified_on"),
    list_filter=("network",),
    list_select_related=("authority",),
    search_fields=("name", "authority__name"),
)
_register(
    TreatyRegister,
    save_row=services.save_treaty_register,
    key=("instrument",),
    list_display=("name", "instrument", "kind", "complete_on", "in_force_on"),
    list_filter=("kind",),
    search_fields=("name", "instrument"),
)


class InstrumentFilter(admin.SimpleListFilter):
    """One treaty, law or group, called by its name."""

    title = _("instrument")
    parameter_name = "instrument"

    def lookups(self, *_asked: object) -> list[tuple[str, str]]:
        """Offer what the directory has a register of."""
        return list(TreatyRegister.objects.order_by("name").values_list("instrument", "name"))

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen one."""
        return queryset.filter(instrument=self.value()) if self.value() else queryset


@admin.register(TreatyStatus, site=site)
class TreatyStatusAdmin(ReferenceAdmin):
    """Who is bound by what; an instrument is called by its name, where a register gives it one."""

    save_row = staticmethod(services.save_treaty_status)
    key = ("jurisdiction", "instrument")
    list_display = (
        "jurisdiction",
        "instrument_name",
        "signed_on",
        "deposited_on",
        "in_force_on",
        "left_on",
        "verified",
    )
    list_filter = (InstrumentFilter, "verified")
    list_select_related = ("jurisdiction",)
    search_fields = ("jurisdiction__name", "instrument")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the name with each row."""
        named = TreatyRegister.objects.filter(instrument=OuterRef("instrument")).values("name")
        rows: QuerySet[Any] = super().get_queryset(request).annotate(instrument_called=Subquery(named[:1]))
        return rows

    @admin.display(description=_("instrument"), ordering="instrument")
    def instrument_name(self, row: Any) -> str:
        """Return the name, or the key of what has no register."""
        return str(row.instrument_called or row.instrument)


_register(
    LiaisonPost,
    save_row=services.save_liaison_post,
    list_display=("city", "kind", "sending", "host", "opened_on", "closed_on"),
    list_filter=("kind", "sending"),
    list_select_related=("sending", "host"),
    search_fields=("city", "code"),
)
_register(
    Engagement,
    save_row=services.save_engagement,
    list_display=("title", "jurisdiction", "kind", "from_on", "until_on"),
    list_filter=("kind", OF_JURISDICTION),
    list_select_related=("jurisdiction",),
    search_fields=("title", "code"),
)


@admin.register(DirectoryChange, site=site)
class DirectoryChangeAdmin(ReadOnlyAdmin):
    """Who changed reference data."""

    list_display = ("recorded_at", "model", "key", "kind", "by")
    list_filter = ("kind", "model")
    list_select_related = ("by",)
    search_fields = ("key",)


@admin.register(Recount, site=site)
class RecountAdmin(ReadOnlyAdmin):
    """What edits of calendars and rules have moved."""

    list_display = ("asked_at", "jurisdiction", "looked_at", "moved", "finished_at")
    list_select_related = ("jurisdiction",)
    fields = ("jurisdiction", "asked_at", "looked_at", "moved", "finished_at")
