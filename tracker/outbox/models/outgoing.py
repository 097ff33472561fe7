"""What mail and webhooks have in common: a row that waits, is tried so many times, and ends in plain sight."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingState(models.TextChoices):
    """Where it is."""

    QUEUED = "queued", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be delivered")
    CANCELLED = "cancelled", _("not wanted any more")


UNSENT = (OutgoingState.FAILED, OutgoingState.CANCELLED)
"""Ended without having left: only from here it is queued again."""
QUEUED = Q(state=OutgoingState.QUEUED.value)
FAILED = Q(state=OutgoingState.FAILED.value)

Row = TypeVar("Row", bound="Outgoing")


class OutgoingQuerySet(models.QuerySet[Row]):
    """The one definition of waiting, claimable and undelivered."""

    def queued(self) -> OutgoingQuerySet[Row]:
        """Those that are still to be sent, claimed ones among them."""
        return self.filter(QUEUED)

    def claimable(self, at: datetime) -> OutgoingQuerySet[Row]:
        """Those whose moment has come and that nobody is sending, or whose sender died on the way."""
        return self.queued().filter(
            Q(leased_until__isnull=True) | Q(leased_until__lte=at), next_attempt_at__lte=at
        )

    def failed(self) -> OutgoingQuerySet[Row]:
        """Those given up: somebody has to look at them."""
        return self.filter(FAILED)


class Outgoing(models.Model):
    """One thing that leaves this system, with its tries."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=OutgoingState, default=OutgoingState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def may_be_queued_again(self) -> bool:
        """Whether it ended without having left."""
        return self.state in UNSENT


def constraints(prefix: str) -> list[models.BaseConstraint]:
    """What must never be, under names of the table's own."""
    return [
        models.CheckConstraint(condition=Q(state__in=OutgoingState.values), name=f"{prefix}_state_known"),
        models.CheckConstraint(
            condition=Q(state=OutgoingState.SENT.value, sent_at__isnull=False)
            | (~Q(state=OutgoingState.SENT.value) & Q(sent_at__isnull=True)),
            name=f"{prefix}_sent_exactly_when_dated",
        ),
        models.CheckConstraint(
            condition=QUEUED | Q(leased_until__isnull=True), name=f"{prefix}_leased_only_queued"
        ),
    ]


def indexes(prefix: str) -> list[models.Index]:
    """What the senders, and those who look after failures, read."""
    return [
        models.Index(fields=("next_attempt_at", "id"), condition=QUEUED, name=f"{prefix}_to_send"),
        models.Index(fields=("created_at",), condition=FAILED, name=f"{prefix}_failed"),
    ]
