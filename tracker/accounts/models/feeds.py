"""Addresses from which calendar programs read deadlines, and every use of them."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models.offices import Office
from tracker.accounts.models.people import User
from tracker.accounts.models.tokens import DIGEST_LENGTH


class CalendarFeed(models.Model):
    """Lets a calendar program read the deadlines of ``user`` or, where there is one, of ``office``.

    The secret is part of the address, shown once and kept nowhere: ``digest`` is its SHA-256, ``hint`` its first signs.
    An office's feed shows what its ``user`` may see as supervisor of it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
    )
    hint = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    created_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-created_at", "-id")
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"{self.hint}…"


class FeedUse(models.Model):
    """One reading of a calendar feed, refused ones among them. Append-only, without a chain, as uses of tokens are."""

    feed = models.ForeignKey(
        CalendarFeed, verbose_name=_("calendar feed"), on_delete=models.PROTECT, related_name="uses"
    )
    at = models.DateTimeField(_("when"))
    status = models.PositiveSmallIntegerField(_("answer"))
    client = models.GenericIPAddressField(_("from"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("use of a calendar feed")
        verbose_name_plural = _("uses of calendar feeds")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("feed", "-id"), name="feed_use_feed")]

    def __str__(self) -> str:
        return f"{self.at} {self.status}"
