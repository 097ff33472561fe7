"""A run of letters: what was asked for, how far it is, and which of it was sent."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.leases import Leased, WorkState
from workflows.messages import Message, from_data


class RunState(models.TextChoices):
    """Where a run is."""

    QUEUED = WorkState.QUEUED.value, _("being written")
    DONE = WorkState.DONE.value, _("written")
    FAILED = WorkState.FAILED.value, _("could not be written")


QUEUED = Q(state=RunState.QUEUED.value)


def random_path(_letter: models.Model | None = None, _filename: str = "") -> str:
    """A path that tells nothing about the letter and cannot be guessed."""
    name = uuid4().hex
    return f"letters/{name[:2]}/{name}"


class EnquiryRun(Leased):
    """Letters that were asked for at once: one for each addressee, and a list of all of them."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_by = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="enquiry_runs")
    language = models.CharField(max_length=16)
    dated_on = models.DateField(_("date of the letters"))
    state = models.CharField(max_length=8, choices=RunState, default=RunState.QUEUED)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("run of status enquiries")
        verbose_name_plural = _("runs of status enquiries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="enquiry_run_state_known"),
            models.CheckConstraint(
                condition=Q(state=RunState.DONE.value, finished_at__isnull=False)
                | (~Q(state=RunState.DONE.value) & Q(finished_at__isnull=True)),
                name="enquiry_run_finished_exactly_when_done",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("id",), condition=QUEUED, name="enquiry_run_queued")
        ]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"


class EnquiryLetter(models.Model):
    """One letter of a run as DOCX and PDF, without files until it is written; number 0 is the list of them all."""

    run = models.ForeignKey(EnquiryRun, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveSmallIntegerField()
    office = models.ForeignKey("tracker.Office", null=True, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(
        "tracker.Jurisdiction", null=True, on_delete=models.PROTECT, related_name="+"
    )
    addressee = models.ForeignKey(
        "tracker.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    docx = models.FileField(upload_to=random_path, max_length=100, blank=True)
    pdf = models.FileField(upload_to=random_path, max_length=100, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("run", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("run", "number"), name="enquiry_letter_once"),
            models.CheckConstraint(
                condition=Q(docx="", pdf="") | (~Q(docx="") & ~Q(pdf="")), name="enquiry_letter_in_both_forms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class EnquiryLine(models.Model):
    """One request in a letter. ``recorded`` is the entry of its history that says it was sent; none until then."""

    run = models.ForeignKey(EnquiryRun, on_delete=models.CASCADE, related_name="lines")
    letter = models.ForeignKey(EnquiryLetter, on_delete=models.CASCADE, related_name="lines")
    request = models.ForeignKey(
        "tracker.AssistanceRequest", on_delete=models.PROTECT, related_name="enquiries"
    )
    written_version = models.PositiveIntegerField()
    recorded = models.PositiveIntegerField(null=True, blank=True)
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    # Why it could not be recorded when somebody last tried.
    refusals = models.JSONField(default=list, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("letter", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("run", "request"), name="enquiry_line_once"),
            models.CheckConstraint(
                condition=Q(recorded__isnull=True, sent_on__isnull=True)
                | Q(recorded__isnull=False, sent_on__isnull=False),
                name="enquiry_line_dated_exactly_when_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.request_id}"

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Why it could not be recorded."""
        return tuple(from_data(reason) for reason in self.refusals)
