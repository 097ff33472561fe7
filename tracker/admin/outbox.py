"""Which hosts webhooks may lead to. The webhooks themselves belong to the offices."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker import clock
from tracker.accounts.models import User
from tracker.admin.base import ServiceAdmin, ServiceForm, never
from tracker.admin.site import site
from tracker.outbox.models import AllowedHost
from tracker.outbox.services import hosts


class AllowedHostForm(ServiceForm):
    """A host that is allowed from now on."""

    class Meta:
        model = AllowedHost
        fields = ("host", "port", "note")

    def apply(self) -> AllowedHost:
        """Allow it."""
        return hosts.allow_host(**self.cleaned_data, **self.who)


@admin.register(AllowedHost, site=site)
class AllowedHostAdmin(ServiceAdmin):
    """Hosts are added and removed, never changed: nothing refers to the row, and the log says what it was."""

    form = AllowedHostForm
    list_display = ("host", "port", "note", "added_by", "added_at")
    list_select_related = ("added_by",)
    search_fields = ("host", "note")
    has_change_permission = never

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002  # its signature
        """Whoever may add one may remove it."""
        return self.has_add_permission(request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Remove it by the service."""
        hosts.remove_host(obj, by=cast(User, request.user), at=clock.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Remove each by the service."""
        for row in queryset:
            self.delete_model(request, row)
