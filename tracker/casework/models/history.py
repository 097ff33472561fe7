"""The log of a request: append-only rows of codes, and the erasable words beside them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.casework.models.request import AssistanceRequest
from workflows.engine import Event as HistoryEvent
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import EventKind, Source

HASH_LENGTH = 64


class Event(models.Model):
    """One thing that happened. Codes, ids, times and digests only; triggers refuse every change."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField(_("number"))
    action = models.CharField(max_length=40)
    kind = models.CharField(
        _("what"), max_length=32, choices=[(kind.value, kind.value) for kind in EventKind]
    )
    occurred_on = models.DateField(_("happened"))
    occurred_at = models.TimeField(null=True, blank=True)
    occurred_zone = models.CharField(max_length=64)
    occurred_precision = models.CharField(
        max_length=8, choices=[(entry.value, entry.value) for entry in Precision]
    )
    recorded_at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(
        "tracker.User", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    source = models.CharField(max_length=8, choices=[(entry.value, entry.value) for entry in Source])
    items = models.JSONField(default=list, blank=True)
    data = models.JSONField(default=dict, blank=True)
    content_digest = models.CharField(max_length=HASH_LENGTH, blank=True)
    previous_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    key_id = models.CharField(max_length=32)
    format_version = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "tracker"
        ordering = ("request", "sequence")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("request", "sequence"), name="event_sequence_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # What was entered or corrected since a moment about days before it: figures as they were known, and why
            # published ones are others by now. Of eight million entries in 0.9 seconds; without it in 5.6.
            models.Index(
                fields=("recorded_at", "occurred_on"), include=("kind", "request"), name="event_recorded"
            ),
            # How often records are corrected. Late entries are found by one that PostgreSQL alone has (`event_late`),
            # made by a migration of its own: the two days are compared in one zone there.
            models.Index(
                fields=("recorded_at",),
                include=("request",),
                condition=models.Q(kind=EventKind.CORRECTED.value),
                name="event_corrected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.sequence} {self.kind}"

    @property
    def occurred(self) -> Occurred:
        return Occurred(
            on=self.occurred_on,
            at=self.occurred_at,
            zone=self.occurred_zone,
            precision=Precision(self.occurred_precision),
        )

    def value(self) -> HistoryEvent:
        """The row as ``workflows`` sees it."""
        return HistoryEvent(
            sequence=self.sequence,
            action=self.action,
            kind=EventKind(self.kind),
            occurred=self.occurred,
            recorded_at=self.recorded_at,
            by=self.by_id,
            source=Source(self.source),
            items=tuple(self.items),
            data=self.data,
        )


class EventContent(models.Model):
    """The free words of an event. Erasing them leaves a tombstone; the digest in the event still verifies the chain."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="content")
    salt = models.CharField(max_length=64)
    texts = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "tracker"

    def __str__(self) -> str:
        return ", ".join(self.texts)
