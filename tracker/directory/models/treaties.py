"""What binds a jurisdiction, by date: treaties, laws and memberships of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.directory.dates import DatePrecision, PartialDate
from tracker.directory.models.fields import (
    Sourced,
    bound_field,
    code_validator,
    date_field,
    precision_field,
    refuse_wrong_order,
    whole_days,
)
from tracker.directory.models.jurisdictions import Jurisdiction

if TYPE_CHECKING:
    from datetime import date


class RegisterKind(models.TextChoices):
    """What a register lists: Parties of a treaty, States under a law, members of a group."""

    TREATY = "treaty", _("Treaty")
    LAW = "law", _("Law of a union of States")
    GROUP = "group", _("Group of States")


class TreatyRegister(Sourced):
    """What this directory knows of an instrument as a whole: above all, until when its list is complete.

    `instrument` is the key that `workflows.instruments` uses. Up to `complete_on` whoever is not listed
    was not bound; after it, or where it is empty, silence means nothing.
    """

    instrument = models.CharField(_("instrument"), max_length=60, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=RegisterKind)
    complete_on = models.DateField(_("list complete as of"), null=True, blank=True)
    in_force_on = models.DateField(
        _("in force since"),
        null=True,
        blank=True,
        help_text=_("When the instrument itself began to bind anybody."),
    )
    not_in_force_on = models.DateField(
        _("known not to be in force on"),
        null=True,
        blank=True,
        help_text=_("The last day on which a source says that it bound nobody yet."),
    )
    months_to_force = models.PositiveSmallIntegerField(
        _("months to force"),
        null=True,
        blank=True,
        help_text=_(
            "In force on the first day of the month after so many months have passed since the deposit."
        ),
    )
    in_force_rule = models.TextField(_("when it enters into force"), blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("name",)
        verbose_name = _("treaty register")
        verbose_name_plural = _("treaty registers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=RegisterKind.values),
                name="treaty_register_kind_known",
                violation_error_message=_("Choose treaty, law or group."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True)
                | Q(not_in_force_on__isnull=True)
                | Q(in_force_on__gt=F("not_in_force_on")),
                name="treaty_register_force_after_none",
                violation_error_message=_("It cannot be in force on a day on which it is known not to be."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def force_after(self, deposited: date) -> date | None:
        """Return when a deposit of that day takes effect, where the instrument's rule is known.

        The rule counts whole months after the deposit and ends on the first day of the month that follows,
        as in the Convention on Cybercrime, Art. 36(3)-(4) and 37(2).
        """
        if self.months_to_force is None:
            return None
        force = (deposited + relativedelta(months=self.months_to_force + 1)).replace(day=1)
        return max(force, self.in_force_on) if self.in_force_on else force


class Capacity(models.TextChoices):
    """In whose right a jurisdiction is bound: only the first kind counts as a Party."""

    OWN = "own", _("In its own right")
    EXTENSION = "extension", _("By extension from its parent")


class TreatyStatus(Sourced):
    """The steps of one jurisdiction towards one instrument, each with its date, precision and source.

    Unknown stays empty. A `_by` field says "not later than" where only that is known. A step's own source is
    empty where the row's source covers it. `verified` is false where no source was read for the row.
    """

    STEPS: ClassVar[tuple[str, ...]] = ("signed", "deposited", "in_force", "left")

    jurisdiction = models.ForeignKey(
        Jurisdiction, verbose_name=_("jurisdiction"), on_delete=models.PROTECT, related_name="treaty_statuses"
    )
    instrument = models.CharField(_("instrument"), max_length=60, validators=[code_validator])
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity, default=Capacity.OWN)

    signed_on = date_field(_("signed on"))
    signed_precision = precision_field(_("precision of signed on"))
    signed_by = bound_field(_("signed by"))
    signed_source = models.TextField(_("source of the signature"), blank=True)
    deposited_on = date_field(_("ratified or acceded on"))
    deposited_precision = precision_field(_("precision of ratified or acceded on"))
    deposited_by = bound_field(_("ratified or acceded by"))
    deposited_source = models.TextField(_("source of the deposit"), blank=True)
    in_force_on = date_field(_("in force on"))
    in_force_precision = precision_field(_("precision of in force on"))
    in_force_by = bound_field(_("in force by"))
    in_force_source = models.TextField(_("source of the entry into force"), blank=True)
    left_on = date_field(_("left on"))
    left_precision = precision_field(_("precision of left on"))
    left_by = bound_field(_("left by"))
    left_source = models.TextField(_("source of the leaving"), blank=True)

    declarations = models.TextField(_("reservations and declarations"), blank=True)
    verified = models.BooleanField(_("read in a source"), default=False)

    class Meta:
        app_label = "tracker"
        ordering = ("instrument", "jurisdiction")
        verbose_name = _("treaty status")
        verbose_name_plural = _("treaty statuses")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("instrument", "deposited_on"), name="treaty_status_deposits"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("jurisdiction", "instrument"),
                name="treaty_status_once",
                violation_error_message=_("This jurisdiction already has a row for this instrument."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values),
                name="treaty_status_capacity_known",
                violation_error_message=_("Choose own or extension."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_on__isnull": True}) | Q(**{f"{step}_by__isnull": True}),
                    name=f"treaty_status_{step}_date_or_bound",
                    violation_error_message=_("Give the date or the latest date of a step, not both."),
                )
                for step in ("signed", "deposited", "in_force", "left")
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{later}_on__isnull": True})
                    | Q(**{f"{earlier}_on__isnull": True})
                    | ~whole_days(f"{earlier}_precision", f"{later}_precision")
                    | Q(**{f"{later}_on__gte": F(f"{earlier}_on")}),
                    name=f"treaty_status_{later}_after_{earlier}",
                    violation_error_message=_("A later step cannot lie before an earlier one."),
                )
                for earlier, later in (
                    ("signed", "deposited"),
                    ("deposited", "in_force"),
                    ("in_force", "left"),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction.code} {self.instrument}"

    def clean(self) -> None:
        """Refuse steps in the wrong order at the precision that is known."""
        super().clean()
        refuse_wrong_order(*((f"{step}_on", self.step(step)) for step in self.STEPS))

    def step(self, name: str) -> PartialDate | None:
        """Return the date of one of `STEPS`, or None where it is unknown."""
        return PartialDate.of(
            getattr(self, f"{name}_on"), getattr(self, f"{name}_precision") or DatePrecision.DAY
        )
