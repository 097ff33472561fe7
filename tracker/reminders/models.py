"""The marks: who has been reminded of which version of a deadline, at which step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MarkState(models.TextChoices):
    """What became of a step for one reader."""

    SENT = "sent", _("handed to the mail")
    SKIPPED = "skipped", _("skipped for a later step")
    CARRIED = "carried", _("already told of the same date")


class ReminderMark(models.Model):
    """One step of one version of a deadline, for one reader. The database refuses a second one."""

    deadline = models.ForeignKey("tracker.Deadline", on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20)
    recipient = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="reminders")
    state = models.CharField(max_length=10, choices=MarkState)
    message = models.OneToOneField(
        "tracker.OutboxMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="reminder"
    )
    created_at = models.DateTimeField()

    class Meta:
        app_label = "tracker"
        ordering = ("created_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("deadline", "step", "recipient"), name="reminder_mark_once"),
            models.CheckConstraint(condition=Q(state__in=MarkState.values), name="reminder_mark_state_known"),
            models.CheckConstraint(
                condition=Q(state=MarkState.SENT.value, message__isnull=False)
                | (~Q(state=MarkState.SENT.value) & Q(message__isnull=True)),
                name="reminder_mark_mailed_exactly_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.step} {self.state}"
