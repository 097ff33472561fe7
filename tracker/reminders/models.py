"""The marks: who has been reminded of which version of a deadline, at which step; and the digests that collect them."""

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
    WITHDRAWN = "withdrawn", _("no longer true when it was to be sent")


class ReminderMark(models.Model):
    """One step of one version of a deadline, for one reader. The database refuses a second one.

    ``message`` is the mail that says so: one of its own, or a digest that says other things too.
    """

    deadline = models.ForeignKey("tracker.Deadline", on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20)
    recipient = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="reminders")
    state = models.CharField(max_length=10, choices=MarkState)
    message = models.ForeignKey(
        "tracker.OutboxMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="reminders"
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


class Digest(models.Model):
    """What one reader is told in one morning. It gathers marks until it is read for sending; then nothing is added."""

    reader = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="digests")
    on = models.DateField()
    message = models.OneToOneField("tracker.OutboxMessage", on_delete=models.PROTECT, related_name="digest")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("reader", "on"), name="digest_once_a_day"),
            models.UniqueConstraint(
                fields=("reader",), condition=Q(closed_at__isnull=True), name="digest_gathers_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.on}"
