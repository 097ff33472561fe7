"""Mail that waits to be sent, was sent, or could not be."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailKind(models.TextChoices):
    """What a mail is about. Whoever asked for it decides by this, just before sending, whether it is still wanted."""

    REMINDER = "reminder", _("reminder")


class MailState(models.TextChoices):
    """Where a mail is."""

    QUEUED = "queued", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be delivered")
    CANCELLED = "cancelled", _("not wanted any more")


QUEUED = Q(state=MailState.QUEUED.value)


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """The one definition of waiting, claimable and undelivered."""

    def queued(self) -> OutboxQuerySet:
        """Those that are still to be sent, claimed ones among them."""
        return self.filter(QUEUED)

    def claimable(self, at: datetime) -> OutboxQuerySet:
        """Those whose moment has come and that nobody is sending, or whose sender died on the way."""
        return self.queued().filter(
            Q(leased_until__isnull=True) | Q(leased_until__lte=at), next_attempt_at__lte=at
        )

    def failed(self) -> OutboxQuerySet:
        """Those given up: somebody has to look at them."""
        return self.filter(state=MailState.FAILED)


class OutboxMessage(models.Model):
    """One mail to one reader. Keys and parameters, never sentences: it is worded when it is sent.

    ``template`` names `<template>.subject.txt`, `<template>.txt` and, where there is one, `<template>.html`.
    ``message_id`` never changes, so that a mail sent twice is one mail to whoever receives it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind)
    recipient = models.ForeignKey(
        "tracker.User", verbose_name=_("reader"), on_delete=models.PROTECT, related_name="outbox_messages"
    )
    address = models.EmailField(_("address"))
    message_id = models.CharField(max_length=255, unique=True)
    template = models.CharField(max_length=80)
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("-created_at", "-id")
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="outbox_kind_known"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outbox_state_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT.value, sent_at__isnull=False)
                | (~Q(state=MailState.SENT.value) & Q(sent_at__isnull=True)),
                name="outbox_sent_exactly_when_dated",
            ),
            models.CheckConstraint(
                condition=QUEUED | Q(leased_until__isnull=True), name="outbox_leased_only_queued"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("next_attempt_at", "id"), condition=QUEUED, name="outbox_to_send"),
            models.Index(
                fields=("created_at",), condition=Q(state=MailState.FAILED.value), name="outbox_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
