"""The append-only log of accounts, roles, offices and tokens."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models.offices import Office
from tracker.accounts.models.people import User

HASH_LENGTH = 64


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
