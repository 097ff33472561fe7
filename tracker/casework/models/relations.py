"""How requests hang together, and who sees one beyond its office."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.models.request import AssistanceRequest


class Link(models.Model):
    """``request`` is (kind) ``target``."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="links")
    target = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(_("kind"), max_length=24, choices=labels.choices(labels.LINK_KIND))
    created_at = models.DateTimeField()

    class Meta:
        app_label = "tracker"
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("request", "target", "kind"),
                name="link_once",
                violation_error_message=_("These two requests are already linked in this way."),
            ),
            models.CheckConstraint(
                condition=~Q(request=F("target")),
                name="link_not_to_itself",
                violation_error_message=_("A request cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind} {self.target_id}"


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by the day on which they count."""

    def held_on(self, on: date) -> GrantQuerySet:
        """``until_on`` is the first day without the grant."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class Grant(models.Model):
    """Sight of one request for one person of another office, for a time."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="grants")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="grant_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=("request", "user"), condition=Q(until_on__isnull=True), name="grant_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} sees {self.request_id}"
