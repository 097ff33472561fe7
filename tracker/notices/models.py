"""Notices: one line for one reader about one cause."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.messages import Message, from_data


class NoticeKind(models.TextChoices):
    """Why somebody is told."""

    REMINDED = "reminded", _("Reminder")
    ASSIGNED = "assigned", _("Assigned to you")
    GRANTED = "granted", _("Access given to you")
    RECORDED = "recorded", _("Recorded by others")
    MOVED = "moved", _("Date moved")
    MAIL_FAILED = "mail_failed", _("Mail not delivered")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The one definition of unread."""

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One notice. Key and parameters, never a sentence: it is worded for whoever reads it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    # What brought it about, by kind and id: the database refuses a second notice of it to the same reader.
    cause = models.CharField(max_length=80)
    request = models.ForeignKey(
        "tracker.AssistanceRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    words = models.JSONField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("user", "cause"), name="notice_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The bell of every page: what is unread, counted.
            models.Index(fields=("user", "request"), condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=("user", "-id"), name="notice_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cause}"

    @property
    def message(self) -> Message:
        """What it says."""
        return from_data(self.words)
