"""People who sign in, and programs that do not."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4
from zoneinfo import available_timezones

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import Theme


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

    def people(self) -> models.QuerySet[User]:
        """Those whose accounts are open and who can be named or asked; programs are left out."""
        return self.filter(is_active=True, is_service=False)


class User(AbstractBaseUser):
    """A person who signs in by e-mail, or a program that works by tokens and never signs in.

    There is no superuser: rights come from memberships only.
    """

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
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    # Of what an officer of theirs is told, a head may want no copy; what expires comes all the same.
    wants_copies = models.BooleanField(_("copies as head of an office"), default=True, db_default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_service = models.BooleanField(
        _("program"),
        default=False,
        db_default=False,
        help_text=_("It works by tokens only; nobody signs in as it."),
    )
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
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="user_quiet_hours_whole",
                violation_error_message=_("Give both ends of the quiet hours, and not the same, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(is_service=False) | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="user_program_without_password",
                violation_error_message=_("A program has no password. Leave it empty."),
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
