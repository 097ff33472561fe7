"""What is asked, about whom, for which offence: the rows under a request."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.models.known import Known
from tracker.casework.models.request import AssistanceRequest
from workflows.vocabulary import ItemOutcome


class Item(models.Model):
    """One thing asked for, with its own outcome. ``number`` is its key in the history."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    type = models.CharField(_("assistance"), max_length=6, choices=labels.choices(labels.ITEM_TYPE))
    data_category = models.CharField(
        _("data category"), max_length=12, blank=True, choices=labels.choices(labels.DATA_CATEGORY)
    )
    description = models.CharField(_("what exactly"), max_length=300, blank=True)
    custodian = models.CharField(_("holder of the data or thing"), max_length=200, blank=True)
    period_from = models.DateField(_("period from"), null=True, blank=True)
    period_until = models.DateField(_("period until"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"),
        max_length=16,
        choices=labels.choices(labels.ITEM_OUTCOME),
        default=ItemOutcome.OPEN.value,
    )
    decided_on = models.DateField(_("decided"), null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("request", "number"), name="item_number_once"),
            Known(condition=Q(type__in=labels.values(labels.ITEM_TYPE)), name="item_type_known"),
            Known(condition=Q(outcome__in=labels.values(labels.ITEM_OUTCOME)), name="item_outcome_known"),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_until__isnull=True)
                | Q(period_until__gte=F("period_from")),
                name="item_period_in_order",
                violation_error_message=_("The period ends before it begins. Exchange the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=ItemOutcome.OPEN.value, decided_on__isnull=True)
                | (~Q(outcome=ItemOutcome.OPEN.value) & Q(decided_on__isnull=False)),
                name="item_decided_exactly_when_not_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_type_display()}"


class Identifier(models.Model):
    """An account, address or number by which an item's data can be found."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=40)
    value = models.CharField(_("value"), max_length=300)

    class Meta:
        app_label = "tracker"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class Person(models.Model):
    """Somebody the request is about."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="persons")
    role = models.CharField(_("role"), max_length=16, choices=labels.choices(labels.PERSON_ROLE))
    name = models.CharField(_("name"), max_length=200)
    aliases = models.CharField(_("aliases"), max_length=300, blank=True)
    born_on = models.DateField(_("born"), null=True, blank=True)
    nationality = models.CharField(_("nationality"), max_length=80, blank=True)
    identifiers = models.CharField(_("identifiers"), max_length=300, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)
    custody = models.CharField(_("custody"), max_length=120, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Offence(models.Model):
    """One offence: the domestic provision and what it would be over there (dual criminality is judged on conduct)."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="offences")
    category = models.CharField(_("category"), max_length=24, choices=labels.choices(labels.OFFENCE_CATEGORY))
    description = models.CharField(_("offence"), max_length=300, blank=True)
    provision = models.CharField(_("domestic provision"), max_length=200, blank=True)
    maximum_penalty = models.CharField(_("maximum penalty"), max_length=120, blank=True)
    foreign_equivalent = models.TextField(_("foreign equivalent"), blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("id",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("category", "request"), name="offence_category")
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())


class ForeignReference(models.Model):
    """The number that an authority on the way has given the request."""

    request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="foreign_references"
    )
    authority = models.CharField(_("authority"), max_length=200)
    number = models.CharField(_("reference"), max_length=120)

    class Meta:
        app_label = "tracker"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.authority}: {self.number}"
