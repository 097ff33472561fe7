"""Answers that were published: kept as they were read, whatever is corrected afterwards."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """One answer of one report, with the question and the meaning of its figures. Triggers refuse every change.

    ``question`` holds every part by its name in the address, so that the same can be asked again; ``content`` the words
    and figures as they were read, in ``language``.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    report = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    as_of = models.DateField(_("as of"))
    language = models.CharField(max_length=16)
    question = models.JSONField()
    content = models.JSONField()
    published_by = models.ForeignKey("tracker.User", on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField(_("published"))

    class Meta:
        app_label = "tracker"
        ordering = ("-id",)
        verbose_name = _("published figures")
        verbose_name_plural = _("published figures")

    def __str__(self) -> str:
        return f"{self.title} {self.as_of}"


class PublicationOffice(models.Model):
    """An office whose requests the published figures count."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="counted")
    office = models.ForeignKey("tracker.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("publication", "office"), name="publication_office_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.office_id}"
