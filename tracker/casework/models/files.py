"""Documents: random names on disk, always sent as attachments, known by their SHA-256."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.casework.models.request import AssistanceRequest


def random_path(_document: Document | None = None, _filename: str = "") -> str:
    """A path that tells nothing about the file and cannot be guessed."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


class Document(models.Model):
    """One file of a request. ``sha256`` is the hexadecimal digest of its bytes at receipt."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="documents")
    event = models.ForeignKey(
        "tracker.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    file = models.FileField(upload_to=random_path, max_length=100)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    uploaded_by = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        app_label = "tracker"
        ordering = ("uploaded_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.UniqueConstraint(
                fields=("request", "sha256"),
                name="document_once_per_request",
                violation_error_message=_("This very file is already among the documents of the request."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
