"""Who is posted where, and what was done together: the human side of assistance."""

from __future__ import annotations

from typing import ClassVar

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


class PostKind(models.TextChoices):
    """What a post abroad is."""

    LEGAL_ATTACHE = "legal_attache", _("Legal attaché")
    SUB_OFFICE = "sub_office", _("Sub-office")
    CYBER_EXPERT = "cyber_expert", _("Cybercrime expert")
    LIAISON_MAGISTRATE = "liaison_magistrate", _("Liaison magistrate")
    POLICE_LIAISON = "police_liaison", _("Police liaison officer")


class LiaisonPost(Sourced):
    """A post that one jurisdiction keeps in another."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    city = models.CharField(_("city"), max_length=80)
    host = models.ForeignKey(
        Jurisdiction, verbose_name=_("host"), on_delete=models.PROTECT, related_name="posts_hosted"
    )
    sending = models.ForeignKey(
        Jurisdiction, verbose_name=_("sent by"), on_delete=models.PROTECT, related_name="posts_sent"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PostKind)
    staff = models.PositiveSmallIntegerField(_("staff"), null=True, blank=True)
    opened_on = date_field(_("opened on"))
    opened_precision = precision_field(_("precision of opened on"))
    opened_by = bound_field(_("opened by"))
    closed_on = date_field(_("closed on"))
    closed_precision = precision_field(_("precision of closed on"))
    closed_by = bound_field(_("closed by"))
    verified = models.BooleanField(_("read in a source"), default=False)

    class Meta:
        app_label = "tracker"
        ordering = ("city", "kind")
        verbose_name = _("liaison post")
        verbose_name_plural = _("liaison posts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("sending", "city", "kind"),
                name="liaison_post_once",
                violation_error_message=_("This post is already listed."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PostKind.values),
                name="liaison_post_kind_known",
                violation_error_message=_("Choose a kind of post from the list."),
            ),
            models.CheckConstraint(
                condition=~Q(host=F("sending")),
                name="liaison_post_is_abroad",
                violation_error_message=_(
                    "A post stands in another jurisdiction than the one that sends it."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(opened_on__isnull=True) | Q(opened_by__isnull=True))
                & (Q(closed_on__isnull=True) | Q(closed_by__isnull=True)),
                name="liaison_post_date_or_bound",
                violation_error_message=_("Give the date or the latest date, not both."),
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | ~whole_days("opened_precision", "closed_precision")
                | Q(closed_on__gte=F("opened_on")),
                name="liaison_post_closes_after_opening",
                violation_error_message=_("A post cannot close before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.get_kind_display()}"

    def clean(self) -> None:
        """Refuse a closing that certainly lies before the opening."""
        super().clean()
        refuse_wrong_order(("opened_on", self.opened), ("closed_on", self.closed))

    @property
    def opened(self) -> PartialDate | None:
        """When it opened, as precisely as known."""
        return PartialDate.of(self.opened_on, self.opened_precision or DatePrecision.DAY)

    @property
    def closed(self) -> PartialDate | None:
        """When it closed, as precisely as known."""
        return PartialDate.of(self.closed_on, self.closed_precision or DatePrecision.DAY)


class EngagementKind(models.TextChoices):
    """What two sides can do together besides requests."""

    JOINT_OPERATION = "joint_operation", _("Joint operation")
    TRAINING = "training", _("Training")
    WORKING_GROUP = "working_group", _("Working group")
    LEGISLATION_SUPPORT = "legislation_support", _("Support for legislation")
    OFFICE = "office", _("Office")
    INFORMATION_SHARING = "information_sharing", _("Information sharing")


class Engagement(Sourced):
    """Something done together with a jurisdiction; its page lays these beside the response rate."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    jurisdiction = models.ForeignKey(
        Jurisdiction, verbose_name=_("jurisdiction"), on_delete=models.PROTECT, related_name="engagements"
    )
    partner = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("together with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engagements_as_partner",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EngagementKind)
    title = models.CharField(_("title"), max_length=200)
    from_on = date_field(_("from"))
    from_precision = precision_field(_("precision of from"))
    until_on = date_field(_("until"))
    until_precision = precision_field(_("precision of until"))
    until_by = bound_field(_("until, at the latest"))
    people_trained = models.PositiveIntegerField(_("people trained"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("jurisdiction", "from_on", "title")
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("jurisdiction", "kind", "title"),
                name="engagement_once",
                violation_error_message=_("This engagement is already listed."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EngagementKind.values),
                name="engagement_kind_known",
                violation_error_message=_("Choose a kind of engagement from the list."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_by__isnull=True),
                name="engagement_date_or_bound",
                violation_error_message=_("Give the date or the latest date, not both."),
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(until_on__isnull=True)
                | ~whole_days("from_precision", "until_precision")
                | Q(until_on__gte=F("from_on")),
                name="engagement_ends_after_start",
                violation_error_message=_("An engagement cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an end that certainly lies before the start."""
        super().clean()
        refuse_wrong_order(("from_on", self.began), ("until_on", self.ended))

    @property
    def began(self) -> PartialDate | None:
        """When it began, as precisely as known."""
        return PartialDate.of(self.from_on, self.from_precision or DatePrecision.DAY)

    @property
    def ended(self) -> PartialDate | None:
        """When it ended, as precisely as known."""
        return PartialDate.of(self.until_on, self.until_precision or DatePrecision.DAY)
