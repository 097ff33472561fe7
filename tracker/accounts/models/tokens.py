"""Tokens by which programs act for somebody, and every use of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import Scope, TokenState
from tracker.accounts.models.offices import Office
from tracker.accounts.models.people import User

DIGEST_LENGTH = 64


class ApiToken(models.Model):
    """Lets a program act as ``user`` in ``office`` and below, within its scopes, until a moment.

    The secret is shown once and kept nowhere: ``digest`` is its SHA-256, ``hint`` its first signs, to know it by.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, verbose_name=_("acts as"), on_delete=models.PROTECT, related_name="api_tokens"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="api_tokens"
    )
    label = models.CharField(_("what it is for"), max_length=80)
    hint = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    reads = models.BooleanField(_("read"), default=True)
    writes = models.BooleanField(_("write"), default=False)
    reports = models.BooleanField(_("reports"), default=False)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        User,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="api_tokens_made",
        help_text=_("Nobody: on the command line of the machine itself."),
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-created_at", "-id")
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(reads=True) | Q(writes=True) | Q(reports=True),
                name="api_token_has_scope",
                violation_error_message=_("Tick at least one thing that the token may do."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="api_token_expires_later",
                violation_error_message=_("Choose a moment that has not passed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hint}… {self.label}"

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it may do at all, so far as its user may."""
        held = {Scope.READ: self.reads, Scope.WRITE: self.writes, Scope.REPORTS: self.reports}
        return frozenset(scope for scope, given in held.items() if given)

    def state_at(self, at: datetime) -> TokenState:
        """What the row alone says; whether there is still a role to act with, policy says besides."""
        if self.revoked_at is not None:
            return TokenState.REVOKED
        if at >= self.expires_at:
            return TokenState.EXPIRED
        return TokenState.VALID if self.user.is_active and self.office.is_active else TokenState.SUSPENDED


class TokenUse(models.Model):
    """One call by a token, refused ones among them. Append-only; no chain, since a read would wait for every other.

    ``path`` is without its query, which may hold names.
    """

    token = models.ForeignKey(
        ApiToken, verbose_name=_("token"), on_delete=models.PROTECT, related_name="uses"
    )
    at = models.DateTimeField(_("when"))
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("address"), max_length=200)
    status = models.PositiveSmallIntegerField(_("answer"))
    client = models.GenericIPAddressField(_("from"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("use of a token")
        verbose_name_plural = _("uses of tokens")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("token", "-id"), name="token_use_token")
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"
