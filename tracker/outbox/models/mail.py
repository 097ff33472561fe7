"""Mail that waits to be sent, was sent, or could not be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.outbox.models.outgoing import (
    FAILED,
    QUEUED,
    Outgoing,
    OutgoingQuerySet,
    OutgoingState,
    constraints,
    indexes,
)

MailState = OutgoingState
"""Mail is where everything is that leaves."""


class MailKind(models.TextChoices):
    """What a mail is about. Whoever asked for it decides by this, just before sending, whether it is still wanted."""

    REMINDER = "reminder", _("reminder")
    DIGEST = "digest", _("morning digest")
    VIEW = "view", _("weekly view")


class OutboxQuerySet(OutgoingQuerySet["OutboxMessage"]):
    """Mails, by where they are."""

    def certainly_unread(self) -> OutboxQuerySet:
        """Those that wait or were given up, that nobody is sending, and that no mail server can have taken."""
        rows: OutboxQuerySet = self.filter(QUEUED | FAILED, leased_until__isnull=True, in_doubt=False)
        return rows


class OutboxMessage(Outgoing):
    """One mail to one reader. Keys and parameters, never sentences: it is worded when it is about to leave.

    ``template`` names `<template>.subject.txt`, `<template>.txt` and, where there is one, `<template>.html`.
    ``message_id`` never changes, so that a mail sent twice is one mail to whoever receives it. ``sealed``: the mail,
    byte for byte, stored before a mail server hears of it. ``in_doubt``: one may have taken it; until one has said that
    it did not, it is sent again as it was sealed, and nothing of it is said elsewhere.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=MailKind)
    recipient = models.ForeignKey(
        "tracker.User", verbose_name=_("reader"), on_delete=models.PROTECT, related_name="outbox_messages"
    )
    address = models.EmailField(_("address"))
    message_id = models.CharField(max_length=255, unique=True)
    template = models.CharField(max_length=80)
    params = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(null=True)
    in_doubt = models.BooleanField(default=False, db_default=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("-created_at", "-id")
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="outbox_kind_known"),
            *constraints("outbox"),
        ]
        indexes: ClassVar[list[models.Index]] = indexes("outbox")

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
