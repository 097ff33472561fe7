"""Who changed reference data, and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What a write did to a row."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")


class DirectoryChange(models.Model):
    """One row added or changed; without a user it was the system, from the command line."""

    model = models.CharField(_("table"), max_length=40)
    key = models.CharField(_("row"), max_length=200)
    kind = models.CharField(_("what"), max_length=10, choices=ChangeKind)
    fields = models.JSONField(_("columns"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directory_changes",
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("change of the directory")
        verbose_name_plural = _("changes of the directory")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("model", "key"), name="directory_change_of_row")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.get_kind_display()}"
