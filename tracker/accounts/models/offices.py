"""The tree of offices, and who holds which role where and when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import RoleChoices
from tracker.accounts.models.people import User, validate_time_zone


class Office(models.Model):
    """A post or unit. Offices form a tree; the supervisors of a parent head the offices below."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(
        _("code"), max_length=12, unique=True, help_text=_("Capital letters; part of every reference.")
    )
    name = models.CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    host_jurisdiction = models.ForeignKey(
        "tracker.Jurisdiction",
        verbose_name=_("host jurisdiction"),
        on_delete=models.PROTECT,
        related_name="offices_hosted",
        help_text=_("Where the office stands."),
    )
    own_jurisdiction = models.ForeignKey(
        "tracker.Jurisdiction",
        verbose_name=_("own jurisdiction"),
        on_delete=models.PROTECT,
        related_name="offices_owned",
        help_text=_("The State or territory for which it acts."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        app_label = "tracker"
        ordering = ("code",)
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(code=Upper("code")) & ~Q(code=""),
                name="office_code_upper",
                violation_error_message=_("Write the code in capital letters."),
            ),
            # Longer cycles are refused by services.move_office: no constraint sees more than one row.
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="office_not_own_parent",
                violation_error_message=_("An office cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by the day on which they count."""

    def held_on(self, on: date) -> MembershipQuerySet:
        """Keep those in force on a date; the day `until_on` itself is the first without the role."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class Membership(models.Model):
    """One role of one user in one office, from a day (included) until a day (excluded).

    A role taken away on the day it was given keeps `until_on == from_on`: it counts on no date, at once.
    """

    user = models.ForeignKey(
        User, verbose_name=_("user"), on_delete=models.PROTECT, related_name="memberships"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=16, choices=RoleChoices)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day without this role.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("user", "office", "role", "from_on")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        # Overlaps of closed periods are refused by services.set_membership, which locks the user first.
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="membership_ends_after_start",
                violation_error_message=_("A role cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=("user", "office", "role"),
                condition=Q(until_on__isnull=True),
                name="membership_open_once",
                violation_error_message=_("This user already holds this role in this office."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("office", "role"), name="membership_office_role")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.office.code}"
