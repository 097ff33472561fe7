"""Where events are announced: hosts that an administrator allowed, webhooks of an office, and each delivery."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.outbox.models.outgoing import Outgoing, OutgoingQuerySet, constraints, indexes


class Trouble(models.TextChoices):
    """Why something was not delivered. A code and never words of the other side: those could tell what stands there."""

    SWITCHED_OFF = "switched_off", _("the webhook is switched off")
    OWNER_LEFT = "owner_left", _("its owner no longer works in the office")
    HOST_NOT_ALLOWED = "host_not_allowed", _("the host is not allowed any more")
    NAME_UNKNOWN = "name_unknown", _("the name of the host leads nowhere")
    ADDRESS_REFUSED = "address_refused", _("the host stands at an address that is never called")
    UNREACHABLE = "unreachable", _("nobody listens there")
    NOT_TRUSTED = "not_trusted", _("its certificate is not trusted")
    TIMED_OUT = "timed_out", _("no answer in time")
    NO_ANSWER = "no_answer", _("it hung up without an answer")
    STATUS = "status", _("it answered that it did not take it")
    FAULT = "fault", _("a fault of this program; its log says more")


class AllowedHost(models.Model):
    """A host to which webhooks may lead; none is allowed by itself."""

    host = models.CharField(
        _("host"),
        max_length=253,
        unique=True,
        help_text=_("Its name in lower case, such as hooks.example.org; no address of a page."),
    )
    port = models.PositiveIntegerField(
        _("port"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(65535)],
        help_text=_("Empty: the usual one, 443."),
    )
    note = models.CharField(_("what it is"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        "tracker.User",
        verbose_name=_("added by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added"))

    class Meta:
        app_label = "tracker"
        ordering = ("host",)
        verbose_name = _("host for webhooks")
        verbose_name_plural = _("hosts for webhooks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(port__isnull=True) | Q(port__gte=1, port__lte=65535),
                name="allowed_host_port",
            ),
        ]

    def __str__(self) -> str:
        return self.host if self.port is None else f"{self.host}:{self.port}"


class Webhook(models.Model):
    """Announces events of an office's requests to one address.

    ``kinds``: kinds of events; empty for all of them. ``generation``: which secret it signs with; the secret itself
    is kept nowhere. ``owner`` answers for it: when they no longer work in the office, nothing is sent.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        "tracker.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="webhooks"
    )
    owner = models.ForeignKey(
        "tracker.User", verbose_name=_("owner"), on_delete=models.PROTECT, related_name="webhooks"
    )
    url = models.CharField(_("address"), max_length=500)
    kinds = models.JSONField(_("kinds of events"), default=list, blank=True)
    is_active = models.BooleanField(_("switched on"), default=True)
    generation = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("made"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-created_at", "-id")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(is_active=False), name="webhook_removed_is_off"
            ),
        ]

    def __str__(self) -> str:
        return self.url


class DeliveryQuerySet(OutgoingQuerySet["WebhookDelivery"]):
    """Deliveries, by where they are."""


class WebhookDelivery(Outgoing):
    """One event for one webhook, or a ping where it has no event. Its UUID is the id that the receiver knows it by."""

    # Other indexes begin with the webhook, and nobody asks for the deliveries of an event.
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    event = models.ForeignKey(
        "tracker.Event",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="webhook_deliveries",
        db_index=False,
    )
    last_status = models.PositiveSmallIntegerField(_("last answer"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("webhook", "event"), name="webhook_event_once"),
            *constraints("webhook"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            *indexes("webhook"),
            models.Index(fields=("webhook", "-id"), name="webhook_log"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def trouble(self) -> Trouble | None:
        """What kept the last attempt from arriving."""
        return Trouble(self.last_error) if self.last_error else None
