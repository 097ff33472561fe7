"""Users, the tree of offices, who holds which role where and when, and the log of all of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4
from zoneinfo import available_timezones

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind, RoleChoices, Theme

HASH_LENGTH = 64


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is not a time zone. Choose one such as Asia/Shanghai."), params={"name": name}
        )


class UserManager(BaseUserManager["User"]):
    """Finds users by their lowered e-mail address; services.create_user makes them."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by e-mail address, however it is spelled."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in by e-mail. There is no superuser: rights come from memberships only."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Kept in lower case (see the constraint), so that one plain index makes it unique however it is typed.
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=16, default="en")
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    deputy = models.ForeignKey(
        "self",
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputised_for",
    )
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(
        _("absent until"), null=True, blank=True, help_text=_("The last day of the absence.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demonstration = models.BooleanField(_("demonstration account"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)

    # What the backend found out in this request, kept with the object; never stored.
    administers: bool | None = None

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        app_label = "tracker"
        ordering = ("name", "id")
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lowered",
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True, absent_from__isnull=True, absent_until__isnull=True)
                | Q(deputy__isnull=False, absent_from__isnull=False),
                name="user_deputy_with_absence",
                violation_error_message=_("Name the deputy and the first day of the absence together."),
            ),
            models.CheckConstraint(
                condition=Q(absent_until__isnull=True) | Q(absent_until__gte=F("absent_from")),
                name="user_absence_ends_after_start",
                violation_error_message=_("The absence cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("id")),
                name="user_not_own_deputy",
                violation_error_message=_("Nobody is their own deputy."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """False always: the administration asks for an administrator's membership, not for a mark."""
        return False

    def get_full_name(self) -> str:
        """Return the name, as Django's own pages ask for it."""
        return self.name

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Ask the authentication backends; ours grants to administrators what the administration shows."""
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        """Ask the authentication backends whether anything of the app is open to this user."""
        granted = (perm for backend in get_backends() for perm in backend.get_all_permissions(self))
        return self.is_active and any(perm.startswith(f"{app_label}.") for perm in granted)


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


class AccountEvent(models.Model):
    """One line of the append-only, chained log of accounts. Codes, ids and dates only: no names, no text."""

    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    kind = models.CharField(_("what"), max_length=32, choices=AccountEventKind)
    by = models.ForeignKey(
        User,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="account_events_done",
    )
    about = models.ForeignKey(
        User,
        verbose_name=_("about"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="account_events",
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="account_events",
    )
    data = models.JSONField(_("codes"), default=dict, blank=True)
    occurred_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    format_version = models.PositiveSmallIntegerField(_("format"))
    key_id = models.CharField(_("key"), max_length=32)
    previous_hash = models.CharField(_("previous hash"), max_length=HASH_LENGTH, blank=True)
    hash = models.CharField(_("hash"), max_length=HASH_LENGTH, unique=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-sequence",)
        verbose_name = _("account event")
        verbose_name_plural = _("log of accounts")

    def __str__(self) -> str:
        return f"{self.sequence} {self.get_kind_display()}"


class AccountLogHead(models.Model):
    """The single row that is locked while the log of accounts grows; it also betrays a log cut short."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    seal = models.CharField(max_length=100, blank=True)

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="account_log_head_single"),
        ]

    def __str__(self) -> str:
        return str(self.sequence)
