"""What is to be counted anew, and how far that has come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Recount(models.Model):
    """The deadlines of a jurisdiction's requests (of all, where none is named), after an edit of calendars or rules.

    ``after`` is the last request that was counted; ``asked`` rises when it is asked for again, which begins it anew.
    """

    jurisdiction = models.ForeignKey(
        "tracker.Jurisdiction",
        verbose_name=_("jurisdiction"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(_("asked for at"))
    after = models.BigIntegerField(default=0)
    looked_at = models.PositiveIntegerField(_("requests looked at"), default=0)
    moved = models.PositiveIntegerField(_("dates moved"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("recount of deadlines")
        verbose_name_plural = _("recounts of deadlines")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Coalesce("jurisdiction", Value(0), output_field=models.BigIntegerField()),
                condition=Q(finished_at__isnull=True),
                name="recount_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.jurisdiction or _("all jurisdictions"))
