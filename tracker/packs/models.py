"""A pack that somebody asked for: the question, over which requests, how far it is, and what it says."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.leases import Leased, WorkState
from tracker.reports.periods import Period


class PackState(models.TextChoices):
    """Where a pack is."""

    QUEUED = WorkState.QUEUED.value, _("being put together")
    DONE = WorkState.DONE.value, _("ready")
    FAILED = WorkState.FAILED.value, _("could not be put together")


QUEUED = Q(state=PackState.QUEUED.value)
DONE = Q(state=PackState.DONE.value)


class PackRun(Leased):
    """One pack for one person, put together in the background and then read as it was kept.

    ``question`` holds what was asked by the names in the address; the day only where it was a past one, so that the
    same can be asked again later. ``as_of`` is the day of the figures either way. ``fingerprint`` stands for the
    question and all that is counted. ``content`` is in ``language``.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    pack = models.SlugField(max_length=60)
    question = models.JSONField()
    as_of = models.DateField(_("as of"))
    language = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    asked_by = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="pack_runs")
    asked_at = models.DateTimeField(_("asked for"))
    state = models.CharField(max_length=8, choices=PackState, default=PackState.QUEUED)
    content = models.JSONField(null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("evaluator pack")
        verbose_name_plural = _("evaluator packs")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=PackState.values), name="pack_run_state_known"),
            models.CheckConstraint(
                condition=(DONE & Q(finished_at__isnull=False, content__isnull=False))
                | (~DONE & Q(finished_at__isnull=True, content__isnull=True)),
                name="pack_run_told_exactly_when_done",
            ),
            models.UniqueConstraint(
                fields=("asked_by", "fingerprint"), condition=QUEUED, name="pack_run_asked_once_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("id",), condition=QUEUED, name="pack_run_queued"),
            models.Index(fields=("asked_at",), name="pack_run_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.uuid} {self.state}"

    @property
    def period(self) -> Period:
        """The days that were asked for."""
        first, last = (date.fromisoformat(self.question[name]) for name in ("from", "until"))
        return Period(first=first, last=last)


class PackOffice(models.Model):
    """An office all of whose requests a pack counts, as its reader's own figures did when it was asked for."""

    run = models.ForeignKey(PackRun, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey("tracker.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("run", "office"), name="pack_office_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.office_id}"


class PackRequest(models.Model):
    """A single request of another office that a pack counts, since its reader had been granted it."""

    run = models.ForeignKey(PackRun, on_delete=models.CASCADE, related_name="requests")
    request = models.ForeignKey("tracker.AssistanceRequest", on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("run", "request"), name="pack_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.request_id}"
