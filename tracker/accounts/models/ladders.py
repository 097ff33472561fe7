"""Where an office wants its people reminded earlier, or more of them, than the tables say."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models.offices import Office
from tracker.accounts.models.people import User
from workflows.deadlines import Anchor, Tightening
from workflows.vocabulary import Audience, DeadlineKind


class AnchorChoices(models.TextChoices):
    """What a new rung hangs on, with its names for people."""

    SOON = Anchor.SOON.value, _("when it is soon due")
    DUE = Anchor.DUE.value, _("when it is due")
    LATE = Anchor.LATE.value, _("when it is late")


class OfficeRungQuerySet(models.QuerySet["OfficeRung"]):
    """Rungs, by whether they count."""

    def in_force(self) -> OfficeRungQuerySet:
        """Those that were not taken back."""
        return self.filter(ended_at=None)


class OfficeRung(models.Model):
    """One tightening of the reminders of an office and those below it, for one rule or one kind of deadline.

    ``step`` names the rung of the table that comes earlier or tells more people; without one it is a new rung.
    """

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="rungs"
    )
    kind = models.CharField(_("kind of deadline"), max_length=12, blank=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    step = models.CharField(
        _("rung"), max_length=20, blank=True, help_text=_("Of the table; empty for a new rung.")
    )
    anchor = models.CharField(
        _("counted from"),
        max_length=4,
        blank=True,
        choices=AnchorChoices,
        help_text=_("Of a new rung only."),
    )
    days = models.SmallIntegerField(
        _("days after"),
        null=True,
        blank=True,
        help_text=_("Negative: days before. Empty: the day of the table stays."),
    )
    to_supervisor = models.BooleanField(_("tell the supervisor too"), default=False)
    to_head_above = models.BooleanField(_("tell the head of the office above too"), default=False)
    reason = models.TextField(_("reason"))
    added_by = models.ForeignKey(
        User, verbose_name=_("added by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("added"))
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = OfficeRungQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("office", "kind", "rule", "id")
        verbose_name = _("tightened reminder")
        verbose_name_plural = _("tightened reminders")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(kind="") & ~Q(rule=""))
                | (Q(rule="") & Q(kind__in=[kind.value for kind in DeadlineKind])),
                name="office_rung_of_kind_or_rule",
                violation_error_message=_("Choose a kind of deadline or a rule, not both."),
            ),
            models.CheckConstraint(
                condition=(Q(step="") & ~Q(anchor="") & Q(days__isnull=False)) | (~Q(step="") & Q(anchor="")),
                name="office_rung_of_table_or_new",
                violation_error_message=_("Name a rung of the table, or say when a new one comes."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="office_rung_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.office.code} {self.rule or self.kind} {self.tightening.step}"

    @property
    def tightening(self) -> Tightening:
        """What it asks, as ladders understand it."""
        told = {Audience.SUPERVISOR: self.to_supervisor, Audience.HEAD_ABOVE: self.to_head_above}
        return Tightening(
            step=self.step or f"office_{self.pk}",
            anchor=Anchor(self.anchor) if self.anchor else None,
            days=self.days,
            audience=frozenset(audience for audience, is_told in told.items() if is_told),
        )
