"""Answers that are kept for a repeated call."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """The first answer to a call under an Idempotency-Key, for whoever made it.

    ``key_digest`` is the SHA-256 of the key, ``fingerprint`` that of what was asked: the same key for something else
    is a mistake of the caller.
    """

    user = models.ForeignKey("tracker.User", on_delete=models.CASCADE, related_name="+")
    key_digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "tracker"
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("user", "key_digest"), name="kept_answer_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("created_at",), name="kept_answer_age"),
        ]

    def __str__(self) -> str:
        return self.key_digest[:12]
