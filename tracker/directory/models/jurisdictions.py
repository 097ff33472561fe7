"""States, territories and bodies, with what they ask of a request; days on which they do not work."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.directory.models.fields import Sourced, code_validator, validate_zone

if TYPE_CHECKING:
    from datetime import date

# The Committee of Experts on co-operation in criminal matters asks States to renew their sheets yearly.
PROFILE_VALID_FOR = relativedelta(months=12)


class RelationshipGroup(Sourced):
    """A free label for how the own State gets on with some jurisdictions, and what is hard with them."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=120, unique=True)
    challenge = models.TextField(_("dominant challenge"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        app_label = "tracker"
        ordering = ("position", "name")
        verbose_name = _("relationship group")
        verbose_name_plural = _("relationship groups")

    def __str__(self) -> str:
        return self.name


class JurisdictionKind(models.TextChoices):
    """What a jurisdiction is: only States can be Parties in their own right."""

    STATE = "state", _("State")
    TERRITORY = "territory", _("Territory")
    BODY = "body", _("Body that is no State")


class Jurisdiction(Sourced):
    """A State, a territory or a body that takes part in assistance, and the sheet on what it requires.

    An empty text means that the rule is not known, never that there is none.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True, validators=[code_validator])
    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=JurisdictionKind)
    name = models.CharField(_("name"), max_length=120)
    search_name = models.CharField(max_length=255, editable=False)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    region = models.CharField(_("region"), max_length=60, blank=True)
    subregion = models.CharField(_("subregion"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_zone])
    holiday_country = models.CharField(_("holiday calendar"), max_length=3, blank=True)
    holiday_subdivision = models.CharField(
        _("subdivision of the holiday calendar"), max_length=20, blank=True
    )
    relationship_group = models.ForeignKey(
        RelationshipGroup,
        verbose_name=_("relationship group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="jurisdictions",
    )
    languages = models.TextField(_("languages required"), blank=True)
    dual_criminality = models.TextField(_("dual criminality"), blank=True)
    minimum_gravity = models.TextField(_("minimum gravity"), blank=True)
    death_penalty_assurance = models.TextField(_("assurance on the death penalty"), blank=True)
    use_limitation = models.TextField(_("limitation of use"), blank=True)
    communication = models.TextField(_("means of communication"), blank=True)
    verified_on = models.DateField(_("sheet verified on"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("name", "id")
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("iso3",),
                condition=~Q(iso3=""),
                name="jurisdiction_iso3_once",
                violation_error_message=_("Another jurisdiction already has this alpha-3 code."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=JurisdictionKind.values),
                name="jurisdiction_kind_known",
                violation_error_message=_("Choose State, territory or body."),
            ),
            models.CheckConstraint(
                condition=Q(holiday_subdivision="") | ~Q(holiday_country=""),
                name="jurisdiction_subdivision_has_calendar",
                violation_error_message=_("A subdivision needs the holiday calendar that it belongs to."),
            ),
            # Longer cycles are refused by services.save_jurisdiction: no constraint sees more than one row.
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="jurisdiction_not_own_parent",
                violation_error_message=_("A jurisdiction cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_stale(self, on: date) -> bool:
        """Whether the sheet was never verified, or twelve months or more before `on`."""
        return self.verified_on is None or self.verified_on + PROFILE_VALID_FOR <= on


class HolidayChange(models.TextChoices):
    """How a local row corrects the published holiday calendar."""

    ADDED = "added", _("A holiday that the calendar lacks")
    REMOVED = "removed", _("A working day that the calendar calls a holiday")


class Holiday(Sourced):
    """A correction of the published holiday calendar of a jurisdiction."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, verbose_name=_("jurisdiction"), on_delete=models.PROTECT, related_name="holidays"
    )
    on = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=120)
    change = models.CharField(_("change"), max_length=10, choices=HolidayChange)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("jurisdiction", "on")
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("jurisdiction", "on"),
                name="holiday_once_a_day",
                violation_error_message=_("This jurisdiction already has a row for this day."),
            ),
            models.CheckConstraint(
                condition=Q(change__in=HolidayChange.values),
                name="holiday_change_known",
                violation_error_message=_("Choose added or removed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.name}"
