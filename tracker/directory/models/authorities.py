"""Whom to write to: authorities and bodies, and the points of contact that answer at night."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.directory.models.fields import Sourced, code_validator
from tracker.directory.models.jurisdictions import Jurisdiction

if TYPE_CHECKING:
    from datetime import date

CONTACT_VALID_FOR = relativedelta(months=12)


class AuthorityKind(models.TextChoices):
    """What an authority is; a channel's stops name the kind that they want."""

    CENTRAL_AUTHORITY = "central_authority", _("Central authority")
    FOREIGN_MINISTRY = "foreign_ministry", _("Ministry of foreign affairs")
    JUSTICE_MINISTRY = "justice_ministry", _("Ministry of justice")
    MISSION = "mission", _("Embassy or consulate")
    COURT = "court", _("Court")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    POLICE = "police", _("Police")
    CONTACT_POINT = "contact_point", _("24/7 point of contact")
    PROVIDER = "provider", _("Service provider")
    RESPONSE_TEAM = "response_team", _("Incident response team")
    SECRETARIAT = "secretariat", _("Secretariat")
    BODY = "body", _("Body or team")


class Authority(Sourced):
    """An addressee of requests. One without a jurisdiction belongs to no single State."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("jurisdiction"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authorities",
    )
    name = models.CharField(_("name"), max_length=200)
    search_name = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=AuthorityKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    channels = models.JSONField(
        _("channels"),
        default=list,
        blank=True,
        help_text=_("Keys of the channels that it takes; empty means not known."),
    )
    illustrative = models.BooleanField(_("invented for the demonstration"), default=False)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("name", "id")
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("jurisdiction", "name"),
                name="authority_name_once",
                violation_error_message=_("This jurisdiction already has an authority of this name."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AuthorityKind.values),
                name="authority_kind_known",
                violation_error_message=_("Choose a kind of authority from the list."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="authority_not_own_parent",
                violation_error_message=_("An authority cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_stale(self, on: date) -> bool:
        """Whether its particulars were verified, but twelve months or more before `on`."""
        return self.verified_on is not None and self.verified_on + CONTACT_VALID_FOR <= on


class Network(models.TextChoices):
    """Networks of contact points for urgent matters."""

    BUDAPEST = "budapest_35", _("Budapest Convention, Art. 35")
    G7 = "g7_24_7", _("G7 24/7 network")
    INTERPOL = "interpol", _("INTERPOL")
    UN_CYBERCRIME = "un_cybercrime_41", _("UN Convention against Cybercrime, Art. 41")
    EJN = "ejn", _("European Judicial Network")
    RESPONSE_TEAMS = "csirt", _("Incident response teams")
    OTHER = "other", _("Another network")


class ContactPoint(Sourced):
    """Somebody who answers for an authority in a network, and when that was last tried."""

    authority = models.ForeignKey(
        Authority, verbose_name=_("authority"), on_delete=models.PROTECT, related_name="contact_points"
    )
    network = models.CharField(_("network"), max_length=20, choices=Network)
    name = models.CharField(_("name"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    illustrative = models.BooleanField(_("invented for the demonstration"), default=False)
    last_verified_on = models.DateField(_("last verified on"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("network", "name")
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("authority", "network", "name"),
                name="contact_point_once",
                violation_error_message=_("This authority already has this contact point in this network."),
            ),
            models.CheckConstraint(
                condition=Q(network__in=Network.values),
                name="contact_point_network_known",
                violation_error_message=_("Choose a network from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_network_display()}"

    def is_stale(self, on: date) -> bool:
        """Whether the contact was never tried, or twelve months or more before `on`."""
        return self.last_verified_on is None or self.last_verified_on + CONTACT_VALID_FOR <= on
